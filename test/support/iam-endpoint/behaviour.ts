import { startWireServer, type Reply, type WireCall, type WireServer } from './wire.js';
import type { XmlValue } from './xml.js';

export type FaultEndpoint = WireServer;

/** What is answered to each action, in a test's own words. */
export type Behaviour = Readonly<Record<string, (call: WireCall) => Reply>>;

/**
 * An endpoint whose answers a test writes out itself. Actions without a behaviour go to `upstream` or, without one,
 * are errors; GetCallerIdentity always works unless told otherwise.
 */
export function startFaultEndpoint(behaviour: Behaviour, upstream?: string): Promise<FaultEndpoint> {
  return startWireServer(
    (call) => behaviour[call.action]?.(call) ?? (upstream === undefined ? standard(call.action) : forward),
    { upstream },
  );
}

export const FAULT_ACCOUNT = '111122223333';

/** What GetAccountAuthorizationDetails answers of an account without anything: every page has all four lists. */
export const NO_DETAILS_LISTS = {
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [],
  Policies: [],
  IsTruncated: false,
} as const;

export function result(action: string, value: XmlValue): Reply {
  return { kind: 'result', action, result: value };
}

export function failure(code: string, message: string, status = 400): Reply {
  return { kind: 'error', code, message, status };
}

export function denied(action: string, caller = `arn:aws:iam::${FAULT_ACCOUNT}:user/auditor`): Reply {
  const message = `User: ${caller} is not authorized to perform: ${action} on resource: * because no identity-based policy allows the ${action} action`;
  return failure('AccessDenied', message, 403);
}

export const forward: Reply = { kind: 'forward' };

function standard(action: string): Reply {
  if (action !== 'GetCallerIdentity') return failure('InvalidAction', `no behaviour for ${action}`);
  return result(action, {
    Account: FAULT_ACCOUNT,
    Arn: `arn:aws:iam::${FAULT_ACCOUNT}:user/auditor`,
    UserId: 'AIDAEXAMPLE',
  });
}

import type { Principal } from '../../model/policy.js';
import { arnParts } from './arn.js';
import { foldContext, type RequestContext } from './context.js';
import { sessionRoleName } from './principal.js';

/** One request, as an evaluation is asked about it. */
export interface EvaluationRequest {
  /** `s3:GetObject`; the case doesn't matter. */
  readonly action: string;
  /** An ARN, or `*` for an action that works on no resource. */
  readonly resource: string;
  /** Who asks. A role's ARN means some session of it; a session's ARN that one. */
  readonly principal?: Principal;
  /** Values by condition key; a key that the request doesn't have is left out. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/**
 * The request's context, completed by what AWS derives from the principal (or from its ARN in the context): aws:PrincipalArn (of a session: its
 * role), aws:PrincipalAccount, aws:PrincipalType, aws:username (users) and aws:userid (the account itself; other
 * ids can't be known). What the request says itself is kept.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties
 */
export function requestContext(request: EvaluationRequest): RequestContext {
  const context = foldContext(request.context);
  const arn = context.get('aws:principalarn')?.[0];
  const derived = {
    ...(request.principal && derivedKeys(request.principal)),
    ...(arn !== undefined && accountOf(arn)),
  };
  for (const [key, value] of Object.entries(derived)) {
    if (!context.has(key)) context.set(key, [value]);
  }
  return context;
}

function accountOf(arn: string): Readonly<Record<string, string>> {
  const parts = arnParts(arn);
  return parts ? { 'aws:principalaccount': parts.account } : {};
}

function derivedKeys(principal: Principal): Readonly<Record<string, string>> {
  if (principal.type !== 'AWS') return {};
  if (principal.value === '*') return { 'aws:principaltype': 'Anonymous' };
  const arn = arnParts(principal.value);
  if (!arn) return {};
  const known = { 'aws:principalarn': principal.value, 'aws:principalaccount': arn.account };
  const role = sessionRoleName(arn.resource);
  if (role !== null) {
    return {
      ...known,
      'aws:principalarn': `arn:${arn.partition}:iam::${arn.account}:role/${role}`,
      'aws:principaltype': 'AssumedRole',
    };
  }
  const [kind = '', ...names] = arn.resource.split('/');
  switch (kind) {
    case 'root':
      return { ...known, 'aws:principaltype': 'Account', 'aws:userid': arn.account };
    case 'user':
      return { ...known, 'aws:principaltype': 'User', 'aws:username': names.at(-1) ?? '' };
    case 'role':
      return { ...known, 'aws:principaltype': 'AssumedRole' };
    case 'federated-user':
      return { ...known, 'aws:principaltype': 'FederatedUser' };
    default:
      return known;
  }
}

import type { AccessRequest } from './types.js';
import { keysAgree, withDerivedKeys } from './key-relations.js';
import { keysOf, readArn } from './principals.js';
import { valuesIn } from './replay.js';

/**
 * Keys that AWS derives from one another. The comparison takes keys for independent of each other; a request that
 * breaks one of these relations can't be made, so it is no proof.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */

/** The account in the ARN that the first key holds is the second key's value. */
const ACCOUNTS: readonly (readonly [arn: string, account: string])[] = [
  ['aws:principalarn', 'aws:principalaccount'],
  ['aws:sourcearn', 'aws:sourceaccount'],
  ['lambda:functionarn', 'lambda:sourcefunctionaccount'],
];

/** What ARNs have in place of an account: nothing (buckets), or AWS itself (its managed policies). */
export const NO_ACCOUNT: ReadonlySet<string> = new Set(['', 'aws']);

const ARN = /^arn:[^:]*:[^:]*:[^:]*:([^:]*):/;

/**
 * Can there be such a request? `reads`: the keys that matter; one of these that the request leaves out is meant to be
 * absent, any other may have whatever value fits.
 */
export function isConsistent(request: AccessRequest, reads: ReadonlySet<string> = new Set()): boolean {
  return (
    ACCOUNTS.every(([arn, account]) => agrees(one(request, arn), one(request, account))) &&
    // The account of the resource, where its ARN tells it.
    ['aws:resourceaccount', 's3:resourceaccount'].every((key) =>
      agrees(request.resource, one(request, key)),
    ) &&
    keysAgree(request.context, reads) &&
    principalAgrees(request) &&
    keysFitPrincipal(request)
  );
}

function one(request: AccessRequest, key: string): string | null {
  return valuesIn(request, key)?.[0] ?? null;
}

function agrees(arn: string | null, account: string | null): boolean {
  const inArn = arn === null ? undefined : ARN.exec(arn)?.[1];
  return account === null || inArn === undefined || NO_ACCOUNT.has(inArn) || inArn === account;
}

/** A user has a name, and nobody else; a principal of the type that its ARN says. */
function principalAgrees(request: AccessRequest): boolean {
  const arn = one(request, 'aws:principalarn');
  const type = one(request, 'aws:principaltype');
  const name = one(request, 'aws:username');
  const resource = arn === null ? null : arn.split(':').slice(5).join(':') || null;
  if (resource === null) return true;
  if (name !== null && !(resource.startsWith('user/') && resource.split('/').at(-1) === name)) return false;
  if (type === null) return true;
  switch (type) {
    case 'User':
      return resource.startsWith('user/');
    case 'AssumedRole':
      return resource.startsWith('role/') || resource.startsWith('assumed-role/');
    case 'Account':
      return resource === 'root';
    case 'FederatedUser':
      return resource.startsWith('federated-user/');
    default:
      return true;
  }
}

/** Only users have names, and services and federated principals are in no account. */
function keysFitPrincipal({ principal, ...request }: AccessRequest): boolean {
  if (principal === undefined) return true;
  const arn = principal.type === 'AWS' ? readArn(principal.value) : null;
  const keys: Readonly<Record<string, string>> = arn ? keysOf(principal.value, arn, new Map()) : {};
  return ['aws:principalarn', 'aws:principalaccount', 'aws:username'].every((key) => {
    const value = one(request, key);
    if (value === null || value === keys[key]) return true;
    // A session's role may have a path that the session's ARN doesn't tell.
    return key === 'aws:principalarn' && arn?.service === 'sts' && keys[key] !== undefined;
  });
}

/** What relates to the keys of the request, added where the request leaves it open. `reads`: keys that matter. */
export function completed(request: AccessRequest, reads: ReadonlySet<string>): AccessRequest {
  const context = withDerivedKeys(request.context, reads);
  const account = one(request, 'aws:principalaccount');
  const own = ARN.exec(one(request, 'aws:principalarn') ?? '')?.[1];
  if (account === null && own !== undefined && reads.has('aws:principalaccount')) {
    context['aws:principalaccount'] = [own];
  }
  if (account !== null && own === undefined && reads.has('aws:principalarn') && !request.principal) {
    context['aws:principalarn'] = [`arn:aws:iam::${account}:role/x`];
  }
  const arnKey = Object.keys(context).find((key) => key.toLowerCase() === 'aws:principalarn');
  const arn = arnKey === undefined ? null : (context[arnKey]?.[0] ?? null);
  if (account !== null && arn !== null && arnKey !== undefined && !agrees(arn, account)) {
    const parts = arn.split(':');
    parts[4] = account;
    context[arnKey] = [parts.join(':')];
  }
  return { ...request, context };
}

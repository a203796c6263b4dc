import type { Principal, PrincipalSet } from '../../model/policy.js';

/**
 * What an element says of a principal: `named` as itself or as one of all; `account` only as one of its account's
 * principals; `nobody`: it isn't meant; `unclear`: AWS's pages leave it open.
 */
export type Match = 'named' | 'account' | 'nobody' | 'unclear';

/** Principals that the elements don't tell apart, by one of them. */
export interface PrincipalClass {
  readonly principal: Principal;
  /** What AWS derives from the principal; of a class that holds several, of this one. */
  readonly keys: Readonly<Record<string, string>>;
  /** Several principals: any name instead of this one. */
  readonly generic: boolean;
  /** Any account that isn't mentioned instead of this one. */
  readonly anyAccount: boolean;
}

export interface AwsPrincipal {
  readonly partition: string;
  readonly service: string;
  readonly account: string;
  readonly resource: string;
}

/** null: no ARN. */
export function readArn(text: string): AwsPrincipal | null {
  const [prefix, partition, service, , account, ...resource] = text.split(':');
  if (prefix !== 'arn' || partition === undefined || service === undefined || account === undefined)
    return null;
  return resource.length === 0 ? null : { partition, service, account, resource: resource.join(':') };
}

/**
 * Does the element mean the principal? A role means its sessions, an account's root all principals of the account,
 * `*` everybody. Ids of deleted users and roles mean nobody.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function matchPrincipal(set: PrincipalSet, principal: Principal): Match {
  const matches = set.principals.map((one) => matchOne(one, principal));
  if (!set.negated) {
    return matches.includes('named') ? 'named' : matches.includes('account') ? 'account' : 'nobody';
  }
  // Every principal but the named ones. AWS checks the account "first", and its example names both Bob and his account
  // to leave out Bob alone: what an account's name alone leaves out is open.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  if (matches.includes('named')) return 'nobody';
  if (!matches.includes('account')) return 'named';
  const arn = principal.type === 'AWS' ? readArn(principal.value) : null;
  return arn === null || isRoot(arn) ? 'nobody' : 'unclear';
}

function isEverybody({ type, value }: Principal): boolean {
  return type === 'AWS' && value === '*';
}

function matchOne(named: Principal, asker: Principal): Match {
  if (isEverybody(named)) return 'named';
  if (named.type !== asker.type) return 'nobody';
  if (named.value === '*') return 'named';
  if (named.type === 'CanonicalUser') return named.value === asker.value ? 'account' : 'nobody';
  if (named.type !== 'AWS') return named.value === asker.value ? 'named' : 'nobody';
  const wanted = readArn(named.value);
  const actual = readArn(asker.value);
  if (wanted === null || actual === null) return 'nobody';
  if (wanted.account !== actual.account || wanted.partition !== actual.partition) return 'nobody';
  if (isRoot(wanted)) return 'account';
  if (named.value === asker.value) return 'named';
  const role = roleOfSession(actual);
  return role !== null && roleName(wanted) === role ? 'named' : 'nobody';
}

function isRoot({ service, resource }: AwsPrincipal): boolean {
  return service === 'iam' && resource === 'root';
}

/** The role's name without its path; null: no role. */
function roleName({ service, resource }: AwsPrincipal): string | null {
  return service === 'iam' && resource.startsWith('role/')
    ? resource.slice(resource.lastIndexOf('/') + 1)
    : null;
}

function roleOfSession({ service, resource }: AwsPrincipal): string | null {
  const [kind, role, session] = resource.split('/');
  return service === 'sts' && kind === 'assumed-role' && session !== undefined ? (role ?? null) : null;
}

/** One principal of each class that the elements, and the roles' own accounts, can tell apart. */
export function principalClasses(
  sets: readonly PrincipalSet[],
  accounts: readonly string[],
  partition: string,
): PrincipalClass[] {
  const named = new Map(
    sets.flatMap((set) => set.principals).map((one) => [`${one.type} ${one.value}`, one]),
  );
  const arns = [...named.values()].flatMap(({ type, value }) => {
    const arn = type === 'AWS' ? readArn(value) : null;
    return arn ? [arn] : [];
  });
  const homes = new Map(
    [...accounts.map((account) => ({ partition, account })), ...arns].map((one) => [
      `${one.partition} ${one.account}`,
      { partition: one.partition, account: one.account },
    ]),
  );
  const taken = new Set([...homes.values()].map(({ account }) => account));
  const stranger = { partition, account: unused(taken) };
  const roles = new Map(
    arns.flatMap((arn) =>
      roleName(arn) === null ? [] : [[`${arn.partition} ${arn.account} ${roleName(arn)}`, arn.resource]],
    ),
  );
  const exact = [...named.values()].flatMap((principal) => exactClass(principal, roles));
  const general = [
    ...[...homes.values()].map((home) => ({ home, anyAccount: false })),
    { home: stranger, anyAccount: true },
  ].flatMap(({ home, anyAccount }) => generalClasses(home, anyAccount, named));
  const types = new Set([
    'Service',
    'Federated',
    'CanonicalUser',
    ...[...named.values()].map(({ type }) => type),
  ]);
  types.delete('AWS');
  const others = [...types].map((type): PrincipalClass => ({
    principal: { type, value: Object.hasOwn(OTHERS, type) ? OTHERS[type]! : 'other' },
    keys: {},
    generic: true,
    anyAccount: true,
  }));
  const anonymous: PrincipalClass = {
    principal: { type: 'AWS', value: '*' },
    keys: { 'aws:principaltype': 'Anonymous' },
    generic: false,
    anyAccount: false,
  };
  const all = [...exact, ...general, ...others, anonymous];
  return [...new Map(all.map((one) => [`${one.principal.type} ${one.principal.value}`, one])).values()];
}

const OTHERS: Readonly<Record<string, string>> = {
  Service: 'other.amazonaws.com',
  Federated: 'other.example.com',
  CanonicalUser: 'f'.repeat(64),
};

const STRANGERS = ['111122223333', '444455556666', '777788889999', '121212121212'];

function unused(taken: ReadonlySet<string>): string {
  const free = STRANGERS.find((one) => !taken.has(one));
  if (free !== undefined) return free;
  for (let id = 100000000000; ; id++) if (!taken.has(String(id))) return String(id);
}

function exactClass(principal: Principal, roles: ReadonlyMap<string, string>): PrincipalClass[] {
  const single = { principal, generic: false, anyAccount: false };
  if (principal.value.includes('*')) return [];
  if (principal.type !== 'AWS') return [{ ...single, keys: {} }];
  const arn = readArn(principal.value);
  // Ids of deleted principals, and texts that are no ARN, are nobody's.
  return arn === null ? [] : [{ ...single, keys: keysOf(principal.value, arn, roles) }];
}

function generalClasses(
  { partition, account }: { readonly partition: string; readonly account: string },
  anyAccount: boolean,
  named: ReadonlyMap<string, Principal>,
): PrincipalClass[] {
  const make = (service: string, kind: string): PrincipalClass => {
    const free = ['x', 'other', 'someone'].find(
      (name) => !named.has(`AWS arn:${partition}:${service}::${account}:${kind}${name}`),
    );
    const value = `arn:${partition}:${service}::${account}:${kind}${kind === 'root' ? '' : (free ?? 'someone-else-altogether')}`;
    return {
      principal: { type: 'AWS', value },
      keys: keysOf(value, readArn(value)!, new Map()),
      generic: kind !== 'root',
      anyAccount,
    };
  };
  return [make('iam', 'root'), make('iam', 'role/'), make('iam', 'user/'), make('sts', 'federated-user/')];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
export function keysOf(
  value: string,
  arn: AwsPrincipal,
  roles: ReadonlyMap<string, string>,
): Record<string, string> {
  const known = { 'aws:principalarn': value, 'aws:principalaccount': arn.account };
  const role = roleOfSession(arn);
  if (role !== null) {
    const resource = roles.get(`${arn.partition} ${arn.account} ${role}`) ?? `role/${role}`;
    return {
      ...known,
      'aws:principalarn': `arn:${arn.partition}:iam::${arn.account}:${resource}`,
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

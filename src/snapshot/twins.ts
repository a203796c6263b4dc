import { UserError } from '../model/errors.js';

/** The names of a snapshot or of an export, whose twins would be merged silently further on. */
export interface Named {
  readonly roles: readonly Holder[];
  readonly users: readonly Holder[];
  readonly groups: readonly Holder[];
  /** ARNs. */
  readonly managedPolicies: readonly string[];
}

interface Holder {
  readonly name: string;
  readonly inlinePolicies: readonly string[];
  readonly tagKeys?: readonly string[];
}

/**
 * IAM has no two roles (users, groups) of one name in an account, no two managed policies of one ARN, no two
 * inline policies of one name and no two tags of one key on an entity. Throws UserError for a file that has: one
 * of the two would be lost without a word.
 */
export function refuseTwins(file: Named, where: string): void {
  for (const kind of ['role', 'user', 'group'] as const) {
    const holders = file[`${kind}s`];
    refuse(twinAmong(holders.map(({ name }) => name)), () => `${where}: two ${kind}s are named`);
    for (const { name, inlinePolicies, tagKeys } of holders) {
      const holder = (): string => `${where}: ${kind} ${JSON.stringify(name)}`;
      refuse(twinAmong(inlinePolicies), () => `${holder()} has two inline policies named`);
      if (tagKeys) refuse(twinAmong(tagKeys), () => `${holder()} has two tags named`);
    }
  }
  refuse(twinAmong(file.managedPolicies), () => `${where}: two managed policies have the ARN`);
}

function refuse(twin: string | undefined, problem: () => string): void {
  if (twin === undefined) return;
  throw new UserError(
    `${problem()} ${JSON.stringify(twin)}`,
    'a file must hold one account at one moment: take the snapshot or the export again',
  );
}

/** Up to that many, a look at each pair is quicker than a set. */
const FEW = 12;

/** The first name that comes a second time. */
function twinAmong(names: readonly string[]): string | undefined {
  if (names.length <= FEW) return names.find((name, at) => names.indexOf(name) < at);
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

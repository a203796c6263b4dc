import { UserError } from '../model/errors.js';

/** The names of a snapshot or of an export, whose twins would be merged silently further on. */
export interface Named {
  readonly roles: readonly Holder[];
  readonly users: readonly Holder[];
  readonly groups: readonly Holder[];
  readonly managedPolicies: readonly { readonly arn: string }[];
}

interface Holder {
  readonly name: string;
  readonly inlinePolicies: readonly { readonly name: string }[];
  readonly tags?: readonly { readonly key: string }[];
}

/**
 * IAM has no two roles (users, groups) of one name in an account, no two managed policies of one ARN, no two
 * inline policies of one name and no two tags of one key on an entity. Throws UserError for a file that has: one
 * of the two would be lost without a word.
 */
export function refuseTwins(file: Named, where: string): void {
  for (const kind of ['role', 'user', 'group'] as const) {
    const holders = file[`${kind}s`];
    refuse(holders, ({ name }) => name, `${where}: two ${kind}s are named`);
    for (const { name, inlinePolicies, tags } of holders) {
      const holder = `${where}: ${kind} ${JSON.stringify(name)}`;
      if (inlinePolicies.length > 1)
        refuse(inlinePolicies, (policy) => policy.name, `${holder} has two inline policies named`);
      if (tags && tags.length > 1) refuse(tags, ({ key }) => key, `${holder} has two tags named`);
    }
  }
  refuse(file.managedPolicies, ({ arn }) => arn, `${where}: two managed policies have the ARN`);
}

function refuse<T>(items: readonly T[], key: (item: T) => string, problem: string): void {
  const seen = new Set<string>();
  for (const item of items) {
    const name = key(item);
    if (seen.has(name)) {
      throw new UserError(
        `${problem} ${JSON.stringify(name)}`,
        'a file must hold one account at one moment: take the snapshot or the export again',
      );
    }
    seen.add(name);
  }
}

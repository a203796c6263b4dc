import { entitiesFromGaad } from '../../../src/snapshot/gaad.js';
import { sortedSnapshot } from '../../../src/snapshot/snapshot-order.js';
import type { Account, Snapshot } from '../../../src/model/snapshot.js';
import type { ComparedSide } from '../../../src/equivalency/compared-side.js';
import { plainEntry } from '../../../src/equivalency/list/index.js';
import { type Suggestions, suggestEntries } from '../../../src/equivalency/suggest/index.js';

export const DEV_ID = '123456789012';
export const QA_ID = '987654321098';
export const PROD_ID = '555566667777';

type Statement = Record<string, unknown>;

/** A role in few words: what it trusts, what its one inline policy says (`access`, or as `inline` calls it), its tags. */
export interface SmallRole {
  readonly name: string;
  readonly trust?: Statement;
  readonly grants?: readonly Statement[];
  readonly inline?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** What the managed policy allows that is attached to it and called as itself. */
  readonly managed?: Statement;
}

export const SERVICE: Statement = {
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
};

export function read(...buckets: readonly string[]): Statement {
  return {
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: buckets.map((bucket) => `arn:aws:s3:::${bucket}`),
  };
}

/** An account as a side of a comparison; a role can be given by its name alone. */
export function sideOf(
  tag: string,
  id: string,
  roles: readonly (string | SmallRole)[],
  account: Partial<Account> = {},
): ComparedSide {
  const snapshot = accountOf(
    id,
    roles.map((one) => (typeof one === 'string' ? { name: one } : one)),
  );
  return { tag, snapshot: { ...snapshot, account: { ...snapshot.account, ...account } } };
}

/** An account with these roles. */
export function accountOf(id: string, roles: readonly SmallRole[]): Snapshot {
  const document = (...statements: readonly Statement[]): object => ({
    Version: '2012-10-17',
    Statement: statements,
  });
  const details = {
    RoleDetailList: roles.map(
      ({ name, trust = SERVICE, grants = [], inline = 'access', tags = {}, managed }, at) => ({
        RoleName: name,
        RoleId: `AROA${at}`,
        Path: '/',
        Arn: `arn:aws:iam::${id}:role/${name}`,
        CreateDate: '2026-01-01T00:00:00+00:00',
        AssumeRolePolicyDocument: document(trust),
        RolePolicyList:
          grants.length === 0 ? [] : [{ PolicyName: inline, PolicyDocument: document(...grants) }],
        AttachedManagedPolicies: managed
          ? [{ PolicyName: name, PolicyArn: `arn:aws:iam::${id}:policy/${name}` }]
          : [],
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        InstanceProfileList: [],
      }),
    ),
    UserDetailList: [],
    GroupDetailList: [],
    Policies: roles.flatMap(({ name, managed }, at) =>
      managed
        ? [
            {
              PolicyName: name,
              PolicyId: `ANPA${at}`,
              Arn: `arn:aws:iam::${id}:policy/${name}`,
              Path: '/',
              DefaultVersionId: 'v1',
              CreateDate: '2026-01-01T00:00:00+00:00',
              PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: document(managed) }],
            },
          ]
        : [],
    ),
  };
  const {
    roles: found,
    users,
    groups,
    managedPolicies,
    gaps,
  } = entitiesFromGaad(details, { partition: 'aws' });
  return sortedSnapshot({
    account: { id, partition: 'aws' },
    roles: found,
    managedPolicies,
    users,
    groups,
    coverage: { calls: [], gaps, notRecorded: [] },
  });
}

const IDS = [DEV_ID, QA_ID, PROD_ID];

/** What is proposed for accounts called `names`, with a list. */
export function suggestFor(
  accounts: readonly (readonly SmallRole[])[],
  { names = [], list = {} }: { names?: readonly string[]; list?: Record<string, readonly string[]> } = {},
): Suggestions {
  const sides = accounts.map((roles, at) => ({
    tag: ['one', 'two', 'three'][at]!,
    snapshot: accountOf(IDS[at]!, roles),
    names: names[at] === undefined ? [] : [names[at]],
  }));
  const entries = Object.entries(list).map(([placeholder, values]) => plainEntry(placeholder, values));
  return suggestEntries(sides, entries, { users: false, groups: false });
}

/** `accountname: dev qa`, one a line. */
export function told({ proposals }: Suggestions): string[] {
  return proposals.map(({ placeholder, values, match }) =>
    [`${placeholder}:`, ...values, ...(match === 'anywhere' ? [] : [`(${match})`])].join(' '),
  );
}

/** Why two words were left alone; undefined: they were not even looked at. */
export function doubtAbout({ leftAlone }: Suggestions, from: string, to: string): string | undefined {
  return leftAlone.find(({ judgement: { candidate } }) => candidate.from === from && candidate.to === to)
    ?.doubt;
}

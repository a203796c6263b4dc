import { makeEstate } from '../estate/make.js';

/**
 * Pairs of accounts that are hard in one way each. All are made as `makeEstate` makes its own: the two exports, the
 * equivalency list, and what a comparison must report.
 */

const ACCOUNTS = { dev: '123456789012', qa: '987654321098' };
const VERSION = '2012-10-17';

/** Every role has drift, of every kind in turn. */
export function everyRoleDrifted(roles) {
  return makeEstate({ roles, seed: 1, drift: 1 });
}

/** All roles have one policy and no other, and that has one action more on side 2. */
export function onePolicyForAll(roles) {
  const names = Array.from({ length: roles }, (_, number) => `worker-${number}`);
  const side = (tag) => {
    const arn = `arn:aws:iam::${ACCOUNTS[tag]}:policy/shared`;
    const actions = ['s3:Get*', 's3:List*', 'sqs:*', ...(tag === 'qa' ? ['sts:TagSession'] : [])];
    return {
      RoleDetailList: names.map((name) =>
        role(tag, name, { AttachedManagedPolicies: [{ PolicyName: 'shared', PolicyArn: arn }] }),
      ),
      Policies: [
        {
          PolicyName: 'shared',
          PolicyId: 'ANPASHARED',
          Arn: arn,
          Path: '/',
          DefaultVersionId: 'v1',
          CreateDate: CREATED,
          PolicyVersionList: [
            {
              VersionId: 'v1',
              IsDefaultVersion: true,
              CreateDate: CREATED,
              Document: document([{ Effect: 'Allow', Action: actions, Resource: '*' }]),
            },
          ],
        },
      ],
    };
  };
  return estate(side, {
    roles: names.map((name) => drifted(name, 'policy-edited')),
    policies: [{ name: 'shared', status: 'drifted' }],
  });
}

/** One role with as many statements, all of them different; one of them has drift. */
export function manyStatements(statements) {
  const side = (tag) => ({
    RoleDetailList: [
      role(tag, 'giant', {
        RolePolicyList: [
          {
            PolicyName: 'access',
            PolicyDocument: document(
              Array.from({ length: statements }, (_, number) => {
                const isDrift = tag === 'qa' && number === Math.floor(statements / 2);
                return { ...statement(number), ...(isDrift && { Action: 's3:DeleteObject' }) };
              }),
            ),
          },
        ],
      }),
    ],
  });
  return estate(side, { roles: [drifted('giant', 'action-changed')], policies: [] });
}

/** As many roles with one statement each, no two alike; in every second one it has drift. */
export function manyRolesOfOneStatement(roles) {
  const name = (number) => `single-${number}`;
  const side = (tag) => ({
    RoleDetailList: Array.from({ length: roles }, (_, number) =>
      role(tag, name(number), {
        RolePolicyList: [
          {
            PolicyName: 'access',
            PolicyDocument: document([
              {
                ...statement(number),
                ...(tag === 'qa' && number % 2 === 1 && { Action: 's3:DeleteObject' }),
              },
            ]),
          },
        ],
      }),
    ),
  });
  const odd = Array.from({ length: Math.floor(roles / 2) }, (_, index) => name(2 * index + 1));
  return estate(side, { roles: odd.map((one) => drifted(one, 'action-changed')), policies: [] });
}

/** One statement with as many actions and as many resources; side 2 has one resource more. */
export function actionsTimesResources(count) {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const side = (tag) => ({
    RoleDetailList: [
      role(tag, 'product', {
        RolePolicyList: [
          {
            PolicyName: 'access',
            PolicyDocument: document([
              {
                Effect: 'Allow',
                Action: numbers.map((number) => `s3:Action${number}`),
                Resource: [...numbers, ...(tag === 'qa' ? [count] : [])].map(
                  (number) => `arn:aws:s3:::bucket-${number}/*`,
                ),
              },
            ]),
          },
        ],
      }),
    ],
  });
  return estate(side, { roles: [drifted('product', 'resource-added')], policies: [] });
}

/**
 * The ordinary estate with a list of as many entries. Half of them are of names that stand in roles, on either side; the
 * other half match nothing.
 */
export function manyEquivalencies(roles, entries) {
  const made = makeEstate({ roles, seed: 1, drift: 0.02 });
  const apps = made.dev.RoleDetailList.flatMap(
    ({ RoleName }) => /^[a-z]+-\d{4}(?=-dev$)/.exec(RoleName) ?? [],
  );
  const used = apps.slice(0, Math.floor(entries / 2));
  const placeholders = new Map(used.map((app, index) => [app, `app${index}`]));
  const unused = Array.from({ length: entries - used.length - 1 }, (_, index) => [
    `absent${index}`,
    [`zzyzx-${index}-left`, `zzyzx-${index}-right`],
  ]);
  return {
    ...made,
    equivalencies: {
      ...made.equivalencies,
      ...Object.fromEntries(used.map((app) => [placeholders.get(app), [app, `${app}-renamed`]])),
      ...Object.fromEntries(unused),
    },
    drift: {
      roles: made.drift.roles.map((one) => ({ ...one, name: renamed(one.name, placeholders) })),
      policies: made.drift.policies.map((one) => ({ ...one, name: renamed(one.name, placeholders) })),
    },
  };
}

function renamed(name, placeholders) {
  return name.replace(/^[a-z]+-\d{4}/, (app) => (placeholders.has(app) ? `<${placeholders.get(app)}>` : app));
}

/**
 * The export of one account whose policies say little and mean much: each role may do anything in one service to ten
 * resources, so that it has ten rows for every action of the service.
 */
export function wholeServices(roles) {
  const resources = (number) =>
    Array.from(
      { length: 10 },
      (_, index) => `arn:aws:ec2:eu-west-1:${ACCOUNTS.dev}:instance/i-${number}${index}`,
    );
  return whole({
    RoleDetailList: Array.from({ length: roles }, (_, number) =>
      role('dev', `admin-${number}`, {
        RolePolicyList: [
          {
            PolicyName: 'access',
            PolicyDocument: document([{ Effect: 'Allow', Action: 'ec2:*', Resource: resources(number) }]),
          },
        ],
      }),
    ),
  });
}

const CREATED = '2020-01-01T00:00:00+00:00';

function statement(number) {
  return { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::bucket-${number}/*` };
}

function document(statements) {
  return { Version: VERSION, Statement: statements };
}

function drifted(name, kind) {
  return { kind, name, status: 'drifted' };
}

function role(tag, name, rest) {
  return {
    Path: '/',
    RoleName: name,
    RoleId: `AROA${tag}${name}`.toUpperCase().replace(/[^A-Z0-9]/g, ''),
    Arn: `arn:aws:iam::${ACCOUNTS[tag]}:role/${name}`,
    CreateDate: CREATED,
    AssumeRolePolicyDocument: document([
      { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]),
    InstanceProfileList: [],
    RolePolicyList: [],
    AttachedManagedPolicies: [],
    Tags: [],
    ...rest,
  };
}

function estate(side, drift) {
  return { dev: whole(side('dev')), qa: whole(side('qa')), equivalencies: {}, drift };
}

function whole(lists) {
  return { UserDetailList: [], GroupDetailList: [], Policies: [], ...lists };
}

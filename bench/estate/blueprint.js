import { uniqueId } from './random.js';
import { identityDocument, TRUSTS } from './shapes.js';

/** What a role is before it stands in an account: everything that both sides share. */
export function drawRole(number, { random, statements, aws, customers }) {
  const app = `${random.pick(APPS)}-${String(number).padStart(4, '0')}`;
  const inline = Array.from({ length: random.chance(0.2) ? 2 : 1 }, (_, index) => ({
    name: (env) => (index === 0 ? `${app}-access` : `${app}-${env}-extra`),
    statements: random.sample(statements, 1),
  }));
  const attached = new Set();
  const wanted = random.pick([1, 2, 3, 3, 4]);
  while (attached.size < wanted) {
    const draw = random.next();
    attached.add(
      draw < 0.55 ? random.pick(aws.popular) : draw < 0.8 ? random.pick(aws.pool) : random.pick(customers),
    );
  }
  return {
    app,
    number,
    path: random.chance(0.2) ? 'team' : '/',
    trust: random.pick(Object.keys(TRUSTS)),
    inline,
    attached: [...attached],
    isBounded: random.chance(0.15),
    isProfiled: random.chance(0.1),
    created: randomDate(random),
    tags: [
      { key: 'environment', value: ({ env }) => env },
      { key: 'cost-centre', value: () => String(1000 + (number % 40)) },
    ],
  };
}

const APPS = [
  'billing',
  'orders',
  'search',
  'catalogue',
  'mail',
  'reports',
  'ledger',
  'stock',
  'audit',
  'media',
];

function randomDate(random) {
  return new Date(Date.UTC(2019, 0, 1) + random.below(5 * 365 * 24 * 3600) * 1000)
    .toISOString()
    .replace('.000Z', '+00:00');
}

/** The role as GetAccountAuthorizationDetails tells it. */
export function placeRole(role, side) {
  const { env, account, random } = side;
  const name = `${role.app}-${env}`;
  const path = role.path === 'team' ? `/${env}/team/` : '/';
  return {
    Path: path,
    RoleName: name,
    RoleId: uniqueId('AROA', random),
    Arn: `arn:aws:iam::${account}:role${path}${name}`,
    CreateDate: role.created,
    AssumeRolePolicyDocument: TRUSTS[role.trust](role.app, side, role.number),
    InstanceProfileList: role.isProfiled ? [instanceProfile(name, side)] : [],
    RolePolicyList: role.inline.map((policy) => ({
      PolicyName: policy.name(env),
      PolicyDocument: identityDocument(policy.statements, role.app, side),
    })),
    AttachedManagedPolicies: role.attached.map((policy) => attachment(policy, side)),
    ...(role.isBounded && { PermissionsBoundary: boundary(side) }),
    Tags: role.tags.map(({ key, value }) => ({ Key: key, Value: value(side) })),
    RoleLastUsed: random.chance(0.4) ? { LastUsedDate: randomDate(random), Region: 'eu-west-1' } : {},
  };
}

function instanceProfile(name, { account, random }) {
  return {
    Path: '/',
    InstanceProfileName: name,
    InstanceProfileId: uniqueId('AIPA', random),
    Arn: `arn:aws:iam::${account}:instance-profile/${name}`,
    CreateDate: '2020-01-01T00:00:00+00:00',
    Roles: [],
  };
}

/** An AWS managed policy has an ARN of its own; a customer managed one is named per side. */
export function attachment(policy, side) {
  const name = typeof policy.name === 'function' ? policy.name(side.env) : policy.name;
  return { PolicyName: name, PolicyArn: policy.arn ?? `arn:aws:iam::${side.account}:policy/${name}` };
}

export const BOUNDARY = 'workload-boundary';

export function boundary({ account, env }) {
  return {
    PermissionsBoundaryType: 'Policy',
    PermissionsBoundaryArn: `arn:aws:iam::${account}:policy/${BOUNDARY}-${env}`,
  };
}

/** A service-linked role, which has the same name in every account. */
export function placeServiceLinkedRole(policy, { account, random }) {
  const service = `${policy.name.replace(/ServiceRolePolicy$/, '').toLowerCase()}.amazonaws.com`;
  const name = `AWSServiceRoleFor${policy.name.replace(/^(AWS|Amazon)/, '').replace(/ServiceRolePolicy$/, '')}`;
  const path = `/aws-service-role/${service}/`;
  return {
    Path: path,
    RoleName: name,
    RoleId: uniqueId('AROA', random),
    Arn: `arn:aws:iam::${account}:role${path}${name}`,
    CreateDate: '2020-01-01T00:00:00+00:00',
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    },
    InstanceProfileList: [],
    RolePolicyList: [],
    AttachedManagedPolicies: [{ PolicyName: policy.name, PolicyArn: policy.arn }],
    Tags: [],
    RoleLastUsed: {},
  };
}

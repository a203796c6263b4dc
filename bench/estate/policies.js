import { BOUNDARY } from './blueprint.js';
import { uniqueId } from './random.js';
import { identityDocument } from './shapes.js';

/** Customer managed policies that several roles share, and one per role in `dedicated`. */
export function drawCustomerPolicies(count, { random, statements }) {
  return Array.from({ length: count }, (_, index) =>
    drawCustomerPolicy(`shared-${String(index).padStart(4, '0')}`, { random, statements }),
  );
}

export function drawCustomerPolicy(app, { random, statements }) {
  return {
    app,
    name: (env) => `${app}-${env}-policy`,
    statements: random.sample(statements, 2 + random.below(4)),
  };
}

/** A customer managed policy in its account: two versions, the second in force. */
export function placeCustomerPolicy(policy, side) {
  const document = identityDocument(policy.statements, policy.app, side);
  const earlier = { ...document, Statement: document.Statement.slice(1) };
  return managed(policy.name(side.env), side, [earlier, document]);
}

export function placeBoundary(side) {
  return managed(`${BOUNDARY}-${side.env}`, side, [
    {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
        { Effect: 'Deny', Action: 's3:*', Resource: `arn:aws:s3:::audit-${side.env}/*` },
      ],
    },
  ]);
}

function managed(name, { account, random }, documents) {
  return {
    PolicyName: name,
    PolicyId: uniqueId('ANPA', random),
    Arn: `arn:aws:iam::${account}:policy/${name}`,
    ...COMMON,
    DefaultVersionId: `v${documents.length}`,
    PolicyVersionList: documents
      .map((Document, index) => version(`v${index + 1}`, index === documents.length - 1, Document))
      .reverse(),
  };
}

/** An AWS managed policy, which is the same in every account but for the count of its attachments. */
export function placeAwsPolicy({ name, arn, versions, defaultId }) {
  return {
    PolicyName: name,
    PolicyId: `ANPA${name
      .toUpperCase()
      .replace(/[^A-Z2-7]/g, '')
      .padEnd(17, 'A')
      .slice(0, 17)}`,
    Arn: arn,
    ...COMMON,
    DefaultVersionId: defaultId,
    PolicyVersionList: versions.map(({ id, document }) => version(id, id === defaultId, document)).reverse(),
  };
}

const COMMON = {
  Path: '/',
  AttachmentCount: 0,
  PermissionsBoundaryUsageCount: 0,
  IsAttachable: true,
  CreateDate: '2020-01-01T00:00:00+00:00',
  UpdateDate: '2021-01-01T00:00:00+00:00',
};

/** The policies with the counts that the roles make true. */
export function countUses(policies, roles) {
  const attached = countBy(
    roles.flatMap((role) => role.AttachedManagedPolicies.map(({ PolicyArn }) => PolicyArn)),
  );
  const bounding = countBy(roles.flatMap((role) => role.PermissionsBoundary?.PermissionsBoundaryArn ?? []));
  return policies.map((policy) => ({
    ...policy,
    AttachmentCount: attached.get(policy.Arn) ?? 0,
    PermissionsBoundaryUsageCount: bounding.get(policy.Arn) ?? 0,
  }));
}

function countBy(texts) {
  const counts = new Map();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function version(id, isDefault, document) {
  return {
    Document: document,
    VersionId: id,
    IsDefaultVersion: isDefault,
    CreateDate: '2020-01-01T00:00:00+00:00',
  };
}

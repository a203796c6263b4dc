/**
 * What drift does to a role of side 2, as GetAccountAuthorizationDetails tells it. Each must be seen after whatever list
 * was suggested; some look very much like a substitution. `side` and `other` are the two accounts.
 */
export const DRIFTS = {
  'action-swapped': (role) => statement(role, (one) => ({ ...one, Action: 'iam:CreateAccessKey' })),
  'action-added': (role) =>
    statement(role, (one) => ({ ...one, Action: [one.Action, 'sts:SetSourceIdentity'].flat() })),
  'made-deny': (role) => statement(role, (one) => ({ ...one, Effect: 'Deny' })),
  'resource-widened': needs('grant', 'bucket', (role) =>
    resources(role, (arn) => (arn.endsWith('/*') ? 'arn:aws:s3:::*' : arn)),
  ),
  'bucket-added': needs('grant', 'bucket', (role) =>
    statement(role, (one) => ({ ...one, Resource: [one.Resource, 'arn:aws:s3:::public-drop/*'].flat() })),
  ),
  'trust-in-other-account': (role, { other }) => trustAlso(role, `arn:aws:iam::${other.account}:root`),
  'trust-in-stranger': (role) => trustAlso(role, 'arn:aws:iam::444455556666:root'),
  'trust-replaced': (role) => trust(role, 'arn:aws:iam::444455556666:root'),
  'trust-moved-to-other-account': needs('trust', 'account', (role, { other }) =>
    trust(role, `arn:aws:iam::${other.account}:root`),
  ),
  'trust-moved-to-other-environment': needs('trust', 'ci', (role, { side, other }) =>
    trust(role, `arn:aws:iam::${side.account}:role/ci-${other.env}`),
  ),
  'trust-moved-to-stranger': needs('trust', 'account', (role) =>
    trust(role, 'arn:aws:iam::444455556666:root'),
  ),
  'external-id-changed': needs('trust', 'vendor', (role) => {
    role.AssumeRolePolicyDocument.Statement[0].Condition = {
      StringEquals: { 'sts:ExternalId': 'changed-by-hand' },
    };
  }),
  'subject-of-other-environment': needs('trust', 'federated', (role, { side, other }) => {
    const { StringLike } = role.AssumeRolePolicyDocument.Statement[0].Condition;
    const key = 'token.actions.githubusercontent.com:sub';
    StringLike[key] = StringLike[key].replace(side.env, other.env);
  }),
  'bucket-of-other-environment': needs('grant', 'bucket', (role, { side, other }) =>
    resources(role, (arn) => arn.replace(`-${side.env}-`, `-${other.env}-`)),
  ),
  'bucket-of-other-account': needs('grant', 'bucket', (role, { side, other }) =>
    resources(role, (arn) => arn.replace(`-${side.env}-`, `-${other.env}-`).replace(side.hash, other.hash)),
  ),
  'hash-changed': needs('grant', 'bucket', (role, { side }) =>
    resources(role, (arn) => arn.replace(side.hash, 'deadbeef')),
  ),
  'table-renamed': needs('grant', 'table', (role) => resources(role, (arn) => `${arn}-old`)),
  'table-of-other-environment': needs('grant', 'table', (role, { side, other }) =>
    resources(role, (arn) => arn.replace(`/${side.env}-`, `/${other.env}-`)),
  ),
  'pass-role-of-other-environment': needs('grant', 'deploy', (role, { side, other }) =>
    resources(role, (arn) => arn.replace(side.env, other.env)),
  ),
  'pass-role-of-other-account': needs('grant', 'deploy', (role, { side, other }) =>
    resources(role, (arn) => arn.replace(side.account, other.account)),
  ),
  'table-in-region-of-other-account': needs('grant', 'table', (role, { side, other }) =>
    resources(role, (arn) => arn.replace(side.region, other.region)),
  ),
  'secret-in-another-region': needs('grant', 'secret', (role, { side }) =>
    resources(role, (arn) => arn.replace(side.region, 'ap-southeast-2')),
  ),
  'queue-in-any-region': needs('grant', 'queue', (role, { side }) =>
    resources(role, (arn) => arn.replace(side.region, '*')),
  ),
  'region-condition-of-other-account': needs('grant', 'regional', (role, { other }) =>
    condition(role, { StringEquals: { 'aws:RequestedRegion': [other.region] } }),
  ),
  'region-condition-widened': needs('grant', 'regional', (role, { side }) =>
    condition(role, { StringEquals: { 'aws:RequestedRegion': [side.region, 'ap-southeast-2'] } }),
  ),
  'endpoint-changed': needs('grant', 'artifacts', (role) =>
    condition(role, { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }),
  ),
  'condition-removed': needs('grant', 'artifacts', (role) => condition(role, undefined)),
  'team-tag-changed': (role) => tag(role, 'team', 'marketing'),
  'centre-tag-changed': (role) => tag(role, 'cost-centre', '9999'),
  'path-changed': (role) => {
    role.Path = '/moved/';
    role.Arn = role.Arn.replace(/:role\/.*$/, `:role/moved/${role.RoleName}`);
  },
  'boundary-toggled': (role, { side }) => {
    if (role.PermissionsBoundary) delete role.PermissionsBoundary;
    else {
      role.PermissionsBoundary = {
        PermissionsBoundaryType: 'Policy',
        PermissionsBoundaryArn: `arn:aws:iam::${side.account}:policy/${side.env}-boundary`,
      };
    }
  },
};

/** A drift of roles that have this trust, or this as their first grant: anywhere else it would be too easy to see. */
function needs(what, value, change) {
  const fits = (blueprint) => (what === 'trust' ? blueprint.trust : blueprint.grants[0]) === value;
  return Object.assign(change, { fits });
}

/** Drift that needs more than the role: its absence, a stranger, and a stranger in its place that may do the same. */
export const STRUCTURAL_DRIFTS = ['missing', 'extra', 'replaced'];

export const DRIFT_KINDS = [...Object.keys(DRIFTS), ...STRUCTURAL_DRIFTS];

const document = (role) => role.RolePolicyList[0].PolicyDocument;

function statement(role, change) {
  const policy = document(role);
  policy.Statement = policy.Statement.map((one, index) => (index === 0 ? change(one) : one));
}

function resources(role, change) {
  statement(role, (one) => ({ ...one, Resource: [one.Resource].flat().map(change) }));
}

function condition(role, Condition) {
  statement(role, (one) => ({ ...one, Condition }));
}

function trust(role, arn) {
  role.AssumeRolePolicyDocument.Statement[0].Principal = { AWS: arn };
}

function trustAlso(role, arn) {
  role.AssumeRolePolicyDocument.Statement.push({
    Effect: 'Allow',
    Principal: { AWS: arn },
    Action: 'sts:AssumeRole',
  });
}

function tag(role, key, value) {
  role.Tags = role.Tags.map((one) => (one.Key === key ? { ...one, Value: value } : one));
}

import { boundary } from './blueprint.js';

/**
 * What drift does to a role of side 2. Each gets the role, as GetAccountAuthorizationDetails tells it, and may change
 * it at will; each must be seen when it is the only change.
 */
export const DRIFTS = {
  'action-added': (role) =>
    inlineStatement(role, (one) => ({ ...one, Action: [one.Action, 'sts:SetSourceIdentity'].flat() })),
  'resource-widened': (role) => inlineStatement(role, (one) => ({ ...one, Resource: '*' })),
  'allow-made-deny': (role) => inlineStatement(role, (one) => ({ ...one, Effect: 'Deny' })),
  'action-made-not-action': (role) =>
    inlineStatement(role, ({ Action, ...rest }) => ({ ...rest, NotAction: Action })),
  'condition-added': (role) =>
    inlineStatement(role, (one) => ({
      ...one,
      Condition: { ...one.Condition, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    })),
  'inline-added': (role) => {
    role.RolePolicyList.push({
      PolicyName: 'emergency',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: 'sts:TagSession', Resource: '*' },
      },
    });
  },
  'inline-removed': (role) => void role.RolePolicyList.pop(),
  'trust-principal-added': (role) => {
    const document = role.AssumeRolePolicyDocument;
    const foreign = { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' };
    role.AssumeRolePolicyDocument = { ...document, Statement: [...document.Statement, foreign] };
  },
  'managed-attached': (role) => {
    role.AttachedManagedPolicies.push({
      PolicyName: 'IAMReadOnlyAccess',
      PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess',
    });
  },
  'managed-detached': (role) => void role.AttachedManagedPolicies.pop(),
  'boundary-toggled': (role, side) => {
    if (role.PermissionsBoundary) delete role.PermissionsBoundary;
    else role.PermissionsBoundary = boundary(side);
  },
  'tag-changed': (role) => {
    role.Tags = role.Tags.map((tag) => (tag.Key === 'cost-centre' ? { ...tag, Value: '9999' } : tag));
  },
  'path-changed': (role) => {
    role.Path = '/moved/';
    role.Arn = `${role.Arn.slice(0, role.Arn.indexOf(':role/'))}:role/moved/${role.RoleName}`;
  },
};

/** Kinds that need more than the role: its absence, a twin, a policy of its own. */
export const STRUCTURAL_DRIFTS = ['missing', 'extra', 'policy-edited'];

export const DRIFT_KINDS = [...Object.keys(DRIFTS), ...STRUCTURAL_DRIFTS];

function inlineStatement(role, change) {
  const [policy] = role.RolePolicyList;
  policy.PolicyDocument = {
    ...policy.PolicyDocument,
    Statement: policy.PolicyDocument.Statement.map((one, index) => (index === 0 ? change(one) : one)),
  };
}

/** The same said in other words: order, Sid, scalar or list, case of actions, one statement split in two. No drift. */
export function rewrite(role) {
  role.RolePolicyList.reverse();
  role.AttachedManagedPolicies.reverse();
  role.Tags.reverse();
  for (const policy of role.RolePolicyList) {
    policy.PolicyDocument = {
      Id: 'rewritten',
      Statement: policy.PolicyDocument.Statement.flatMap(({ Action, Resource, Sid, ...rest }) =>
        [Action].flat().map((action, index) => ({
          ...rest,
          Sid: `${Sid}Part${index}`,
          Resource: Resource.length === 1 ? Resource[0] : [...Resource].reverse(),
          Action: action.toLowerCase(),
        })),
      ),
      Version: policy.PolicyDocument.Version,
    };
  }
}

/**
 * Statements as real policies have them, with resources of our own. `side` is `{ env, account }`: what differs between
 * the two accounts and is no drift.
 */

/** A resource of the service that the actions name, with the environment's name or the account's id in it. */
const RESOURCES = {
  s3: (app, { env }) => [`arn:aws:s3:::${app}-${env}`, `arn:aws:s3:::${app}-${env}/*`],
  dynamodb: (app, { env, account }) => [`arn:aws:dynamodb:eu-west-1:${account}:table/${app}-${env}`],
  sqs: (app, { env, account }) => [`arn:aws:sqs:eu-west-1:${account}:${app}-${env}-queue`],
  sns: (app, { env, account }) => [`arn:aws:sns:eu-west-1:${account}:${app}-${env}-topic`],
  kms: (app, { account }) => [`arn:aws:kms:eu-west-1:${account}:alias/${app}`],
  logs: (app, { env, account }) => [`arn:aws:logs:eu-west-1:${account}:log-group:/${env}/${app}:*`],
  secretsmanager: (app, { env, account }) => [
    `arn:aws:secretsmanager:eu-west-1:${account}:secret:${env}/${app}-*`,
  ],
  ssm: (app, { env, account }) => [`arn:aws:ssm:eu-west-1:${account}:parameter/${env}/${app}/*`],
  lambda: (app, { env, account }) => [`arn:aws:lambda:eu-west-1:${account}:function:${app}-${env}`],
  iam: (app, { env, account }) => [`arn:aws:iam::${account}:role/${app}-${env}`],
};

export function ownResources(service, app, side) {
  const make =
    RESOURCES[service] ?? ((name, { env, account }) => [`arn:aws:${service}:*:${account}:*/${name}-${env}`]);
  return make(app, side);
}

/** Statements that can be given resources of our own: up to four actions of one service, on anything. */
export function usableStatements(policies) {
  return policies.flatMap(({ versions }) =>
    [versions.at(-1).document.Statement].flat().flatMap((statement) => {
      const actions = [statement.Action ?? []].flat();
      const services = new Set(actions.map((action) => action.split(':')[0]));
      const fits =
        statement.Effect === 'Allow' &&
        actions.length >= 1 &&
        actions.length <= 4 &&
        services.size === 1 &&
        // Drift adds actions of STS: they must not be there already.
        !services.has('*') &&
        !services.has('sts') &&
        [statement.Resource].flat().includes('*');
      return fits ? [{ service: [...services][0], actions, condition: statement.Condition }] : [];
    }),
  );
}

/** A policy document of `count` statements. `scalars`: one-element lists are written as scalars. */
export function identityDocument(statements, app, side) {
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ service, actions, condition }, index) => ({
      Sid: `Statement${index}`,
      Effect: 'Allow',
      Action: actions.length === 1 ? actions[0] : actions,
      Resource: ownResources(service, app, side),
      ...(condition && { Condition: condition }),
    })),
  };
}

const SERVICES = ['ec2', 'lambda', 'ecs-tasks', 'states', 'glue', 'codebuild'];

/** Who may assume the role; drawn once per role, written per side. */
export const TRUSTS = {
  service: (app, side, number) => allow({ Service: `${SERVICES[number % SERVICES.length]}.amazonaws.com` }),
  account: (app, { account }) => allow({ AWS: `arn:aws:iam::${account}:root` }),
  role: (app, { env, account }) => allow({ AWS: `arn:aws:iam::${account}:role/${app}-deployer-${env}` }),
  vendor: (app) =>
    allow(
      { AWS: 'arn:aws:iam::111122223333:root' },
      { StringEquals: { 'sts:ExternalId': `${app}-external` } },
    ),
  federated: (app, { account, env }) =>
    allow(
      { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
      {
        StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
        StringLike: { 'token.actions.githubusercontent.com:sub': `repo:example/${app}:environment:${env}` },
      },
      'sts:AssumeRoleWithWebIdentity',
    ),
};

function allow(principal, condition, action = 'sts:AssumeRole') {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: principal, Action: action, ...(condition && { Condition: condition }) },
    ],
  };
}

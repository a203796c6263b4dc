import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  paginateListPolicies,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** A moto server on a free port of the loopback interface, with AWS's own policies loaded. */
export function startMoto(program) {
  const server = spawn(program, ['-H', '127.0.0.1', '-p', '0'], {
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((done, fail) => {
    createInterface({ input: server.stderr }).on('line', (line) => {
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (url) done({ url, stop: () => server.kill() });
    });
    server.once('error', fail);
    server.once('exit', (code) => fail(new Error(`moto_server ended with ${code}`)));
  });
}

/** One account of a moto server: credentials of a role in it say which. */
export async function motoAccount(url, accountId) {
  // What the SDK has to say about versions of Node is nothing that a bench can act upon.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const common = { endpoint: url, region: 'eu-west-1' };
  const sts = new STSClient({ ...common, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/filler`, RoleSessionName: 'bench' }),
  );
  const iam = new IAMClient({
    ...common,
    credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
    },
  });
  return { awsPolicies: () => awsPolicies(iam), fill: (side) => fill(iam, side) };
}

/** ARNs of the AWS managed policies that moto knows. */
async function awsPolicies(iam) {
  const arns = new Set();
  for await (const page of paginateListPolicies({ client: iam }, { Scope: 'AWS' })) {
    for (const { Arn } of page.Policies ?? []) arns.add(Arn);
  }
  return arns;
}

/** Creates the customer managed policies and roles of one side of an estate. */
async function fill(iam, { Policies, RoleDetailList }) {
  for (const policy of Policies.filter(({ Arn }) => !Arn.startsWith('arn:aws:iam::aws:'))) {
    const { Document } = policy.PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion);
    await iam.send(
      new CreatePolicyCommand({
        PolicyName: policy.PolicyName,
        Path: policy.Path,
        PolicyDocument: JSON.stringify(Document),
      }),
    );
  }
  for (const role of RoleDetailList) await createRole(iam, role);
}

async function createRole(iam, role) {
  const { RoleName } = role;
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      Path: role.Path,
      AssumeRolePolicyDocument: JSON.stringify(role.AssumeRolePolicyDocument),
      PermissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
      Tags: role.Tags,
    }),
  );
  for (const { PolicyName, PolicyDocument } of role.RolePolicyList) {
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) }),
    );
  }
  for (const { PolicyArn } of role.AttachedManagedPolicies) {
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }
}

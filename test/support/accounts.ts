import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccountAliasCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

export type Settings = Readonly<Record<string, string>>;

export interface WrittenProfiles {
  /** A temporary folder, the home of the environment below. */
  readonly folder: string;
  /** What a process needs to use these profiles, and no other. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Writes shared AWS files into a temporary folder. Keys go where `aws configure` puts them, into the credentials
 * file, all else into the config file. `extra` is more text for the config file: `[services x]`, `[sso-session x]`.
 */
export async function writeProfiles(
  profiles: Readonly<Record<string, Settings>>,
  extra = '',
): Promise<WrittenProfiles> {
  const folder = await mkdtemp(join(tmpdir(), 'iamdrift-profiles-'));
  const isSecret = (key: string): boolean =>
    /^aws_(access_key_id|secret_access_key|session_token)$/.test(key);
  const sections = (heading: (name: string) => string, wanted: (key: string) => boolean): string =>
    Object.entries(profiles)
      .map(([name, settings]) => [name, Object.entries(settings).filter(([key]) => wanted(key))] as const)
      .filter(([, lines]) => lines.length > 0)
      .map(([name, lines]) =>
        [heading(name), ...lines.map(([key, value]) => `${key} = ${value}`), ''].join('\n'),
      )
      .join('\n');
  const config = join(folder, 'config');
  const credentials = join(folder, 'credentials');
  const heading = (name: string): string => (name === 'default' ? '[default]' : `[profile ${name}]`);
  await writeFile(config, `${sections(heading, (key) => !isSecret(key))}\n${extra}`);
  await writeFile(
    credentials,
    sections((name) => `[${name}]`, isSecret),
  );
  return {
    folder,
    env: {
      HOME: folder,
      PATH: process.env.PATH ?? '',
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  };
}

export const KEYS: Settings = { aws_access_key_id: 'AKIAIOSFODNN7EXAMPLE', aws_secret_access_key: 'secret' };

/**
 * Profiles that reach accounts of one moto server as people reach theirs: keys of one account, and a role in each.
 * `{ 'dev-profile': '123456789012' }` makes the profiles `base` and `dev-profile`.
 */
export function roleProfiles(url: string, accounts: Settings): Record<string, Settings> {
  const reached = Object.entries(accounts).map(([name, accountId]) => [
    name,
    {
      role_arn: `arn:aws:iam::${accountId}:role/iamdrift-reader`,
      source_profile: 'base',
      external_id: 'drift',
      endpoint_url: url,
    },
  ]);
  return {
    base: { ...KEYS, endpoint_url: url },
    ...(Object.fromEntries(reached) as Record<string, Settings>),
  };
}

/** Twelve digits that no other test is likely to use: test files share one server. */
export function freshAccountId(): string {
  return String(Math.floor(1e11 + Math.random() * 8.9e11));
}

/** A client that acts in an account of a moto server. */
export async function accountClient(url: string, accountId: string): Promise<IAMClient> {
  const options = { endpoint: url, region: 'us-east-1' };
  const sts = new STSClient({ ...options, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/seed`, RoleSessionName: 'seed' }),
  );
  return new IAMClient({
    ...options,
    credentials: {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    },
  });
}

interface SeedPolicies {
  readonly inline?: Readonly<Record<string, object>>;
  /** ARNs. */
  readonly attached?: readonly string[];
}

export interface SeedRole extends SeedPolicies {
  readonly name: string;
  readonly path?: string;
  /** Default: EC2 may assume it. */
  readonly trust?: object;
  readonly description?: string;
  readonly maxSessionDuration?: number;
  readonly boundary?: string;
  readonly tags?: Settings;
  readonly instanceProfiles?: readonly string[];
}

export interface SeedUser extends SeedPolicies {
  readonly name: string;
  readonly boundary?: string;
  readonly tags?: Settings;
  readonly groups?: readonly string[];
}

export interface Seed {
  readonly alias?: string;
  readonly policies?: readonly { readonly name: string; readonly path?: string; readonly document: object }[];
  readonly roles?: readonly SeedRole[];
  readonly groups?: readonly (SeedPolicies & { readonly name: string })[];
  readonly users?: readonly SeedUser[];
}

/** A document of one statement: `statement({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' })`. */
export function statement(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

export const EC2_TRUST = statement({
  Effect: 'Allow',
  Principal: { Service: 'ec2.amazonaws.com' },
  Action: 'sts:AssumeRole',
});

/** Puts the entities into the account, policies and groups first, and returns the client that did it. */
export async function seedAccount(url: string, accountId: string, seed: Seed): Promise<IAMClient> {
  const iam = await accountClient(url, accountId);
  if (seed.alias) await iam.send(new CreateAccountAliasCommand({ AccountAlias: seed.alias }));
  for (const { name, path, document } of seed.policies ?? []) {
    const PolicyDocument = JSON.stringify(document);
    await iam.send(
      new CreatePolicyCommand({ PolicyName: name, ...(path && { Path: path }), PolicyDocument }),
    );
  }
  for (const group of seed.groups ?? []) await seedGroup(iam, group);
  for (const user of seed.users ?? []) await seedUser(iam, user);
  for (const role of seed.roles ?? []) await seedRole(iam, role);
  return iam;
}

/** Makes one role with all that hangs on it. */
export async function seedRole(iam: IAMClient, role: SeedRole): Promise<void> {
  const RoleName = role.name;
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify(role.trust ?? EC2_TRUST),
      Path: role.path,
      Description: role.description,
      MaxSessionDuration: role.maxSessionDuration,
      PermissionsBoundary: role.boundary,
      Tags: tagList(role.tags),
    }),
  );
  for (const [PolicyName, document] of Object.entries(role.inline ?? {})) {
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(document) }),
    );
  }
  for (const PolicyArn of role.attached ?? [])
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  for (const InstanceProfileName of role.instanceProfiles ?? []) {
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
  }
}

async function seedGroup(iam: IAMClient, group: SeedPolicies & { readonly name: string }): Promise<void> {
  const GroupName = group.name;
  await iam.send(new CreateGroupCommand({ GroupName }));
  for (const [PolicyName, document] of Object.entries(group.inline ?? {})) {
    await iam.send(
      new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument: JSON.stringify(document) }),
    );
  }
  for (const PolicyArn of group.attached ?? [])
    await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn }));
}

async function seedUser(iam: IAMClient, user: SeedUser): Promise<void> {
  const UserName = user.name;
  await iam.send(
    new CreateUserCommand({ UserName, PermissionsBoundary: user.boundary, Tags: tagList(user.tags) }),
  );
  for (const [PolicyName, document] of Object.entries(user.inline ?? {})) {
    await iam.send(
      new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument: JSON.stringify(document) }),
    );
  }
  for (const PolicyArn of user.attached ?? [])
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  for (const GroupName of user.groups ?? [])
    await iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
}

function tagList(tags: Settings | undefined) {
  return tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

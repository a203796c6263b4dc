import type { Gap, Group, Snapshot, User } from '../../../src/model/snapshot.js';
import { compare, type Compared } from './compare.js';
import { allow, documentOf, policy, type RoleSource, snapshotOf, trust } from './snapshots.js';

/** What stands for what: in each account its own, and in places the other's. */
export const LIST = { accountname: ['dev', 'qa'], bucket: ['b1a2', 'c3d4'] };

interface Own {
  readonly tag: string;
  readonly id: string;
  readonly bucket: string;
}

export const DEV: Own = { tag: 'dev', id: '123456789012', bucket: 'b1a2' };
export const QA: Own = { tag: 'qa', id: '987654321098', bucket: 'c3d4' };

/** Two accounts that differ wherever accounts can, in texts of which each has a name of its own account in it. */
export function placeholdersEverywhere(): Promise<Compared> {
  return compare(...accountsEverywhere(), {
    equivalencies: LIST,
    scope: { users: true, groups: true },
    waivers: `waivers:\n  - { roles: "app_<accountname>", reason: "CHG-1", owner: alice, expires: 2026-12-31 }\n`,
  });
}

/** Dev, then qa. */
export function accountsEverywhere(): readonly [Snapshot, Snapshot] {
  return [account(DEV, QA, false), account(QA, DEV, true)];
}

function account(own: Own, other: Own, isSecond: boolean): Snapshot {
  const { tag, id, bucket } = own;
  const roleArn = (name: string): string => `arn:aws:iam::${id}:role/${name}_${tag}`;
  const more = <T>(value: T): T[] => (isSecond ? [value] : []);
  const only = <T>(value: T): T[] => (isSecond ? [] : [value]);
  const roles: Record<string, RoleSource> = {
    [`app_${tag}`]: {
      path: `/${tag}/${isSecond ? 'new' : 'old'}/`,
      trust: policy(
        ...more({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: roleArn('ci') } }),
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } },
        {
          Effect: 'Deny',
          Action: isSecond ? 'sts:AssumeRole' : 'sts:*',
          NotPrincipal: { AWS: [roleArn('ci'), roleArn('admin')] },
          Condition: { StringEquals: { 'aws:PrincipalTag/env': `app-${tag}` } },
        },
      ),
      inline: {
        [`p_${tag}`]: policy(
          ...more({
            Effect: 'Allow',
            Action: 's3:PutObject',
            Resource: `arn:aws:s3:::app-${tag}-${bucket}/*`,
            Condition: { StringLike: { 's3:prefix': [`${tag}/*`, `home/${bucket}`] } },
          }),
          ...only({ Effect: 'Deny', Action: 's3:GetObject', Resource: `arn:aws:s3:::secret-${tag}/*` }),
          { Effect: 'Allow', Action: 's3:Get*', Resource: [`arn:aws:s3:::app-${tag}-${bucket}/*`] },
          {
            Effect: 'Allow',
            Action: isSecond ? 'ec2:*' : 'ec2:RunInstances',
            NotResource: [`arn:aws:ec2:eu-west-1:${id}:instance/${tag}-*`],
          },
        ),
      },
      attached: [`changed_${tag}`, ...more(`extra_${tag}`)],
      boundary: isSecond ? `limit2_${tag}` : `limit1_${tag}`,
      tags: { env: `${tag}-${isSecond ? 'two' : 'one'}`, [isSecond ? 'late' : 'early']: tag },
      instanceProfiles: [`profile_${tag}`, ...more(`profile2_${tag}`)],
    },
    // A boundary that says something else, and changes nothing that its policies allow.
    [`bounded_${tag}`]: {
      inline: { [`p_${tag}`]: allow('s3:GetObject', `arn:aws:s3:::app-${tag}/*`) },
      boundary: `quiet_${tag}`,
    },
    // What nobody can order exactly.
    [`opaque_${tag}`]: {
      inline: {
        p: allow('s3:GetObject', `arn:aws:s3:::app-${tag}/*`, {
          Condition: {
            'ForAnyValue:StringLike': {
              'aws:TagKeys': isSecond ? `\${aws:a}-${tag}` : `\${aws:b}-${tag}`,
            },
          },
        }),
      },
    },
    // Who names the other's things.
    [`crossing_${tag}`]: {
      trust: trust({ AWS: `arn:aws:iam::${DEV.id}:role/ci_${DEV.tag}` }),
      inline: {
        [`named_${DEV.tag}`]: allow('s3:GetObject', `arn:aws:s3:::app-${tag}/*`),
        [`refers_${tag}`]: allow('iam:PassRole', `arn:aws:iam::${id}:role/ci_${DEV.tag}`),
      },
      tags: { owner: DEV.tag },
    },
    // A bucket of each account: the second is told apart by a number.
    [`both_${tag}`]: {
      inline: {
        p: allow(
          ['s3:GetObject', ...more('s3:PutObject')],
          [`arn:aws:s3:::app-${tag}/*`, `arn:aws:s3:::app-${other.tag}/*`],
        ),
      },
    },
    [`lonely_${tag}${isSecond ? '2' : '1'}`]: { path: `/${tag}/` },
    [`unread_${tag}`]: {
      inline: {
        [`broken_${tag}`]: isSecond ? { Statement: 'x' } : allow('s3:GetObject', `arn:aws:s3:::app-${tag}/*`),
      },
    },
  };
  const changed = policy({
    Effect: 'Allow',
    Action: ['s3:GetObject', ...more('s3:PutObject')],
    Resource: `arn:aws:s3:::app-${tag}/*`,
    Condition: { StringEquals: { 's3:prefix': tag } },
  });
  // No identity policy has principals, and yet a file can.
  const odd = policy(
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', ...more('s3:PutObject')],
      Resource: '*',
      Principal: { AWS: roleArn('ci') },
    },
    {
      Effect: 'Deny',
      Action: ['s3:GetObject', ...more('s3:PutObject')],
      NotResource: `arn:aws:s3:::app-${tag}/*`,
      NotPrincipal: { AWS: roleArn('ci') },
    },
  );
  const quiet = allow(['s3:*', ...more('ec2:*')], '*');
  const snapshot = snapshotOf({
    id,
    roles,
    policies: {
      [`changed_${tag}`]: changed,
      [`odd_${tag}`]: odd,
      [`extra_${tag}`]: changed,
      [`limit1_${tag}`]: allow('*', `arn:aws:s3:::app-${tag}-${bucket}/*`),
      [`limit2_${tag}`]: allow('*', '*'),
      [`quiet_${tag}`]: quiet,
      [`lonely_${tag}${isSecond ? '2' : '1'}`]: changed,
    },
    users: [`alice_${tag}`],
    groups: [`team_${tag}`, `team2_${tag}`],
    gaps: [gap(`role:${roleArn('gone')}`)],
  });
  const inline = [
    {
      name: `p_${tag}`,
      document: documentOf(allow(['s3:GetObject', ...more('s3:PutObject')], `arn:aws:s3:::app-${tag}/*`)),
    },
  ];
  return {
    ...snapshot,
    users: snapshot.users.map((user): User => ({
      ...user,
      path: `/${tag}/${isSecond ? 'x' : 'y'}/`,
      groups: [`team_${tag}`, ...more(`team2_${tag}`)],
      inlinePolicies: inline,
    })),
    groups: snapshot.groups.map((group): Group => ({ ...group, inlinePolicies: inline })),
  };
}

function gap(subject: string): Gap {
  return { subject, api: 'iam:GetRole', reason: 'denied' };
}

import { describe, expect, it } from 'vitest';
import { compareSnapshots, judgeAccess } from '../../src/diff/index.js';
import { plainEntry } from '../../src/equivalency/list/index.js';
import { normaliseSides } from '../../src/equivalency/index.js';
import type { NormalisedSnapshot } from '../../src/model/normalised.js';
import type { EntityComparison } from '../../src/model/report.js';
import type { Role, Snapshot } from '../../src/model/snapshot.js';
import { ActionCatalogue } from '../../src/policy/catalogue.js';
import { parsePolicy } from '../../src/policy/parse.js';

const DEV = '123456789012';
const QA = '987654321098';
const LIST = [plainEntry('accountname', ['dev', 'qa'])];

interface Written {
  readonly inline?: readonly object[];
  readonly trust?: readonly object[];
}

const document = (statements: readonly object[]) =>
  parsePolicy({ Version: '2012-10-17', Statement: statements }, { partition: 'aws' });

const TRUST = [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }];

function account(id: string, { inline = [], trust = TRUST }: Written): Snapshot {
  const role: Role = {
    name: 'app',
    path: '/',
    arn: `arn:aws:iam::${id}:role/app`,
    id: `AROA${id}`,
    createDate: null,
    trustPolicy: document(trust),
    inlinePolicies: [{ name: 'inline', document: document(inline) }],
    attachedPolicies: [],
    permissionsBoundary: null,
    tags: [],
    instanceProfiles: [],
  };
  return {
    account: { id, partition: 'aws' },
    roles: [role],
    managedPolicies: [],
    users: [],
    groups: [],
    coverage: { calls: [], gaps: [], notRecorded: [] },
  };
}

async function judge(dev: Written, qa: Written): Promise<EntityComparison> {
  const snapshots = [account(DEV, dev), account(QA, qa)] as const;
  const scope = { users: false, groups: false };
  const compared = snapshots.map((snapshot, at) => ({ tag: ['dev', 'qa'][at]!, snapshot }));
  const [side1, side2] = normaliseSides(compared, LIST, scope).sides as [
    NormalisedSnapshot,
    NormalisedSnapshot,
  ];
  const comparison = compareSnapshots(side1, side2, new ActionCatalogue({}), scope);
  return (await judgeAccess(comparison, side1, side2)).roles[0]!;
}

const allow = (Action: string, Resource: string | string[]) => ({ Effect: 'Allow', Action, Resource });
const deny = (Action: string, Resource: string) => ({ Effect: 'Deny', Action, Resource });

describe('judgeAccess', () => {
  it('says what was gained, in names as they were compared', async () => {
    const { status, access } = await judge(
      { inline: [allow('s3:GetObject', 'arn:aws:s3:::app-dev/*')] },
      {
        inline: [
          allow('s3:GetObject', 'arn:aws:s3:::app-qa/*'),
          allow('s3:PutObject', 'arn:aws:s3:::app-qa/*'),
        ],
      },
    );
    expect(status).toBe('drifted');
    expect(access?.identity?.verdict).toBe('broader');
    expect(access?.identity?.gained[0]).toMatchObject({
      actions: ['s3:PutObject'],
      resources: ['arn:aws:s3:::app-<accountname>/*'],
    });
    expect(access?.identity?.gained[0]?.witness.request.resource).toContain('app-<accountname>/');
  });

  it('a covered statement more is reorganised', async () => {
    const { status } = await judge(
      { inline: [allow('s3:*', 'arn:aws:s3:::app-dev/*')] },
      { inline: [allow('s3:*', 'arn:aws:s3:::app-qa/*'), allow('s3:GetObject', 'arn:aws:s3:::app-qa/x')] },
    );
    expect(status).toBe('reorganised');
  });

  it('letters of a placeholder are no letters of a name: a Deny on *account* is not one on dev', async () => {
    const { status } = await judge(
      { inline: [deny('s3:*', '*account*'), allow('s3:GetObject', 'arn:aws:s3:::app-dev/x')] },
      { inline: [deny('s3:*', '*account*')] },
    );
    expect(status).toBe('drifted');
  });

  it('a placeholder has no length that ? could count', async () => {
    const { status } = await judge(
      { inline: [deny('s3:*', 'arn:aws:s3:::?'), allow('s3:GetObject', 'arn:aws:s3:::dev')] },
      { inline: [deny('s3:*', 'arn:aws:s3:::?')] },
    );
    expect(status).toBe('drifted');
  });

  it('both buckets are more than one, behind a wildcard too', async () => {
    const { status } = await judge(
      { inline: [allow('s3:GetObject', 'arn:aws:s3:::app-dev/*')] },
      { inline: [allow('s3:GetObject', ['arn:aws:s3:::app-dev/*', 'arn:aws:s3:::app-qa/*'])] },
    );
    expect(status).toBe('drifted');
  });

  it('knows which account is the own one: root of the other is broader', async () => {
    const trusting = (id: string) => [{ Effect: 'Allow', Principal: { AWS: id }, Action: 'sts:AssumeRole' }];
    const own = await judge({ trust: trusting(DEV) }, { trust: trusting(QA) });
    expect(own.status).toBe('same');
    const { status, access } = await judge(
      { trust: trusting(DEV) },
      { trust: [...trusting(QA), ...trusting(DEV)] },
    );
    expect(status).toBe('drifted');
    expect(access?.trust?.verdict).toBe('broader');
    expect(JSON.stringify(access?.trust?.gained)).toContain('<accountid-other>');
  });
});

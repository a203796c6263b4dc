import { describe, expect, it } from 'vitest';
import { compareSnapshots, judgeAccess } from '../../../src/diff/index.js';
import { normaliseSides } from '../../../src/equivalency/index.js';
import { parseEquivalencyList } from '../../../src/equivalency/list/index.js';
import type { NormalisedSnapshot } from '../../../src/model/normalised.js';
import type { EntityAccess } from '../../../src/model/report.js';
import type { Snapshot } from '../../../src/model/snapshot.js';
import { ActionCatalogue } from '../../../src/policy/catalogue.js';
import { allow, policy, type RoleSource, snapshotOf, type Source } from '../../report/support/snapshots.js';

const DEV = '123456789012';
const QA = '987654321098';
const SCOPE = { users: false, groups: false };

/** Compares a role that both accounts have; `list` is the text of an equivalency list. */
function judge(...compared: Parameters<typeof judgeRole> extends [string, ...infer Rest] ? Rest : never) {
  return judgeRole('app', ...compared);
}

async function judgeRole(
  role: string,
  dev: Snapshot,
  qa: Snapshot,
  list = '{"env": ["dev", "qa"]}',
  options?: Parameters<typeof normaliseSides>[3],
): Promise<EntityAccess> {
  const compared = [
    { tag: 'dev', snapshot: dev },
    { tag: 'qa', snapshot: qa },
  ];
  const [side1, side2] = normaliseSides(compared, parseEquivalencyList(list, 'list'), SCOPE, options)
    .sides as unknown as readonly [NormalisedSnapshot, NormalisedSnapshot];
  const comparison = compareSnapshots(side1, side2, new ActionCatalogue({}), SCOPE);
  const { roles } = await judgeAccess(comparison, side1, side2);
  return roles.find(({ name }) => name === role)!.access!;
}

const account = (id: string, role: RoleSource): Snapshot => snapshotOf({ id, roles: { app: role } });
const inline = (...sources: readonly Source[]): RoleSource => ({
  inline: Object.fromEntries(sources.map((source, at) => [`p${at}`, source])),
});
const both = (dev: Source, qa: Source, list?: string) =>
  judge(account(DEV, inline(dev)), account(QA, inline(qa)), list);

describe('access in the words of the accounts', () => {
  it('takes what was added from side 2, what was removed from side 1, and asks each side in its own words', async () => {
    const { identity } = await both(
      policy(
        { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::old-dev/*' },
        { Effect: 'Deny', Action: 'sqs:*', Resource: 'arn:aws:sqs:*:*:dev-*' },
      ),
      allow('s3:GetObject', 'arn:aws:s3:::new-qa/*'),
    );
    const raw = [...identity!.gained, ...identity!.lost].map((one) => [
      one.cause,
      one.raw!.resources,
      one.witness.raw!.side1?.resource,
      one.witness.raw!.side2?.resource,
    ]);
    expect(raw).toEqual([
      ['allow added', ['arn:aws:s3:::new-qa/*'], 'arn:aws:s3:::new-dev/x', 'arn:aws:s3:::new-qa/x'],
      [
        'deny removed',
        ['arn:aws:sqs:*:*:dev-*'],
        expect.stringMatching(/:dev-/),
        expect.stringMatching(/:qa-/),
      ],
      ['allow removed', ['arn:aws:s3:::old-dev/*'], 'arn:aws:s3:::old-dev/x', 'arn:aws:s3:::old-qa/x'],
    ]);
  });

  it('knows what an account itself is called, also where no document names it', async () => {
    const { identity } = await both(
      allow('s3:GetObject', '*'),
      policy(
        { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
        { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: `arn:aws:sqs:eu-west-1:${QA}:jobs-qa` },
      ),
    );
    expect(identity!.gained[0]!.witness).toMatchObject({
      request: { resource: 'arn:aws:sqs:eu-west-1:<accountid>:jobs-<env>' },
      raw: {
        side1: { resource: `arn:aws:sqs:eu-west-1:${DEV}:jobs-dev` },
        side2: { resource: `arn:aws:sqs:eu-west-1:${QA}:jobs-qa` },
      },
    });
  });

  it('finds among several values of one placeholder the one that is answered so', async () => {
    const list = '{"env": {"accounts": {"dev": ["dev", "development"], "qa": ["qa", "quality"]}}}';
    const { identity } = await both(
      allow('s3:GetObject', ['arn:aws:s3:::app-dev/*', 'arn:aws:s3:::job-development/*']),
      allow(['s3:GetObject'], ['arn:aws:s3:::app-qa/*']),
      list,
    );
    expect(identity!.lost[0]).toMatchObject({
      raw: { resources: ['arn:aws:s3:::job-development/*'] },
      witness: { raw: { side1: { resource: 'arn:aws:s3:::job-development/x' } } },
    });
  });

  it('tells all texts that one stands for, and no other: those of statements about these actions', async () => {
    const list = '{"env": {"accounts": {"dev": ["dev", "development", "devel"], "qa": "qa"}}}';
    const { identity } = await judge(
      account(
        DEV,
        inline(
          allow('s3:GetObject', 'arn:aws:s3:::app-dev/*'),
          allow('s3:Get*', 'arn:aws:s3:::app-development/*'),
          allow('ec2:*', 'arn:aws:s3:::app-devel/*'),
        ),
      ),
      account(QA, inline(allow(['ec2:*', 's3:ListBucket'], 'arn:aws:s3:::app-qa/*'))),
      list,
    );
    expect(identity!.lost).toMatchObject([
      {
        resources: ['arn:aws:s3:::app-<env>/*'],
        raw: { resources: ['arn:aws:s3:::app-dev/*', 'arn:aws:s3:::app-development/*'] },
      },
    ]);
  });

  it('tells no request that the account does not answer so: `d*` matches dev, and no placeholder', async () => {
    const { identity } = await both(
      allow('s3:GetObject', 'arn:aws:s3:::d*'),
      policy(
        { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::d*' },
        { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::qa/*' },
      ),
    );
    expect(identity!.gained[0]).toMatchObject({
      raw: { resources: ['arn:aws:s3:::qa/*'] },
      witness: { raw: { side1: null, side2: { resource: 'arn:aws:s3:::qa/x' } } },
    });
  });

  it('knows brackets of the account from those of a placeholder', async () => {
    const { identity } = await both(
      allow('s3:GetObject', '*'),
      policy(
        { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
        { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::app-qa/<env>/<<x' },
      ),
    );
    expect(identity!.gained[0]).toMatchObject({
      raw: { resources: ['arn:aws:s3:::app-qa/<env>/<<x'] },
      witness: {
        raw: {
          side1: { resource: 'arn:aws:s3:::app-dev/<env>/<<x' },
          side2: { resource: 'arn:aws:s3:::app-qa/<env>/<<x' },
        },
      },
    });
  });

  it('an id that an entry replaces elsewhere alone stays', async () => {
    const { identity } = await judge(
      account(DEV, inline(allow('s3:GetObject', `arn:aws:s3:::b-${DEV}/*`))),
      account(QA, inline(allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::b-${DEV}/*`))),
      `{"id": {"values": ["${DEV}", "${QA}"], "in": ["principal"]}}`,
    );
    expect(identity!.gained[0]).toMatchObject({
      raw: { resources: [`arn:aws:s3:::b-${DEV}/*`] },
      witness: { raw: { side2: { resource: `arn:aws:s3:::b-${DEV}/x` } } },
    });
  });

  it('suffixes of IAM Identity Center and values that a pattern found', async () => {
    const sso = (id: string, suffix: string): string =>
      `arn:aws:iam::${id}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_${suffix}`;
    const side = (id: string, suffix: string, ticket: string, actions: string[]): Snapshot =>
      snapshotOf({
        id,
        roles: {
          app: {
            trust: policy({
              Effect: 'Allow',
              Action: actions,
              Principal: { AWS: sso(id, suffix) },
              Condition: { StringEquals: { 'aws:PrincipalTag/ticket': ticket } },
            }),
          },
          [`AWSReservedSSO_Admin_${suffix}`]: { path: '/aws-reserved/sso.amazonaws.com/' },
        },
      });
    const compared = await judgeRole(
      'app',
      side(DEV, '0123456789abcdef', 'CHG-1', ['sts:AssumeRole']),
      side(QA, 'fedcba9876543210', 'CHG-22', ['sts:AssumeRole', 'sts:TagSession']),
      '{"ticket": {"values": ["CHG-[0-9]+"], "match": "regex"}}',
    );
    expect(compared.trust!.gained[0]).toMatchObject({
      principals: [`AWS ${sso('<accountid>', '<sso>')}`],
      conditions: ['StringEquals aws:PrincipalTag/ticket <ticket>'],
      raw: {
        principals: [`AWS ${sso(QA, 'fedcba9876543210')}`],
        conditions: ['StringEquals aws:PrincipalTag/ticket CHG-22'],
      },
      witness: {
        raw: {
          side1: {
            principal: { value: sso(DEV, '0123456789abcdef') },
            context: { 'aws:PrincipalTag/ticket': ['CHG-1'] },
          },
          side2: {
            principal: { value: sso(QA, 'fedcba9876543210') },
            context: { 'aws:PrincipalTag/ticket': ['CHG-22'] },
          },
        },
      },
    });
  });

  it('the partition of each side', async () => {
    const china = (snapshot: Snapshot): Snapshot => ({
      ...snapshot,
      account: { ...snapshot.account, partition: 'aws-cn' },
    });
    const { identity } = await judge(
      account(DEV, inline(allow('s3:GetObject', 'arn:aws:s3:::app/*'))),
      china(account(QA, inline(allow(['s3:GetObject', 's3:PutObject'], 'arn:aws-cn:s3:::app/*')))),
      '{}',
      { automatic: { off: new Set(), ignorePartition: true }, onCollision: 'error' },
    );
    expect(identity!.gained[0]).toMatchObject({
      resources: ['arn:aws:s3:::app/*'],
      raw: { resources: ['arn:aws-cn:s3:::app/*'] },
      witness: {
        raw: { side1: { resource: 'arn:aws:s3:::app/x' }, side2: { resource: 'arn:aws-cn:s3:::app/x' } },
      },
    });
  });

  it('the conditions of a reason, of both sides where each has its own', async () => {
    const opaque = (variable: string, tag: string): Source =>
      allow('s3:GetObject', '*', {
        Condition: { 'ForAnyValue:StringLike': { 'aws:TagKeys': `\${aws:${variable}}-${tag}` } },
      });
    const { identity } = await both(opaque('a', 'dev'), opaque('b', 'qa'));
    expect(identity!.reasons[0]).toContain('<env>');
    expect(identity!.rawReasons).toEqual(
      identity!.reasons.map((reason) =>
        reason.replace('${aws:a}-<env>', '${aws:a}-dev').replace('${aws:b}-<env>', '${aws:b}-qa'),
      ),
    );
  });
});

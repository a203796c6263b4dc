import { describe, expect, it } from 'vitest';
import { terminalReport } from '../../src/report/index.js';
import { inline, type Policies, reportOf } from './support/role-pairs.js';
import { allow, policy, type RoleSource, trust } from './support/snapshots.js';

const ELSEWHERE = '111111111111';

/** What the terminal says of the one role `a`, line by line, without its documents and fingerprints. */
async function saidOf(
  one: RoleSource,
  two: RoleSource,
  { full = false, policies = {} }: { full?: boolean; policies?: Policies } = {},
): Promise<string[]> {
  const report = await reportOf({ a: [one, two] }, policies);
  const lines = terminalReport(report, { color: false, full, width: 500 }).split('\n');
  const start = lines.indexOf('  a');
  const end = lines.indexOf('', start);
  return lines
    .slice(start + 1, end)
    .filter((line) => /^ {4}[-+~?] /.test(line))
    .map((line) => line.replace(/ {2}[0-9a-f]{20}$/, '').trim());
}

describe('what the terminal says about access', () => {
  it('names what only one side can do', async () => {
    const lines = await saidOf(
      inline(allow('s3:DeleteObject', 'arn:aws:s3:::b/*')),
      inline(allow('s3:PutObject', 'arn:aws:s3:::b/*')),
    );
    expect(lines).toEqual([
      '+ qa can also s3:PutObject on arn:aws:s3:::b/*',
      "- dev can s3:DeleteObject on arn:aws:s3:::b/*; qa can't",
      '~ what it may do: incomparable',
      '~ the inline policy p differs',
    ]);
  });

  it('adds an example and the rows with full', async () => {
    const lines = await saidOf(
      inline(allow('s3:DeleteObject', 'arn:aws:s3:::b/*')),
      inline(allow(['s3:DeleteObject', 's3:PutObject'], 'arn:aws:s3:::b/*')),
      { full: true },
    );
    expect(lines).toEqual([
      '+ qa can also s3:PutObject on arn:aws:s3:::b/*',
      '+ for example s3:PutObject on arn:aws:s3:::b/x: not allowed in dev, allowed in qa',
      '~ what it may do: broader',
      '+ qa has s3:PutObject on arn:aws:s3:::b/* (inline policy p)',
    ]);
  });

  it('names denies that came and went, and conditions', async () => {
    const deny = (action: string, more: object = {}): Record<string, unknown> => ({
      Effect: 'Deny',
      Action: action,
      Resource: 'arn:aws:s3:::b/*',
      ...more,
    });
    const allowed = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
    const condition = { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } };
    const lines = await saidOf(
      inline(policy(allowed, deny('s3:GetObject'))),
      inline(policy(allowed, deny('s3:PutObject', condition))),
    );
    expect(lines.slice(0, 3)).toEqual([
      '+ qa no longer denies s3:GetObject on arn:aws:s3:::b/*',
      '- qa also denies s3:PutObject on arn:aws:s3:::b/* if StringEquals aws:RequestedRegion eu-west-1',
      '~ what it may do: incomparable',
    ]);
  });

  it('says everything where every action or all but some are meant', async () => {
    const all = await saidOf({}, inline(allow('*', '*')));
    expect(all[0]).toBe('+ qa can also do everything (*) on *');
    const but = policy({ Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::x' });
    const most = await saidOf({}, inline(but));
    expect(most[0]).toBe('+ qa can also do everything but iam:* on everything but arn:aws:s3:::x');
  });

  it('says both verdicts where today differs', async () => {
    const lines = await saidOf({}, inline(allow('s3:GetObject', 'arn:aws:s3:::bucket')));
    expect(lines.slice(0, 2)).toEqual([
      '+ qa can also s3:GetObject on arn:aws:s3:::bucket (no such request can be made today)',
      '~ what it may do: broader, today equivalent',
    ]);
  });

  it('gives the reason for unknown, and the rows', async () => {
    const less = (value: string): RoleSource =>
      inline(allow('s3:GetObject', '*', { Condition: { NumericLessThan: { 'made:up': value } } }));
    const lines = await saidOf(less('${a:b}1'), less('${a:c}1'));
    expect(lines[0]).toMatch(/^\? what it may do: unknown \(.*\$\{a:b\}1.*\)$/);
    expect(lines.filter((line) => line.includes('has s3:GetObject'))).toHaveLength(2);
  });

  it('tells of a boundary by its rows where access is the same', async () => {
    const role = inline(allow('s3:GetObject', '*'));
    const policies = { narrow: allow('s3:*', '*'), wide: allow('*', '*') };
    const one = { ...role, boundary: 'narrow' };
    expect(await saidOf(one, { ...role, boundary: 'wide' }, { policies })).toEqual([
      '~ what it may do: the same, written differently',
      '~ the permissions boundary is arn:aws:iam::<accountid>:policy/narrow in dev, arn:aws:iam::<accountid>:policy/wide in qa',
      '+ qa has every action (*) on * (permissions boundary wide)',
    ]);
  });

  it('blames the boundary where it makes the difference', async () => {
    const role = inline(allow(['s3:GetObject', 'iam:GetRole'], '*'));
    const policies = { narrow: allow('s3:*', '*'), wide: allow('*', '*') };
    const [narrow, wide] = [
      { ...role, boundary: 'narrow' },
      { ...role, boundary: 'wide' },
    ];
    expect((await saidOf(narrow, wide, { policies }))[0]).toBe(
      '+ qa can also iam:GetRole on * (its permissions boundary lets it)',
    );
    expect((await saidOf(wide, narrow, { policies }))[0]).toBe(
      "- dev can iam:GetRole on *; qa can't (its permissions boundary keeps it from that)",
    );
  });

  it('shows rows of what could not be judged, since a document is unreadable', async () => {
    const one = { inline: { bad: 'no', p: allow('s3:GetObject', '*') } };
    const two = { inline: { bad: 'no', p: allow('s3:PutObject', '*') } };
    const lines = await saidOf(one, two);
    expect(lines[0]).toBe('? access: unknown (a document could not be read)');
    expect(lines).toContain('+ qa has s3:PutObject on * (inline policy p)');
    expect(lines.some((line) => line.startsWith('? the inline policy bad could not be compared'))).toBe(true);
  });
});

describe('what the terminal says about who may assume a role', () => {
  const EC2 = trust({ Service: 'ec2.amazonaws.com' });
  const first = async (one: RoleSource['trust'], two: RoleSource['trust']): Promise<string> =>
    (await saidOf({ trust: one! }, { trust: two! }))[0]!;

  it('names accounts, and that they have the last word', async () => {
    const root = `arn:aws:iam::${ELSEWHERE}:root`;
    const both = trust({ AWS: root, Service: 'ec2.amazonaws.com' });
    expect(await first(EC2, both)).toBe(`+ qa can also be assumed by AWS ${root} (left to that account)`);
    expect(await first(both, EC2)).toBe(
      `- dev can be assumed by AWS ${root} (left to that account); qa can't`,
    );
  });

  it('names services, and conditions', async () => {
    const lambda = trust({ Service: 'lambda.amazonaws.com' });
    const lines = await saidOf({ trust: EC2 }, { trust: lambda });
    expect(lines.slice(0, 3)).toEqual([
      '+ qa can also be assumed by Service lambda.amazonaws.com',
      "- dev can be assumed by Service ec2.amazonaws.com; qa can't",
      '~ who may assume it: incomparable',
    ]);
    const condition = { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } };
    const root = { AWS: `arn:aws:iam::${ELSEWHERE}:root` };
    expect(await first(trust(root, condition), trust(root, condition))).toBeUndefined();
    expect(await first(policy(), trust(root, condition))).toBe(
      `+ qa can also be assumed by AWS arn:aws:iam::${ELSEWHERE}:root if StringEquals sts:ExternalId x (left to that account)`,
    );
  });

  it('names the way of federated principals, and other actions', async () => {
    const provider = { Federated: `arn:aws:iam::${ELSEWHERE}:saml-provider/x` };
    const saml = policy({ Effect: 'Allow', Action: 'sts:AssumeRoleWithSAML', Principal: provider });
    expect(await first(policy(), saml)).toBe(
      `+ qa can also be assumed by Federated ${provider.Federated} with sts:AssumeRoleWithSAML`,
    );
    const tag = policy(
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } },
      { Effect: 'Allow', Action: 'sts:TagSession', Principal: { Service: 'ec2.amazonaws.com' } },
    );
    expect(await first(EC2, tag)).toBe('+ qa also lets Service ec2.amazonaws.com call sts:TagSession');
    expect(await first(tag, EC2)).toBe(
      "- dev lets Service ec2.amazonaws.com call sts:TagSession; qa doesn't",
    );
  });

  it('names denies', async () => {
    const granted = {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'ec2.amazonaws.com' },
    };
    const denied = policy(granted, { Effect: 'Deny', Action: 'sts:AssumeRole', Principal: '*' });
    expect(await first(EC2, denied)).toBe('- qa also denies everyone (*) sts:AssumeRole');
    expect(await first(denied, EC2)).toBe('+ qa no longer denies everyone (*) sts:AssumeRole');
  });

  it('does not call a service’s access left to an account', async () => {
    const mixed = trust({ AWS: `arn:aws:iam::${ELSEWHERE}:root`, Service: 'lambda.amazonaws.com' });
    const lines = await saidOf({ trust: policy() }, { trust: mixed });
    expect(lines.slice(0, 2).sort()).toEqual([
      `+ qa can also be assumed by AWS arn:aws:iam::${ELSEWHERE}:root (left to that account)`,
      '+ qa can also be assumed by Service lambda.amazonaws.com',
    ]);
  });
});

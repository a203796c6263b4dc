import { beforeAll, describe, expect, it } from 'vitest';
import type { PolicyDocument } from '../../../src/model/policy.js';
import { compareAccess, loadServiceData, type ServiceData } from '../../../src/policy/access/index.js';
import { parsePolicy } from '../../../src/policy/parse.js';

let data: ServiceData;
beforeAll(async () => {
  data = await loadServiceData(['s3', 'ec2', 'sqs', 'iam', 'sts']);
});

function policy(...statements: object[]): PolicyDocument {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: statements }, { partition: 'aws' });
  if (parsed.kind !== 'policy') throw new Error(parsed.reason);
  return parsed;
}

const allow = (Action: string | string[], Resource: string | string[] = '*', Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});

const identity = (before: object[], after: object[], limits: { before?: object[]; after?: object[] } = {}) =>
  compareAccess(
    {
      type: 'identity',
      before: { policies: [policy(...before)], boundary: limits.before ? policy(...limits.before) : null },
      after: { policies: [policy(...after)], boundary: limits.after ? policy(...limits.after) : null },
    },
    data,
  );

describe('identity policies', () => {
  it('takes what is written differently for the same', () => {
    const split = [allow('s3:GetObject', 'arn:aws:s3:::a/*'), allow('s3:PutObject', 'arn:aws:s3:::a/*')];
    expect(identity([allow(['s3:getobject', 's3:PutObject'], 'arn:aws:s3:::a/*')], split).verdict).toBe(
      'equivalent',
    );
    expect(identity([allow('s3:*')], [allow('s3:*'), allow('s3:GetObject')]).verdict).toBe('equivalent');
  });

  it.each([
    // Region and kind of resource are open; the one is AWS's default, the other what the action works on.
    ['sqs:SendMessage', 'arn:aws:sqs:*:111122223333:*-app', 'arn:aws:sqs:us-east-1:111122223333:x-app'],
    [
      'ec2:StartInstances',
      'arn:aws:ec2:*:111122223333:*/app',
      /^arn:aws:ec2:us-east-1:111122223333:[a-z-]+\/app$/,
    ],
    ['iam:GetRole', 'arn:aws:iam::111122223333:*/app', 'arn:aws:iam::111122223333:role/app'],
    ['iam:GetRole', 'arn:*:iam::*:*app', /^arn:aws:iam::\d{12}:role\/app$/],
    ['s3:PutObject', 'arn:aws:s3:::*/app', /^arn:aws:s3:::[^/]+\/app$/],
  ])('proves that %s on %s was gained with a readable resource', (action, pattern, readable) => {
    const { verdict, today, gained } = identity([], [allow(action, pattern)]);
    expect([verdict, today]).toEqual(['broader', 'broader']);
    expect(gained[0]?.witness.request.resource).toMatch(
      typeof readable === 'string' ? new RegExp(`^${readable}$`) : readable,
    );
  });

  it('tells what was gained, with a request that can be made', () => {
    const { verdict, today, gained, lost } = identity(
      [allow(['s3:Get*'], 'arn:aws:s3:::app1/shared/*')],
      [allow(['s3:Get*', 's3:PutObject'], 'arn:aws:s3:::app1/shared/*')],
    );
    expect([verdict, today]).toEqual(['broader', 'broader']);
    expect(lost).toEqual([]);
    expect(gained).toMatchObject([
      {
        direction: 'gained',
        actions: ['s3:PutObject'],
        resources: ['arn:aws:s3:::app1/shared/*'],
        cause: 'allow added',
        witness: {
          request: { action: 's3:PutObject', resource: 'arn:aws:s3:::app1/shared/x' },
          before: 'not-allowed',
          after: 'allowed',
          today: true,
        },
      },
    ]);
  });

  it('keeps the two worlds apart', () => {
    const names = [...data.get('s3')!.actions.values()]
      .map(({ name }) => name)
      .filter((name) => name.startsWith('Get'));
    const written = identity([allow('s3:Get*')], [allow(names.map((name) => `s3:${name}`))]);
    expect([written.verdict, written.today]).toEqual(['narrower', 'equivalent']);
    expect(written.lost[0]?.actions).toEqual(['s3:Get*']);
    expect(written.lost[0]?.witness.today).toBe(false);
    const ineffective = identity([], [allow('s3:GetObject', 'arn:aws:s3:::bucket')]);
    expect([ineffective.verdict, ineffective.today]).toEqual(['broader', 'equivalent']);
  });

  it('counts a Deny that goes as broader, also where nothing is allowed', () => {
    const deny = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
    const { verdict, gained } = identity([deny], []);
    expect(verdict).toBe('broader');
    expect(gained[0]).toMatchObject({
      cause: 'deny removed',
      witness: { before: 'explicitly-denied', after: 'not-allowed' },
    });
  });

  it('lets a Deny hide an added Allow', () => {
    const deny = { Effect: 'Deny', Action: 's3:Put*', Resource: '*' };
    expect(identity([deny], [deny, allow('s3:PutObject')]).verdict).toBe('equivalent');
  });

  it('limits by the boundary, and tells that it was the boundary', () => {
    const wide = { before: [allow('s3:*')], after: [allow(['s3:*', 'sqs:*'])] };
    expect(identity([allow('s3:*')], [allow('s3:*')], wide).verdict).toBe('equivalent');
    const { verdict, gained } = identity([allow('*')], [allow('*')], wide);
    expect(verdict).toBe('broader');
    expect(gained[0]).toMatchObject({ cause: 'boundary widened', actions: ['sqs:*'] });
    expect(identity([allow('ec2:*')], [allow('ec2:*')], { after: [allow('s3:*')] }).verdict).toBe('narrower');
  });

  it('relates conditions on one key', () => {
    const region = (operator: string, value: string | string[]) => [
      allow('s3:*', '*', { [operator]: { 'aws:RequestedRegion': value } }),
    ];
    expect(identity(region('StringEquals', 'eu-west-1'), region('StringLike', 'eu-*')).verdict).toBe(
      'broader',
    );
    expect(identity(region('StringEquals', ['a', 'b']), region('StringNotEquals', ['c'])).verdict).toBe(
      'broader',
    );
    expect(identity(region('StringNotEquals', 'a'), region('StringNotEquals', ['a', 'b'])).verdict).toBe(
      'narrower',
    );
    const both = [...region('StringEquals', 'a'), ...region('StringNotEquals', 'a')];
    expect(identity(both, [allow('s3:*')]).verdict).toBe('equivalent');
  });

  it('answers unknown, and names why, where a variable may be the literal', () => {
    const tag = (value: string) => [
      allow('s3:*', '*', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': value } }),
    ];
    const { verdict, reasons } = identity(tag('${aws:username}'), [
      allow('s3:*', '*', { StringEquals: { 'aws:TagKeys': '${aws:username}' } }),
    ]);
    expect(verdict).toBe('unknown');
    expect(reasons.join()).toContain('aws:TagKeys');
  });

  it('finds the value of a variable that proves the difference', () => {
    const home = allow('s3:GetObject', 'arn:aws:s3:::home/${aws:username}');
    const { verdict, lost } = identity(
      [home],
      [home, { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::home/root' }],
    );
    expect(verdict).toBe('narrower');
    expect(lost.some(({ witness }) => witness.after === 'explicitly-denied')).toBe(true);
    expect(identity([home], [allow('s3:GetObject', 'arn:aws:s3:::home/*')]).verdict).toBe('broader');
  });

  it('compresses a list of actions to the words that they begin with', () => {
    const { lost } = identity([allow('s3:*')], [allow('s3:Get*')]);
    expect(lost[0]?.actions).toContain('s3:Put*');
    expect(lost[0]?.actions).not.toContain('s3:Get*');
    expect(lost[0]!.actions.length).toBeLessThan(60);
  });

  it('stays bounded on patterns made to blow up', () => {
    const nasty = (n: number) =>
      `arn:aws:s3:::${Array.from({ length: n }, (_, i) => `*a${'?'.repeat(i + 3)}b`).join('')}`;
    const many = (from: number) =>
      Array.from({ length: 12 }, (_, i) =>
        allow('s3:GetObject', nasty(from + i), { Bool: { [`k:${i}`]: 'true' } }),
      );
    const { verdict } = identity(many(4), many(5));
    expect(['unknown', 'incomparable', 'broader', 'narrower']).toContain(verdict);
  });
});

describe('trust policies', () => {
  const trusts = (principal: object | string, Condition?: object) =>
    policy({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: principal,
      ...(Condition ? { Condition } : {}),
    });
  const trust = (before: PolicyDocument, after: PolicyDocument) =>
    compareAccess({ type: 'trust', before, after, beforeAccount: '111122223333' }, data);
  const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
  const role = (account: string) => ({ AWS: `arn:aws:iam::${account}:role/ci` });

  it('keeps the same-account rule', () => {
    expect(trust(trusts(role('111122223333')), trusts(root('111122223333'))).verdict).toBe('incomparable');
    expect(trust(trusts(role('444455556666')), trusts(root('444455556666'))).verdict).toBe('broader');
  });

  it('takes an account id for its root, and deleted principals for nobody', () => {
    expect(trust(trusts({ AWS: '111122223333' }), trusts(root('111122223333'))).verdict).toBe('equivalent');
    const ghost = trusts({ AWS: ['AROAEXAMPLEID', 'arn:aws:iam::111122223333:role/ci'] });
    expect(trust(trusts(role('111122223333')), ghost).verdict).toBe('equivalent');
  });

  it('relates aws:PrincipalArn to the principal', () => {
    const narrowed = trusts(root('444455556666'), {
      ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/ci' },
    });
    expect(trust(trusts(role('444455556666')), narrowed).verdict).toBe('equivalent');
  });

  it('shows who can do what', () => {
    const { verdict, gained } = trust(
      trusts({ Service: 'ec2.amazonaws.com' }),
      trusts({ Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] }),
    );
    expect(verdict).toBe('broader');
    expect(gained[0]?.witness.request.principal).toEqual({ type: 'Service', value: 'lambda.amazonaws.com' });
  });
});

describe('what was gained', () => {
  it('names the new principal alone, beside one that was there', () => {
    const trusting = (Principal: object) => policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
    const { verdict, gained } = compareAccess(
      {
        type: 'trust',
        before: trusting({ Service: 'ec2.amazonaws.com' }),
        after: trusting({ Service: 'ec2.amazonaws.com', AWS: '999999999999' }),
        beforeAccount: '123456789012',
      },
      data,
    );
    expect(verdict).toBe('broader');
    expect(gained.map(({ principals }) => principals)).toEqual([['AWS arn:aws:iam::999999999999:root']]);
  });
});

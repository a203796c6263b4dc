import { describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/model/policy.js';
import { matchPrincipal, principalClasses } from '../../../src/policy/access/principals.js';

const aws = (value: string): Principal => ({ type: 'AWS', value });
const root = 'arn:aws:iam::111111111111:root';
const role = 'arn:aws:iam::111111111111:role/path/app';
const session = 'arn:aws:sts::111111111111:assumed-role/app/one';
const user = 'arn:aws:iam::111111111111:user/bob';

const match = (value: string, asker: Principal, negated = false) =>
  matchPrincipal({ negated, principals: value.split(' ').map(aws) }, asker);

describe('matchPrincipal', () => {
  it.each([
    ['*', aws(role), 'named'],
    ['*', { type: 'Service', value: 'ec2.amazonaws.com' }, 'named'],
    [root, aws(role), 'account'],
    [root, aws(root), 'account'],
    [root, aws('arn:aws:iam::222222222222:user/bob'), 'nobody'],
    [role, aws(role), 'named'],
    [role, aws(session), 'named'],
    [session, aws(session), 'named'],
    [session, aws(role), 'nobody'],
    [user, aws('arn:aws:iam::111111111111:user/eve'), 'nobody'],
    ['AROAEXAMPLE', aws(role), 'nobody'],
    ['arn:aws-cn:iam::111111111111:root', aws(role), 'nobody'],
  ] as const)('%s means %j: %s', (value, asker, expected) => {
    expect(match(value, asker)).toBe(expected);
  });

  it('leaves open what NotPrincipal says of the others of a named account', () => {
    expect(match(`${root} ${user}`, aws(user), true)).toBe('nobody');
    expect(match(user, aws(user), true)).toBe('nobody');
    expect(match(root, aws(user), true)).toBe('unclear');
    expect(match(`${root} ${user}`, aws('arn:aws:iam::222222222222:user/x'), true)).toBe('named');
  });
});

describe('principalClasses', () => {
  it('has the named ones, others of each account, and somebody from elsewhere', () => {
    const set = {
      negated: false,
      principals: [aws(user), aws('AIDAEXAMPLE'), { type: 'Service', value: 'ec2.amazonaws.com' }],
    };
    const values = principalClasses([set], ['333333333333'], 'aws').map(({ principal }) => principal.value);
    expect(values).toContain(user);
    expect(values).toContain('ec2.amazonaws.com');
    expect(values).not.toContain('AIDAEXAMPLE');
    expect(values.filter((value) => value.includes(':111111111111:'))).toHaveLength(5);
    expect(values.filter((value) => value.includes(':333333333333:'))).toHaveLength(4);
    expect(new Set(values).size).toBe(values.length);
  });
});

import { describe, expect, it } from 'vitest';
import { readContext, readPrincipal } from '../../../src/policy/evaluate/read-request.js';
import { requestContext } from '../../../src/policy/evaluate/request.js';

const ACCOUNT = '111122223333';

function contextOf(principal: string, context: Record<string, string[]> = {}) {
  const request = { action: 'a:B', resource: '*', principal: readPrincipal(principal), context };
  return Object.fromEntries(requestContext(request));
}

describe('readPrincipal', () => {
  it.each([
    ['111122223333', 'AWS', 'arn:aws:iam::111122223333:root'],
    ['arn:aws:iam::111122223333:role/a/b', 'AWS', 'arn:aws:iam::111122223333:role/a/b'],
    ['arn:aws:iam::111122223333:saml-provider/x', 'Federated', 'arn:aws:iam::111122223333:saml-provider/x'],
    ['ec2.amazonaws.com', 'Service', 'ec2.amazonaws.com'],
    ['Federated:cognito-identity.amazonaws.com', 'Federated', 'cognito-identity.amazonaws.com'],
    ['CanonicalUser:79a5', 'CanonicalUser', '79a5'],
    ['*', 'AWS', '*'],
  ])('reads %s', (text, type, value) => {
    expect(readPrincipal(text)).toEqual({ type, value });
  });

  it('says what it takes where it cannot read', () => {
    expect(() => readPrincipal('ann')).toThrow('"ann" is no principal that can be read');
  });

  it('puts account ids into the partition that is asked for', () => {
    expect(readPrincipal(ACCOUNT, 'aws-cn').value).toBe('arn:aws-cn:iam::111122223333:root');
  });
});

describe('readContext', () => {
  it('gathers the values of a key, in the order they came', () => {
    expect(readContext(['aws:TagKeys=b', 's3:prefix=', 'aws:TagKeys=a=c'])).toEqual({
      'aws:TagKeys': ['b', 'a=c'],
      's3:prefix': [''],
    });
  });

  it.each(['aws:TagKeys', '=x', ''])('refuses "%s"', (text) => {
    expect(() => readContext([text])).toThrow('no condition key with a value');
  });
});

describe('requestContext', () => {
  it('completes the context of a user', () => {
    expect(contextOf('arn:aws:iam::111122223333:user/staff/ann')).toEqual({
      'aws:principalarn': ['arn:aws:iam::111122223333:user/staff/ann'],
      'aws:principalaccount': [ACCOUNT],
      'aws:principaltype': ['User'],
      'aws:username': ['ann'],
    });
  });

  it('gives a session the ARN of its role', () => {
    expect(contextOf('arn:aws:sts::111122223333:assumed-role/ci/run-7')).toEqual({
      'aws:principalarn': ['arn:aws:iam::111122223333:role/ci'],
      'aws:principalaccount': [ACCOUNT],
      'aws:principaltype': ['AssumedRole'],
    });
  });

  it('keeps what the request says itself, in whatever case', () => {
    const context = contextOf('arn:aws:sts::111122223333:assumed-role/ci/run-7', {
      'AWS:PrincipalArn': ['arn:aws:iam::111122223333:role/build/ci'],
    });
    expect(context['aws:principalarn']).toEqual(['arn:aws:iam::111122223333:role/build/ci']);
  });

  it('knows the id of an account, and nothing of services', () => {
    expect(contextOf(ACCOUNT)['aws:userid']).toEqual([ACCOUNT]);
    expect(contextOf('ec2.amazonaws.com')).toEqual({});
    expect(contextOf('*')).toEqual({ 'aws:principaltype': ['Anonymous'] });
    expect(contextOf('arn:aws:sts::111122223333:federated-user/ann')['aws:principaltype']).toEqual([
      'FederatedUser',
    ]);
  });

  it('takes the account from an ARN in the context, also without a principal', () => {
    const context = { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/x'] };
    expect(Object.fromEntries(requestContext({ action: 'a:B', resource: '*', context }))).toEqual({
      'aws:principalarn': ['arn:aws:iam::111122223333:role/x'],
      'aws:principalaccount': [ACCOUNT],
    });
  });
});

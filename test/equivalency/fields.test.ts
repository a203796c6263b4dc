import { describe, expect, it } from 'vitest';
import { substituteArn, substituteCondition, substitutePrincipal } from '../../src/equivalency/fields.js';
import { compileSubstitution } from '../../src/equivalency/substitution.js';

const substitute = compileSubstitution(
  ['dev', 'aws', 'eu-west-1', 's3', 'arn', 'amazonaws', 'ec2', 'Team'].map((value) => ({
    value,
    placeholder: 'x',
    whole: false,
  })),
);

describe('substituteArn', () => {
  it.each([
    ['arn:aws:s3:eu-west-1:dev:dev/eu-west-1', 'arn:aws:s3:eu-west-1:<x>:<x>/<x>'],
    ['arn:aws:s3:::dev/*', 'arn:aws:s3:::<x>/*'],
    ['arn:aws:devicefarm:eu-west-1', 'arn:aws:devicefarm:eu-west-1'],
    ['*', '*'],
    ['dev/*', '<x>/*'],
    ['*:dev', '*:<x>'],
  ])('%s becomes %s', (text, expected) => {
    expect(substituteArn(text, substitute)).toBe(expected);
  });
});

describe('substitutePrincipal', () => {
  it('leaves services alone, and touches the account and resource of others', () => {
    const service = { type: 'Service', value: 'devicefarm.amazonaws.com' };
    expect(substitutePrincipal(service, substitute)).toBe(service);
    expect(substitutePrincipal({ type: 'AWS', value: 'arn:aws:iam::1:role/dev' }, substitute)).toEqual({
      type: 'AWS',
      value: 'arn:aws:iam::1:role/<x>',
    });
    expect(
      substitutePrincipal({ type: 'Federated', value: 'arn:aws:iam::1:saml-provider/dev' }, substitute).value,
    ).toBe('arn:aws:iam::1:saml-provider/<x>');
  });
});

describe('substituteCondition', () => {
  const values = (operator: string, key: string, value: string): readonly string[] =>
    substituteCondition({ operator, key, values: [value] }, substitute).values;

  it('touches values, never operators or keys', () => {
    const condition = { operator: 'StringEquals', key: 'aws:PrincipalTag/Team', values: ['dev', 'Team'] };
    expect(substituteCondition(condition, substitute)).toEqual({ ...condition, values: ['<x>', '<x>'] });
    const untouched = { operator: 'StringEquals', key: 'aws:PrincipalTag/Team', values: ['b', 'a'] };
    expect(substituteCondition(untouched, substitute)).toBe(untouched);
  });

  it.each([
    ['StringLike', 'aws:SourceArn', 'arn:aws:s3:::dev', 'arn:aws:s3:::<x>'],
    ['ForAnyValue:StringLikeIfExists', 'k', 'dev', '<x>'],
    ['BinaryEquals', 'k', 'dev', 'dev'],
    ['DateLessThan', 'k', 'dev', 'dev'],
    ['numericEqualsIfExists', 'k', 'dev', 'dev'],
    ['ForAllValues:IpAddress', 'k', 'dev', 'dev'],
    ['StringEquals', 'kms:ViaService', 'ec2.eu-west-1.amazonaws.com', 'ec2.eu-west-1.amazonaws.com'],
    ['StringEquals', 'iam:PassedToService', 'dev.amazonaws.com.cn', 'dev.amazonaws.com.cn'],
    ['StringEquals', 'aws:PrincipalTag/Service', 'dev', '<x>'],
  ])('%s on %s: %s', (operator, key, value, expected) => {
    expect(values(operator, key, value)).toEqual([expected]);
  });
});

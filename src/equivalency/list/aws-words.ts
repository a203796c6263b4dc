import type { EquivalencyEntry, NameField } from './entry.js';
import { compilePattern } from './pattern.js';

/**
 * Words of AWS that stand where names do: in the account and resource parts of ARNs and in principals. To replace a
 * part of one would change what the text means.
 */
const STRUCTURAL = [
  'arn',
  'aws',
  'iam',
  'sts',
  's3',
  'role',
  'policy',
  'user',
  'group',
  'root',
  'assumed-role',
  'amazonaws',
];

/** Words that are refused as a whole only: their parts (`pro`, `log`) are names that people use. */
const WHOLE = [
  'instance-profile',
  'saml-provider',
  'oidc-provider',
  'federated-user',
  'service-role',
  'aws-service-role',
  'aws-reserved',
  'ec2',
  'kms',
  'sns',
  'sqs',
  'ssm',
  'lambda',
  'dynamodb',
  'cloudformation',
];

/** Fields whose texts are ARNs, or hold words of AWS. */
const FIELDS_OF_ARNS: ReadonlySet<NameField> = new Set(['resource', 'principal', 'condition']);

/** The word of AWS that `value` would change, or null. A whole-word value changes only a whole word. */
export function awsWordIn(value: string, { match, ignoreCase, in: only }: EquivalencyEntry): string | null {
  if (only && !only.some((field) => FIELDS_OF_ARNS.has(field))) return null;
  if (match === 'regex') {
    const { found } = compilePattern(value, ignoreCase);
    return STRUCTURAL.find((word) => found(word) !== null) ?? null;
  }
  const text = ignoreCase ? value.toLowerCase() : value;
  const part = match === 'anywhere' ? STRUCTURAL.find((word) => word.includes(text)) : undefined;
  return [...STRUCTURAL, ...WHOLE].find((word) => word === text) ?? part ?? null;
}

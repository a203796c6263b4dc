import { describe, expect, it } from 'vitest';
import type { CrossReferenceFinding } from '../../src/model/finding.js';
import { crossReferenceText } from '../../src/report/cross-reference.js';

const TAGS = ['dev', 'qa'] as const;

function finding(raw: string, normalised1: string, normalised2: string): CrossReferenceFinding {
  return {
    kind: 'cross-reference',
    type: 'cross-reference',
    side: 2,
    severity: 'medium',
    place: 'inline-policy',
    key: 'access',
    rawKey: 'access',
    part: 'resource',
    owner: 'role basket-qa',
    passes: false,
    side1: { raw: 'whatever', normalised: normalised1 },
    side2: { raw, normalised: normalised2 },
  };
}

describe('crossReferenceText', () => {
  it('says whose a thing is', () => {
    const bucket = finding('arn:aws:s3:::app-dev', 'arn:aws:s3:::app-<env>', 'arn:aws:s3:::app-<env-other>');
    expect(crossReferenceText(bucket, TAGS)).toBe(
      'role basket-qa by its inline policy access names the resource arn:aws:s3:::app-dev (the dev account); equal only after substitution',
    );
  });

  it('says whose only its region is', () => {
    const queue = finding(
      'arn:aws:sqs:eu-west-1:987654321098:jobs',
      'arn:aws:sqs:<region>:<accountid>:jobs',
      'arn:aws:sqs:<region-other>:<accountid>:jobs',
    );
    expect(crossReferenceText(queue, TAGS)).toContain('987654321098:jobs (the region of the dev account);');
    const both = finding(
      'arn:aws:sqs:eu-west-1:123456789012:jobs',
      'arn:aws:sqs:<region>:<accountid>:jobs',
      'arn:aws:sqs:<region-other>:<accountid-other>:jobs',
    );
    expect(crossReferenceText(both, TAGS)).toContain('123456789012:jobs (the dev account);');
  });
});

import { describe, expect, it } from 'vitest';
import { readCaseFiles } from '../../conformance/read-cases.js';
import { contradiction } from './judge.js';
import { Random } from './random.js';
import { requestsFor } from './requests.js';
import { inputOf } from '../../conformance/input.js';

describe('the verdicts that the conformance cases expect', () => {
  const cases = readCaseFiles().flatMap((file) => file.cases.filter((one) => one.kind === 'compare'));

  it.each(cases.map((one) => [one.id, one] as const))('%s: no request speaks against it', (_, one) => {
    const input = inputOf(one);
    expect(contradiction(input, one.expected, requestsFor(input, new Random(1), 500))).toBeNull();
  });
});

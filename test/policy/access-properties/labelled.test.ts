import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AccessInput, compareAccessWithCatalogue } from '../../../src/policy/access/index.js';
import { parsed } from '../evaluate/parsed.js';
import { contradiction, expectWitnesses, refutes } from './judge.js';
import { Random } from './random.js';
import { requestsFor } from './requests.js';

const FILE = '../shared/data/policy-pairs/quacky-ec2.json';
const pairs = z.array(
  z.object({
    id: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    relation: z.enum(['equivalent', 'broader', 'narrower', 'incomparable']),
  }),
);

const MFA = 'ec2/exp_single/ec2_require_mfa_session_token/policy';

/**
 * Labelled `incomparable`, although nothing can have been gained: 1_0 and 0_0 have the same statements on both
 * sides, and in 1_3 and 0_3 a Deny of two actions became one of ec2:*, under the same condition.
 */
const NOTHING_GAINED = [`${MFA}/1_3.json`, `${MFA}/0_3.json`, `${MFA}/1_0.json`, `${MFA}/0_0.json`];

describe.skipIf(!existsSync(FILE))('pairs that another tool has labelled', () => {
  it('are compared exactly; where the label differs a confirmed witness refutes it', async () => {
    const unrefuted: string[] = [];
    let agreed = 0;
    for (const { id, before, after, relation } of pairs.parse(JSON.parse(readFileSync(FILE, 'utf8')))) {
      const input: AccessInput = {
        type: 'identity',
        before: { policies: [parsed(before)] },
        after: { policies: [parsed(after)] },
      };
      const comparison = await compareAccessWithCatalogue(input);
      expect(comparison.verdict, id).not.toBe('unknown');
      expectWitnesses(input, comparison);
      expect(contradiction(input, comparison.verdict, requestsFor(input, new Random(1), 100)), id).toBeNull();
      if (comparison.verdict === relation) agreed++;
      else if (!comparison.witnesses.some((witness) => refutes(witness, relation))) unrefuted.push(id);
    }
    expect(unrefuted).toEqual(NOTHING_GAINED);
    expect(agreed).toBe(174);
  });
});

import { describe, expect, it } from 'vitest';
import { type AccessRequest, compareAccessWithCatalogue } from '../../src/policy/access/index.js';
import { documentKey } from '../../src/policy/canonical.js';
import { evaluateIdentity, evaluateTrust, explain, readPrincipal } from '../../src/policy/evaluate/index.js';
import { parsed } from '../policy/evaluate/parsed.js';
import { type CaseSide, type CompareCase, conformanceCase, type EvaluateCase } from './case.js';
import { inputOf } from './input.js';
import { readCaseFiles } from './read-cases.js';

const files = readCaseFiles();

for (const { rule, cases } of files) {
  describe(rule, () => {
    for (const one of cases) {
      it(`${one.id}: ${one.note}`, async () => {
        if (one.kind === 'evaluate') {
          const evaluation = evaluate(one);
          expect(evaluation.answer, explain(evaluation).join('\n')).toBe(one.expected);
        } else if (one.kind === 'compare') {
          await compare(one);
        } else {
          expect(documentKey(parsed(one.one)) === documentKey(parsed(one.other))).toBe(one.expected);
        }
      });
    }
  });
}

describe('the case files', () => {
  const all = files.flatMap((file) => file.cases);

  it('hold as many cases as promised, each under an id of its own that begins with its file', () => {
    expect(all.length).toBeGreaterThanOrEqual(150);
    expect(new Set(all.map((one) => one.id)).size).toBe(all.length);
    for (const { rule, cases } of files) {
      for (const one of cases) expect(one.id.startsWith(`${rule}/`), one.id).toBe(true);
    }
  });

  it('may not hold a field that no kind of case knows', () => {
    const [first] = all;
    expect(conformanceCase.safeParse(first).success).toBe(true);
    expect(conformanceCase.safeParse({ ...first, expectd: 'allowed' }).success).toBe(false);
  });
});

function evaluate(one: EvaluateCase) {
  const { principal, context = {}, ...rest } = one.request;
  return evaluateSide(one, { ...rest, context, ...(principal && { principal: readPrincipal(principal) }) });
}

function evaluateSide(side: CaseSide, request: AccessRequest) {
  if ('trust' in side) return evaluateTrust(parsed(side.trust), request, { account: side.account });
  return evaluateIdentity(
    {
      policies: side.policies.map((policy, index) => ({
        name: `policy ${index + 1}`,
        document: parsed(policy),
      })),
      boundary: side.boundary ? { name: 'boundary', document: parsed(side.boundary) } : null,
    },
    request,
  );
}

/** The verdicts, and that the evaluator answers every witness as it claims. */
async function compare(one: CompareCase) {
  const comparison = await compareAccessWithCatalogue(inputOf(one));
  expect(comparison.verdict, comparison.reasons.join('\n')).toBe(one.expected);
  if (one.today) expect(comparison.today, comparison.reasons.join('\n')).toBe(one.today);
  const changes = [...comparison.gained, ...comparison.lost].map((change) => change.witness);
  for (const witness of [...comparison.witnesses, ...changes]) {
    const told = JSON.stringify(witness);
    expect(evaluateSide(one.before, witness.request).answer, told).toBe(witness.before);
    expect(evaluateSide(one.after, witness.request).answer, told).toBe(witness.after);
  }
}

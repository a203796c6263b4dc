import { z } from 'zod';

const document = z.record(z.string(), z.unknown());
const request = z.strictObject({
  action: z.string(),
  resource: z.string(),
  /** As `readPrincipal` reads it. */
  principal: z.string().optional(),
  /** Absent keys are left out. */
  context: z.record(z.string(), z.array(z.string())).optional(),
});
const head = {
  id: z.string().regex(/^[a-z-]+\/[a-z0-9-]+$/),
  note: z.string().min(1),
  page: z.string().regex(/^https:\/\/docs\.aws\.amazon\.com\/[A-Za-z0-9/._-]+\.html(#[A-Za-z0-9_-]+)?$/),
};
const identity = z.strictObject({ policies: z.array(document), boundary: document.optional() });
const trust = z.strictObject({ trust: document, account: z.string() });
const verdict = z.enum(['equivalent', 'broader', 'narrower', 'incomparable', 'unknown']);

/** One request against one identity (its policies, its boundary) or one trust policy, and the answer. */
const evaluateIdentity = z.strictObject({
  ...head,
  kind: z.literal('evaluate'),
  ...identity.shape,
  request,
  expected: z.enum(['explicitly-denied', 'not-allowed', 'allowed']),
});
const evaluateTrust = z.strictObject({
  ...head,
  kind: z.literal('evaluate'),
  ...trust.shape,
  request,
  expected: z.enum(['explicitly-denied', 'not-allowed', 'delegated', 'allowed']),
});
/** Two sides, the verdict over every request, and where it is told the one over today's. */
const compare = z.strictObject({
  ...head,
  kind: z.literal('compare'),
  before: z.union([identity, trust]),
  after: z.union([identity, trust]),
  expected: verdict,
  today: verdict.optional(),
});
/** Two documents, and whether they say the same, statement by statement. */
const same = z.strictObject({
  ...head,
  kind: z.literal('same'),
  one: document,
  other: document,
  expected: z.boolean(),
});

/** A case of one of the kinds; a field that no kind knows is an error. */
export const conformanceCase = z.union([evaluateIdentity, evaluateTrust, compare, same]);

export type ConformanceCase = z.infer<typeof conformanceCase>;
export type EvaluateCase = Extract<ConformanceCase, { kind: 'evaluate' }>;
export type CompareCase = Extract<ConformanceCase, { kind: 'compare' }>;
export type CaseSide = CompareCase['before'];

import fc from 'fast-check';
import type { AccessInput, PolicySet } from '../../../src/policy/access/index.js';
import {
  type DrawnDocument,
  type DrawnStatement,
  identityDocument,
  identityStatement,
  oddDocument,
  oddStatement,
  read,
  trustDocument,
  trustStatement,
} from './drawn.js';
import { twinOf } from './twins.js';
import { ACCOUNT } from './vocabulary.js';

/** How many times a property is tried; FUZZ_RUNS raises it for a longer hunt. */
export function runs(usual: number): { readonly numRuns: number } {
  return { numRuns: Number(process.env.FUZZ_RUNS ?? usual) };
}

export const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** Two documents of one kind: near-twins mostly, strangers now and then. */
export interface Pair {
  readonly one: DrawnDocument;
  readonly other: DrawnDocument;
}

function pairOf(document: fc.Arbitrary<DrawnDocument>, statement: fc.Arbitrary<DrawnStatement>) {
  const twins = document.chain((one) => fc.record({ one: fc.constant(one), other: twinOf(one, statement) }));
  return fc.oneof(
    { weight: 4, arbitrary: twins },
    { weight: 1, arbitrary: fc.record({ one: document, other: document }) },
  );
}

export const identityPair: fc.Arbitrary<Pair> = pairOf(identityDocument, identityStatement);
export const oddPair: fc.Arbitrary<Pair> = pairOf(oddDocument, oddStatement);
export const trustPair: fc.Arbitrary<Pair> = pairOf(trustDocument, trustStatement);

/** Three documents, each a near-twin of the one before. */
export const identityTriple: fc.Arbitrary<readonly [DrawnDocument, DrawnDocument, DrawnDocument]> =
  identityPair.chain(({ one, other }) =>
    twinOf(other, identityStatement).map((third) => [one, other, third] as const),
  );

type Boundaries = readonly [DrawnDocument | null, DrawnDocument | null];

const limit: fc.Arbitrary<DrawnDocument | null> = fc.option(identityDocument);

/** A boundary on neither side, on one or on both. */
export const boundaries: fc.Arbitrary<Boundaries> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Boundaries>([null, null]) },
  { weight: 1, arbitrary: fc.tuple(limit, limit) },
);

export function identityInput(
  before: DrawnDocument,
  after: DrawnDocument,
  [limitBefore, limitAfter]: Boundaries = [null, null],
): AccessInput {
  const side = (document: DrawnDocument, limit: DrawnDocument | null): PolicySet => ({
    policies: [read(document)],
    boundary: limit && read(limit),
  });
  return { type: 'identity', before: side(before, limitBefore), after: side(after, limitAfter) };
}

export function trustInput(before: DrawnDocument, after: DrawnDocument): AccessInput {
  return { type: 'trust', before: read(before), after: read(after), beforeAccount: ACCOUNT };
}

/** The same comparison from the other side. */
export function turned(input: AccessInput): AccessInput {
  if (input.type === 'identity') return { ...input, before: input.after, after: input.before };
  const { beforeAccount, afterAccount = beforeAccount } = input;
  return {
    type: 'trust',
    before: input.after,
    after: input.before,
    beforeAccount: afterAccount,
    afterAccount: beforeAccount,
  };
}

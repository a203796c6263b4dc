import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everywhere, substituteDocument } from '../../src/equivalency/document.js';
import { rawTextsOfLike } from '../../src/equivalency/like.js';
import { plainEntry } from '../../src/equivalency/list/index.js';
import { normaliseSnapshot, plainRules } from '../../src/equivalency/normalise.js';
import { replacementsFor } from '../../src/equivalency/replacements.js';
import { compileSubstitution } from '../../src/equivalency/substitution.js';
import type { Normalised, NormalisedSnapshot } from '../../src/model/normalised.js';
import type { ParsedDocument, PatternSet, PolicyDocument } from '../../src/model/policy.js';
import type { Role } from '../../src/model/snapshot.js';
import { account } from '../report/support/arbitraries.js';
import {
  type AccountSource,
  allow,
  documentOf,
  snapshotOf,
  type Source,
  trust,
} from '../report/support/snapshots.js';

/** Both names are one on both sides. */
const PLAIN = plainRules(['dev', 'qa'].map((value) => ({ value, placeholder: 'env', whole: false })));

const [DEV, QA] = ['123456789012', '987654321098'] as const;

/** The second account, normalised with the first one to look at, and by itself. */
function normalised(
  source1: AccountSource,
  source2: AccountSource,
): Record<'side1' | 'side2' | 'alone', NormalisedSnapshot> {
  const [one, two] = [snapshotOf(source1), snapshotOf(source2)];
  const compared = [
    { tag: 'dev', snapshot: one },
    { tag: 'qa', snapshot: two },
  ];
  const { sides } = replacementsFor([plainEntry('env', ['dev', 'qa'])], compared);
  const side1 = normaliseSnapshot(one, sides[0]!);
  return {
    side1,
    side2: normaliseSnapshot(two, sides[1]!, undefined, side1),
    alone: normaliseSnapshot(two, sides[1]!),
  };
}

/** The documents of a side, always in the same order. */
function documentsOf({ roles, managedPolicies }: NormalisedSnapshot): ParsedDocument[] {
  const ofRole = ({ value }: Normalised<Role>): ParsedDocument[] => [
    value.trustPolicy,
    ...value.inlinePolicies.map(({ document }) => document),
  ];
  return [
    ...roles.flatMap(ofRole),
    ...managedPolicies.flatMap(({ value: { document } }) => (document ? [document] : [])),
  ];
}

function rawTextsIn(side: NormalisedSnapshot): unknown[] {
  return documentsOf(side).map(
    (document) => document.kind === 'policy' && [...(side.rawTexts.get(document) ?? [])].sort(),
  );
}

/** The account with the names of the other one. */
function renamed(source: AccountSource): AccountSource {
  const others = new Map([
    ['dev', 'qa'],
    ['qa', 'dev'],
    [DEV, QA],
    [QA, DEV],
  ]);
  const text = JSON.stringify(source).replace(/dev|qa|\d{12}/g, (found) => others.get(found) ?? found);
  return JSON.parse(text) as AccountSource;
}

/** Is there a document that both sides have as one object, and that was another one in the account? */
function isShared({ side1, side2 }: { side1: NormalisedSnapshot; side2: NormalisedSnapshot }): boolean {
  const ones = new Set(documentsOf(side1));
  return documentsOf(side2).some(
    (document) => document.kind === 'policy' && side2.rawTexts.has(document) && ones.has(document),
  );
}

describe('a side that is normalised with the other one to look at', () => {
  it('comes out as it does by itself, and with the same raw texts', () => {
    let shared = 0;
    const second = fc.oneof(fc.constant(null), account(QA));
    fc.assert(
      fc.property(account(DEV), second, (source, other) => {
        const sides = normalised(source, other ?? renamed(source));
        const { side2, alone } = sides;
        expect(side2.roles.map(({ value }) => value)).toEqual(alone.roles.map(({ value }) => value));
        expect(side2.managedPolicies.map(({ value }) => value)).toEqual(
          alone.managedPolicies.map(({ value }) => value),
        );
        expect(rawTextsIn(side2)).toEqual(rawTextsIn(alone));
        expect(side2.foreignNames).toEqual(alone.foreignNames);
        if (isShared(sides)) shared++;
      }),
      { numRuns: 300 },
    );
    expect(shared).toBeGreaterThan(30);
  });

  const roles = (...resources: string[]): NonNullable<AccountSource['roles']> =>
    Object.fromEntries(
      resources.map((resource, at) => [`r${at}`, { inline: { p: allow('s3:GetObject', resource) } }]),
    );

  it('has the very document of the other one where both become the same', () => {
    const sides = normalised({ id: DEV, roles: roles('x-dev') }, { id: QA, roles: roles('x-qa') });
    expect(isShared(sides)).toBe(true);
    expect(rawTextsIn(sides.side2)).toContainEqual([['x-<env>', 'x-qa']]);
  });

  it("keeps apart what differs here and is one document of the other's", () => {
    // Two of one text are one object after reading.
    const one = snapshotOf({ id: DEV, roles: { r0: roles('x-dev').r0!, r1: {} } });
    const [role0, role1] = one.roles as [Role, Role];
    const sharing = { ...one, roles: [role0, { ...role1, inlinePolicies: role0.inlinePolicies }] };
    const two = snapshotOf({ id: QA, roles: roles('x-qa', 'x-dev') });
    const side1 = normaliseSnapshot(sharing, PLAIN);
    const texts = rawTextsIn(normaliseSnapshot(two, PLAIN, undefined, side1));
    expect(texts).toEqual(rawTextsIn(normaliseSnapshot(two, PLAIN)));
    expect(texts).toContainEqual([['x-<env>', 'x-qa']]);
    expect(texts).toContainEqual([['x-<env>', 'x-dev']]);
  });

  it('looks at who is trusted, at conditions and at what is negated as well', () => {
    const source = (name: string, other = name): AccountSource => ({
      id: name === 'dev' ? DEV : QA,
      roles: {
        r: {
          trust: trust(
            { AWS: `arn:aws:iam::111122223333:role/${name}` },
            { Condition: { StringEquals: { 'aws:PrincipalTag/env': other } } },
          ),
        },
      },
    });
    expect(isShared(normalised(source('dev'), source('qa')))).toBe(true);
    expect(isShared(normalised(source('dev'), source('qa', 'z')))).toBe(false);
  });
});

describe('rawTextsOfLike', () => {
  const substitute = everywhere(compileSubstitution(PLAIN.replacements));
  const some = (...texts: string[]): fc.Arbitrary<string[]> =>
    fc.uniqueArray(fc.constantFrom(...texts), { minLength: 1, maxLength: 2 });
  const arn = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
  const statements = fc.record({
    effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    actions: some('s3:Get*', 's3:Put*'),
    resources: some('x-dev', 'x-qa', 'z'),
    negated: fc.constantFrom('', '', 'Not'),
    principals: fc.option(some('x-dev', 'x-qa')),
    operator: fc.constantFrom('StringLike', 'StringEquals'),
    key: fc.constantFrom('aws:PrincipalTag/a', 'aws:PrincipalTag/b'),
    values: fc.option(some('dev', 'qa')),
  });
  type Statement = typeof statements extends fc.Arbitrary<infer S> ? S : never;
  const written = ({
    effect,
    actions,
    resources,
    negated,
    principals,
    operator,
    key,
    values,
  }: Statement): object => ({
    Effect: effect,
    Action: actions,
    [`${negated}Resource`]: resources,
    ...(principals && { [`${negated}Principal`]: { AWS: principals.map(arn) } }),
    ...(values && { Condition: { [operator]: { [key]: values } } }),
  });
  const policies = fc.record({
    version: fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
    list: fc.array(statements, { minLength: 1, maxLength: 2 }),
  });
  const fields = Object.keys(fc.sample(statements, 1)[0]!) as (keyof Statement)[];
  const change = fc.constantFrom('none', 'version', 'list', ...fields);

  const parsed = (version: string, list: readonly Statement[], rename: boolean): PolicyDocument => {
    const text = JSON.stringify({ Version: version, Statement: list.map(written) });
    const document = documentOf(JSON.parse(rename ? text.replaceAll('dev', 'qa') : text) as Source);
    if (document.kind !== 'policy') throw new Error(document.reason);
    return document;
  };

  it('is certain only of what becomes the same', () => {
    let certain = 0;
    fc.assert(
      fc.property(policies, policies, change, fc.boolean(), (one, other, what, rename) => {
        // The second begins as the first, with the names of either account, and differs in one thing or in none.
        const version = what === 'version' ? other.version : one.version;
        const [first, ...rest] = one.list;
        const [odd] = other.list;
        const list =
          what === 'list'
            ? other.list
            : what === 'none' || what === 'version'
              ? one.list
              : [{ ...first!, [what]: odd![what] }, ...rest];
        const two = parsed(version, list, rename);
        const like = substituteDocument(parsed(one.version, one.list, false), substitute).document;
        const rawTexts = rawTextsOfLike(two, like as PolicyDocument, substitute);
        if (!rawTexts) return;
        certain++;
        const made = substituteDocument(two, substitute);
        expect(made.document).toEqual(like);
        expect([...made.rawTexts].sort()).toEqual([...rawTexts].sort());
      }),
      { numRuns: 3000 },
    );
    expect(certain).toBeGreaterThan(100);
  });

  const reads = (...resources: string[]): PolicyDocument => {
    const list = resources.map((Resource, at) => ({ Effect: 'Allow', Action: `s3:Get${at}`, Resource }));
    return documentOf({ Version: '2012-10-17', Statement: list }) as PolicyDocument;
  };

  it('is not certain where two texts become one, and are told apart by numbers', () => {
    const like = substituteDocument(reads('x-dev', 'x-dev'), substitute).document as PolicyDocument;
    expect(rawTextsOfLike(reads('x-qa', 'x-qa'), like, substitute)).toEqual(new Map([['x-<env>', 'x-qa']]));
    expect(rawTextsOfLike(reads('x-qa', 'x-dev'), like, substitute)).toBeNull();
  });

  it('tells types of principals apart', () => {
    const federated = documentOf(trust({ Federated: 'x-dev' }));
    const like = substituteDocument(federated, substitute).document as PolicyDocument;
    const trusting = (type: string): PolicyDocument =>
      documentOf(trust({ [type]: 'x-qa' })) as PolicyDocument;
    expect(rawTextsOfLike(trusting('Federated'), like, substitute)).not.toBeNull();
    expect(rawTextsOfLike(trusting('CanonicalUser'), like, substitute)).toBeNull();
  });

  it('asks of the very same lists, too, what becomes of them', () => {
    const document = reads('x-dev');
    expect(rawTextsOfLike(document, document, substitute)).toBeNull();
  });

  it('is not certain of another order', () => {
    const like = substituteDocument(documentOf(allow('s3:Get*', ['x-dev', 'y'])), substitute).document;
    const two = documentOf(allow('s3:Get*', ['x-qa', 'y'])) as PolicyDocument;
    const turned = {
      ...two,
      statements: two.statements.map((one) => ({ ...one, resource: turn(one.resource!) })),
    };
    expect(rawTextsOfLike(two, like as PolicyDocument, substitute)).not.toBeNull();
    expect(rawTextsOfLike(turned, like as PolicyDocument, substitute)).toBeNull();
  });
});

function turn({ negated, patterns }: PatternSet): PatternSet {
  return { negated, patterns: patterns.toReversed() };
}

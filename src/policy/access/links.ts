import type { Matcher } from './conditions.js';
import {
  type Conjunction,
  type Draft,
  includesSymbolically,
  type KeyDraft,
  negate,
  predicateRef,
  type Ref,
} from './drafts.js';
import { glob, plainText, segmentwise, variablesOf } from './pattern.js';
import { NO_ACCOUNT } from './relations.js';

/** A space whose questions are all asked, and in which some requests can't be. */
interface Linked {
  readonly keyIn: (key: string, matcher: Matcher) => Ref;
  readonly keyAbsent: (key: string) => Ref;
  readonly forbid: (conjunction: Conjunction) => void;
}

/**
 * Keys with an ARN and with its account; `together`: a request has both or none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const ACCOUNT_KEYS = [
  { arn: 'aws:principalarn', account: 'aws:principalaccount', together: true },
  { arn: 'aws:sourcearn', account: 'aws:sourceaccount', together: false },
];

/** ARNs of these accounts. */
export function inAccount(ids: readonly string[]): Matcher {
  const patterns = ids.map((id) => segmentwise(glob(`arn:*:*:*:${id}:*`))).filter((one) => one !== null);
  return { family: 'text', patterns, arn: false };
}

/** The values without wildcards that are asked about. */
function literalsOf({ matchers }: KeyDraft): string[] {
  const texts = [...matchers.values()].flatMap(({ matcher }) =>
    matcher.family === 'text'
      ? matcher.patterns.map((pattern) =>
          pattern.every((token) => token.kind === 'char') ? pattern.map((token) => token.char).join('') : '',
        )
      : [],
  );
  return [...new Set(texts)].filter((text) => text !== '');
}

/**
 * A pattern matches only within its hull, and where it matches so does every pattern that includes it.
 * Without the values of its variables it does neither.
 */
export function linkVariables(space: Linked, drafts: readonly Draft[]): void {
  for (const draft of [...drafts]) {
    if (draft.kind === 'fixed') continue;
    const patterns = [...draft.variable.values()];
    for (const { pattern, hull, matches, misses } of patterns) {
      if (matches) space.forbid([matches, negate(hull)]);
      for (const { key, fallback } of variablesOf(pattern)) {
        if (fallback !== null) continue;
        const unset = space.keyAbsent(key);
        if (matches) space.forbid([matches, unset]);
        if (misses) space.forbid([misses, unset]);
      }
      if (matches && misses) space.forbid([matches, misses]);
    }
    for (const narrow of patterns) {
      for (const wide of patterns) {
        if (narrow === wide || !narrow.matches || !(wide.matches ?? wide.misses)) continue;
        if (!includesSymbolically(wide.pattern, narrow.pattern)) continue;
        if (wide.matches) space.forbid([narrow.matches, negate(wide.matches)]);
        if (wide.misses) space.forbid([narrow.matches, wide.misses]);
      }
    }
  }
}

/** The keys of an account beside those of an ARN. */
export function linkAccounts(space: Linked, drafts: readonly Draft[]): void {
  for (const link of ACCOUNT_KEYS) linkAccount(space, drafts, link);
}

/** The account in an ARN is what the key beside it holds; as `isConsistent` says it of a request. */
function linkAccount(
  space: Linked,
  drafts: readonly Draft[],
  { arn, account, together }: (typeof ACCOUNT_KEYS)[number],
): void {
  const accounts = drafts.find((draft) => draft.kind === 'key' && draft.key === account);
  const arns = drafts.find((draft) => draft.kind === 'key' && draft.key === arn);
  if (accounts?.kind !== 'key' || arns?.kind !== 'key') return;
  const noAccount = space.keyAbsent(account);
  const noArn = space.keyAbsent(arn);
  if (together) {
    space.forbid([noArn, negate(noAccount)]);
    space.forbid([noAccount, negate(noArn)]);
  }
  // A text that is no ARN tells of no account, and contradicts none.
  const isArn = space.keyIn(arn, inAccount(['*']));
  for (const id of literalsOf(accounts)) {
    const named = space.keyIn(account, { family: 'text', patterns: [plainText(id)], arn: false });
    space.forbid([named, isArn, negate(space.keyIn(arn, inAccount([id, ...NO_ACCOUNT])))]);
    space.forbid([space.keyIn(arn, inAccount([id])), negate(named), negate(noAccount)]);
  }
}

/** A key that is read in several ways is there in all of them or in none. */
export function linkPresence(space: Linked, drafts: readonly Draft[]): void {
  const byKey = new Map<string, number[]>();
  drafts.forEach((draft, at) => {
    if (draft.kind === 'key') byKey.set(draft.key, [...(byKey.get(draft.key) ?? []), at]);
  });
  for (const [first, ...others] of byKey.values()) {
    for (const other of others) {
      const a = absentRef(drafts, first!);
      const b = absentRef(drafts, other);
      space.forbid([a, negate(b)]);
      space.forbid([negate(a), b]);
    }
  }
}

function absentRef(drafts: readonly Draft[], dimension: number): Ref {
  return predicateRef(drafts[dimension] as KeyDraft, dimension, { kind: 'absent' });
}

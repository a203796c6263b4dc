import type { Condition, PatternSet, PolicyDocument, PrincipalSet, Statement } from '../model/policy.js';
import { isSamePatterns } from '../policy/same-document.js';
import type { DocumentSubstitute } from './document.js';
import { substituteArn, substituteCondition, substitutePrincipal } from './fields.js';

/** Notes that a text becomes another one. false: a text that is not this one has become the same before. */
type Note = (raw: string, normalised: string) => boolean;

/**
 * Does a document become `like`, which is a substituted one, text by text in the same order? Then nothing has to be
 * made of it. Returns what each changed text was (normalised → raw); null where that is not certain: another order, or
 * texts of one document that become the same and are told apart by numbers.
 */
export function rawTextsOfLike(
  document: PolicyDocument,
  like: PolicyDocument,
  substitute: DocumentSubstitute,
): ReadonlyMap<string, string> | null {
  if (document.version !== like.version) return null;
  const rawTexts = new Map<string, string>();
  const note: Note = (raw, normalised) => {
    if (raw === normalised) return true;
    const known = rawTexts.get(normalised);
    if (known === undefined) rawTexts.set(normalised, raw);
    return known === undefined || known === raw;
  };
  const becomes = areAll(document.statements, like.statements, (one, other) =>
    becomesStatement(one, other, substitute, note),
  );
  return becomes ? rawTexts : null;
}

function becomesStatement(
  one: Statement,
  like: Statement,
  substitute: DocumentSubstitute,
  note: Note,
): boolean {
  return (
    one.effect === like.effect &&
    isSamePatterns(one.action, like.action) &&
    becomesPatterns(one.resource, like.resource, substitute, note) &&
    becomesPrincipals(one.principal, like.principal, substitute, note) &&
    areAll(one.conditions, like.conditions, (condition, other) =>
      becomesCondition(condition, other, substitute, note),
    )
  );
}

function becomesPatterns(
  one: PatternSet | null,
  like: PatternSet | null,
  { resource: substitute, arns }: DocumentSubstitute,
  note: Note,
): boolean {
  return isAlike(one, like, (set, other) =>
    areAll(
      set.patterns,
      other.patterns,
      (raw, becomes) => substituteArn(raw, substitute, arns) === becomes && note(raw, becomes),
    ),
  );
}

function becomesPrincipals(
  one: PrincipalSet | null,
  like: PrincipalSet | null,
  { principal: substitute, arns }: DocumentSubstitute,
  note: Note,
): boolean {
  return isAlike(one, like, (set, other) =>
    areAll(
      set.principals,
      other.principals,
      (raw, becomes) =>
        raw.type === becomes.type &&
        substitutePrincipal(raw, substitute, arns).value === becomes.value &&
        note(raw.value, becomes.value),
    ),
  );
}

/** Neither is there, or both are negated alike and hold the same. */
function isAlike<Set extends { readonly negated: boolean }>(
  one: Set | null,
  like: Set | null,
  holdTheSame: (one: Set, like: Set) => boolean,
): boolean {
  if (!one || !like) return one === like;
  return one.negated === like.negated && holdTheSame(one, like);
}

function becomesCondition(
  one: Condition,
  like: Condition,
  { condition: substitute, arns }: DocumentSubstitute,
  note: Note,
): boolean {
  if (one.operator !== like.operator || one.key !== like.key) return false;
  const { values } = substituteCondition(one, substitute, arns);
  return areAll(values, like.values, (value, other) => value === other) && areAll(one.values, values, note);
}

/** Also one and the same list is looked at: what becomes of it can differ from side to side. */
function areAll<T>(one: readonly T[], two: readonly T[], isIt: (a: T, b: T) => boolean): boolean {
  if (one.length !== two.length) return false;
  for (let at = 0; at < one.length; at++) if (!isIt(one[at]!, two[at]!)) return false;
  return true;
}

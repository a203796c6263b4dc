import type { AccessComparison, AccessInput, AnswerAll, PolicySet } from '../model/access.js';
import type { NormalisedSnapshot } from '../model/normalised.js';
import type { PolicyDocument } from '../model/policy.js';
import type { EntityAccess, EntityComparison } from '../model/report.js';
import { measuresPlaceholders, PlaceholderSymbols } from './placeholder-symbols.js';
import { QuestionKeys } from './question-keys.js';
import { RawAccess } from './raw/raw-access.js';
import { SideDocuments } from './side-documents.js';

/** The questions that two sides of an entity raise; null: the same documents. */
interface Questions {
  readonly identity: AccessInput | null;
  readonly trust: AccessInput | null;
  /** The two boundaries by themselves: they also limit what other policies grant. */
  readonly boundary: AccessInput | null;
  /** The policies by themselves: what a boundary hides today, it shows when it is widened. */
  readonly unbounded: AccessInput | null;
}

/**
 * Answers for the entities whose documents differ how access differs, side 1 being before and side 2 after. Returns
 * those entities anew, by the old ones; entities with a document that can't be read are left as they are.
 * `answerAll` does the comparing: it may be slow, and each distinct question is put to it once.
 */
export async function judgeEntities(
  entities: readonly EntityComparison[],
  side1: NormalisedSnapshot,
  side2: NormalisedSnapshot,
  answerAll: AnswerAll,
): Promise<Map<EntityComparison, EntityComparison>> {
  const symbols = new PlaceholderSymbols(side1.accountIds, side1.partitions);
  const sides = [new SideDocuments(side1, symbols), new SideDocuments(side2, symbols)] as const;
  const keys = new QuestionKeys();
  const questions = new Map<EntityComparison, Questions>();
  for (const entity of entities) {
    const raised = entity.status === 'drifted' ? questionsOf(entity, ...sides, keys) : null;
    if (raised) questions.set(entity, raised);
  }
  const judge = new Judge(answerAll, keys, new RawAccess(sides));
  await judge.hear([...questions.values()].flatMap(({ identity, trust }) => [identity, trust]));
  // What only decides between `reorganised` and `drifted` is asked where nothing else has decided yet.
  const open = [...questions].filter(([entity, raised]) => judge.isOpen(entity, raised));
  await judge.hear(open.flatMap(([, { boundary, unbounded }]) => [boundary, unbounded]));
  return new Map([...questions].map(([entity, raised]) => [entity, judge.judged(entity, raised)]));
}

function questionsOf(
  entity: EntityComparison,
  side1: SideDocuments,
  side2: SideDocuments,
  keys: QuestionKeys,
): Questions | null {
  const [arn1, arn2] = [entity.side1!.arn.raw, entity.side2!.arn.raw];
  const before = side1.policySet(entity, arn1);
  const after = side2.policySet(entity, arn2);
  const trust1 = side1.trustPolicy(entity, arn1);
  const trust2 = side2.trustPolicy(entity, arn2);
  if (!before || !after || trust1?.kind === 'unreadable' || trust2?.kind === 'unreadable') return null;
  const boundaries =
    before.boundary && after.boundary
      ? ([{ policies: [before.boundary] }, { policies: [after.boundary] }] as const)
      : null;
  const { accountId: beforeAccount } = side1;
  const { accountId: afterAccount } = side2;
  const identity = (one: PolicySet, two: PolicySet): AccessInput | null =>
    keys.ofSet(one) === keys.ofSet(two) ? null : { type: 'identity', before: one, after: two };
  const trust = (one: PolicyDocument, two: PolicyDocument): AccessInput | null =>
    keys.ofDocument(one) === keys.ofDocument(two)
      ? null
      : { type: 'trust', before: one, after: two, beforeAccount, afterAccount };
  return {
    identity: identity(before, after),
    trust: trust1 && trust2 && trust(trust1, trust2),
    boundary: boundaries && identity(...boundaries),
    unbounded:
      before.boundary || after.boundary
        ? identity({ policies: before.policies }, { policies: after.policies })
        : null,
  };
}

/** Has questions answered, each distinct one once. */
class Judge {
  readonly #known = new Map<string, AccessComparison>();

  constructor(
    readonly answerAll: AnswerAll,
    readonly keys: QuestionKeys,
    readonly raw: RawAccess,
  ) {}

  async hear(questions: readonly (AccessInput | null)[]): Promise<void> {
    const asked = new Map<string, AccessInput>();
    for (const question of questions) {
      const key = question && this.keys.ofQuestion(question);
      if (key !== null && !this.#known.has(key)) asked.set(key, question!);
    }
    if (asked.size === 0) return;
    const answers = await this.answerAll([...asked.values()]);
    [...asked.keys()].forEach((key, at) => this.#known.set(key, answers[at]!));
  }

  /** Nothing says `drifted` yet. */
  isOpen({ attributesDiffer }: EntityComparison, { identity, trust }: Questions): boolean {
    return !attributesDiffer && this.#isEqual(identity) && this.#isEqual(trust);
  }

  judged(entity: EntityComparison, questions: Questions): EntityComparison {
    const { identity, trust, boundary, unbounded } = questions;
    const access: EntityAccess = {
      identity: identity && this.raw.identity(entity, this.#answer(identity)),
      trust: trust && this.raw.trust(entity, this.#answer(trust)),
    };
    const isReorganised =
      this.isOpen(entity, questions) && this.#isEqual(boundary) && this.#isEqual(unbounded);
    return { ...entity, access, status: isReorganised ? 'reorganised' : 'drifted' };
  }

  #isEqual(question: AccessInput | null): boolean {
    return (
      question === null ||
      (this.#answer(question).verdict === 'equivalent' && !measuresPlaceholders(question))
    );
  }

  #answer(question: AccessInput): AccessComparison {
    return this.#known.get(this.keys.ofQuestion(question))!;
  }
}

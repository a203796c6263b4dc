import type { AccessAnswers, AccessComparison, AccessInput, PolicySet } from '../model/access.js';
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
 * Tells of the entities whose documents differ how access differs, side 1 being before and side 2 after. Asks while
 * entities are still being compared: who answers may begin meanwhile. Each distinct question is asked once.
 */
export class AccessJudge {
  readonly #sides: readonly [SideDocuments, SideDocuments];
  readonly #keys = new QuestionKeys();
  readonly #raised = new Map<EntityComparison, Questions | null>();
  /** Question → which one it was. */
  readonly #asked = new Map<string, number>();
  #answers: readonly AccessComparison[] = [];

  constructor(
    side1: NormalisedSnapshot,
    side2: NormalisedSnapshot,
    readonly answers: AccessAnswers,
  ) {
    const symbols = new PlaceholderSymbols(side1.accountIds, side1.partitions);
    this.#sides = [new SideDocuments(side1, symbols), new SideDocuments(side2, symbols)];
  }

  /** Asks what an entity raises. */
  hear(entity: EntityComparison): void {
    if (entity.status !== 'drifted' || this.#raised.has(entity)) return;
    const raised = questionsOf(entity, ...this.#sides, this.#keys);
    this.#raised.set(entity, raised);
    if (raised) this.#ask(raised.identity, raised.trust);
  }

  /**
   * Returns the entities that differ anew, by the old ones; entities with a document that can't be read are left as
   * they are. Hears those that it hasn't heard.
   */
  async judged(entities: readonly EntityComparison[]): Promise<Map<EntityComparison, EntityComparison>> {
    for (const entity of entities) this.hear(entity);
    const heard = [...this.#raised].flatMap(([entity, raised]) =>
      raised ? [[entity, raised] as const] : [],
    );
    await this.#listen();
    // What only decides between `reorganised` and `drifted` is asked where nothing else has decided yet.
    for (const [entity, raised] of heard) {
      if (this.#isOpen(entity, raised)) this.#ask(raised.boundary, raised.unbounded);
    }
    await this.#listen();
    const raw = new RawAccess(this.#sides);
    return new Map(heard.map(([entity, raised]) => [entity, this.#judged(entity, raised, raw)]));
  }

  #ask(...questions: readonly (AccessInput | null)[]): void {
    for (const question of questions) {
      const key = question && this.#keys.ofQuestion(question);
      if (key === null || this.#asked.has(key)) continue;
      this.#asked.set(key, this.#asked.size);
      this.answers.ask(question!);
    }
  }

  async #listen(): Promise<void> {
    if (this.#answers.length < this.#asked.size) this.#answers = await this.answers.all();
  }

  /** Nothing says `drifted` yet. */
  #isOpen({ attributesDiffer }: EntityComparison, { identity, trust }: Questions): boolean {
    return !attributesDiffer && this.#isEqual(identity) && this.#isEqual(trust);
  }

  #judged(entity: EntityComparison, questions: Questions, raw: RawAccess): EntityComparison {
    const { identity, trust, boundary, unbounded } = questions;
    const access: EntityAccess = {
      identity: identity && raw.identity(entity, this.#answer(identity)),
      trust: trust && raw.trust(entity, this.#answer(trust)),
    };
    const isReorganised =
      this.#isOpen(entity, questions) && this.#isEqual(boundary) && this.#isEqual(unbounded);
    return { ...entity, access, status: isReorganised ? 'reorganised' : 'drifted' };
  }

  #isEqual(question: AccessInput | null): boolean {
    return (
      question === null ||
      (this.#answer(question).verdict === 'equivalent' && !measuresPlaceholders(question))
    );
  }

  #answer(question: AccessInput): AccessComparison {
    return this.#answers[this.#asked.get(this.#keys.ofQuestion(question))!]!;
  }
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

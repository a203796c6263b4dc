import type { AccessComparison, AccessInput, PolicySet } from '../model/access.js';
import type { Normalised, NormalisedSnapshot } from '../model/normalised.js';
import type { ParsedDocument, PolicyDocument } from '../model/policy.js';
import type { EntityAccess, EntityComparison, EntityKind } from '../model/report.js';
import type { AttachedPolicy, Entity, InlinePolicy, ManagedPolicy } from '../model/snapshot.js';
import { compareAccess, loadServiceData, type ServiceData, servicesOf } from '../policy/access/index.js';
import { sortedBy, sortedUnique } from '../model/text.js';
import { documentKey } from '../policy/canonical.js';
import { measuresPlaceholders, PlaceholderSymbols } from './placeholder-symbols.js';

/** What decides the access of an entity. Groups have no boundary, users and groups no trust policy. */
interface AccessHolder extends Entity {
  readonly inlinePolicies: readonly InlinePolicy[];
  readonly attachedPolicies: readonly AttachedPolicy[];
  readonly permissionsBoundary?: string | null;
  readonly trustPolicy?: ParsedDocument;
}

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
 */
export async function judgeEntities(
  entities: readonly EntityComparison[],
  side1: NormalisedSnapshot,
  side2: NormalisedSnapshot,
): Promise<Map<EntityComparison, EntityComparison>> {
  const symbols = new PlaceholderSymbols(side1.accountIds);
  const sides = [new SideDocuments(side1, symbols), new SideDocuments(side2, symbols)] as const;
  const questions = new Map<EntityComparison, Questions>();
  for (const entity of entities) {
    const raised = entity.status === 'drifted' ? questionsOf(entity, ...sides) : null;
    if (raised) questions.set(entity, raised);
  }
  const inputs = [...questions.values()].flatMap((raised) => Object.values(raised) as (AccessInput | null)[]);
  const services = inputs.flatMap((input) => (input ? [...servicesOf(input)] : []));
  const judge = new Judge(services.length === 0 ? new Map() : await loadServiceData(services), symbols);
  return new Map([...questions].map(([entity, raised]) => [entity, judge.judged(entity, raised)]));
}

/** Looks up the entities and documents of one side. */
class SideDocuments {
  readonly #holders: ReadonlyMap<string, Normalised<AccessHolder>>;
  readonly #policies: ReadonlyMap<string, Normalised<ManagedPolicy>>;
  readonly accountId: string;

  constructor(
    side: NormalisedSnapshot,
    readonly symbols: PlaceholderSymbols,
  ) {
    const all: [EntityKind, readonly Normalised<AccessHolder>[]][] = [
      ['role', side.roles],
      ['user', side.users],
      ['group', side.groups],
    ];
    this.#holders = new Map(
      all.flatMap(([kind, list]) => list.map((one) => [`${kind}:${one.raw.arn}`, one])),
    );
    this.#policies = new Map(side.managedPolicies.map((one) => [one.raw.arn, one]));
    this.accountId = symbols.encode(side.accountId);
  }

  trustPolicy(entity: EntityComparison, arn: string): ParsedDocument | null {
    const document = this.#holders.get(`${entity.kind}:${arn}`)?.value.trustPolicy;
    return document ? this.symbols.encodeDocument(document) : null;
  }

  /** All documents of an entity; null where one of them can't be read. */
  policySet(entity: EntityComparison, arn: string): PolicySet | null {
    if (entity.kind === 'managed-policy') {
      const document = this.#document(arn);
      return document && { policies: [document], boundary: null };
    }
    const { raw, value } = this.#holders.get(`${entity.kind}:${arn}`)!;
    const documents = [
      ...value.inlinePolicies.map(({ document }) => this.#readable(document)),
      ...raw.attachedPolicies.map((attached) => this.#document(attached.arn)),
    ];
    // In an order of their own: what is told must not hang on how the account lists them.
    const policies = sortedBy(
      documents.filter((document) => document !== null),
      documentKey,
    );
    if (policies.length < documents.length) return null;
    if (!raw.permissionsBoundary) return { policies, boundary: null };
    const boundary = this.#document(raw.permissionsBoundary);
    return boundary && { policies, boundary };
  }

  #document(arn: string): PolicyDocument | null {
    return this.#readable(this.#policies.get(arn)?.value.document);
  }

  #readable(document: ParsedDocument | undefined): PolicyDocument | null {
    const encoded = document && this.symbols.encodeDocument(document);
    return encoded?.kind === 'policy' ? encoded : null;
  }
}

function questionsOf(entity: EntityComparison, side1: SideDocuments, side2: SideDocuments): Questions | null {
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
  return {
    identity: identityQuestion(before, after),
    trust: trust1 && trust2 && trustQuestion(trust1, trust2, side1.accountId, side2.accountId),
    boundary: boundaries && identityQuestion(...boundaries),
    unbounded:
      before.boundary || after.boundary
        ? identityQuestion({ policies: before.policies }, { policies: after.policies })
        : null,
  };
}

function identityQuestion(before: PolicySet, after: PolicySet): AccessInput | null {
  return setKey(before) === setKey(after) ? null : { type: 'identity', before, after };
}

function trustQuestion(
  before: PolicyDocument,
  after: PolicyDocument,
  beforeAccount: string,
  afterAccount: string,
): AccessInput | null {
  const isSame = documentKey(before) === documentKey(after);
  return isSame ? null : { type: 'trust', before, after, beforeAccount, afterAccount };
}

/** Equal for sets of policies that say the same, document by document. */
function setKey({ policies, boundary }: PolicySet): string {
  return JSON.stringify([sortedUnique(policies.map(documentKey)), boundary ? documentKey(boundary) : null]);
}

/** Answers questions, each distinct one once. */
class Judge {
  readonly #known = new Map<string, AccessComparison>();

  constructor(
    readonly data: ServiceData,
    readonly symbols: PlaceholderSymbols,
  ) {}

  judged(entity: EntityComparison, questions: Questions): EntityComparison {
    const access: EntityAccess = {
      identity: questions.identity && this.symbols.decode(this.#answer(questions.identity)),
      trust: questions.trust && this.symbols.decode(this.#answer(questions.trust)),
    };
    const isEqual = (question: AccessInput | null): boolean =>
      question === null ||
      (this.#answer(question).verdict === 'equivalent' && !measuresPlaceholders(question));
    const { identity, trust, boundary, unbounded } = questions;
    const isReorganised = !entity.attributesDiffer && [identity, trust, boundary, unbounded].every(isEqual);
    return { ...entity, access, status: isReorganised ? 'reorganised' : 'drifted' };
  }

  #answer(input: AccessInput): AccessComparison {
    const key =
      input.type === 'trust'
        ? JSON.stringify([
            input.beforeAccount,
            input.afterAccount,
            documentKey(input.before),
            documentKey(input.after),
          ])
        : JSON.stringify([setKey(input.before), setKey(input.after)]);
    let answer = this.#known.get(key);
    if (!answer) this.#known.set(key, (answer = compareAccess(input, this.data)));
    return answer;
  }
}

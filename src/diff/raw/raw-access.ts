import type {
  AccessChange,
  AccessComparison,
  AccessRequest,
  RawChange,
  RawRequests,
  Witness,
} from '../../model/access.js';
import type { Normalised } from '../../model/normalised.js';
import type { ParsedDocument, PolicyDocument } from '../../model/policy.js';
import type { EntityComparison } from '../../model/report.js';
import { evaluateIdentity, evaluateTrust, type NamedPolicy } from '../../policy/evaluate/index.js';
import type { SideDocuments } from '../side-documents.js';
import { aboutRequest } from './could-apply.js';
import { rawRequest } from './raw-request.js';
import { SideTexts } from './side-texts.js';

/** One side of one half of an entity's access: its texts, and what it answers to a request as it is. */
interface RawSide {
  readonly texts: SideTexts;
  readonly answer: (request: AccessRequest) => Witness['before'];
}

type RawSides = readonly [RawSide, RawSide];

/** What an answer was told as, for these documents of side 1 and side 2. */
interface Told {
  readonly documents: readonly PolicyDocument[];
  readonly comparison: AccessComparison;
}

/**
 * Puts beside what is told of access, which speaks in placeholders, the same in the words of the accounts. What a
 * statement says is looked up in the documents; a request is put to the documents of the account as they are, and is
 * only told where they answer as it is said. So nothing raw is ever guessed.
 */
export class RawAccess {
  /** Many entities hold the same managed policies, and share an answer: the last telling of each. */
  readonly #told = new Map<AccessComparison, Told>();

  constructor(readonly sides: readonly [SideDocuments, SideDocuments]) {}

  /** What an entity may do, in placeholders and with raw texts. Takes the answer on the documents as they are compared. */
  identity(entity: EntityComparison, answer: AccessComparison): AccessComparison {
    const [one, two] = this.#onSides(entity, (side, arn) => {
      const { policies, boundary } = side.identity(entity, arn);
      return { side, policies: policies.map(readable), limits: boundary ? [readable(boundary)] : [] };
    });
    const documents = [one, two].flatMap(({ policies, limits }) => [...policies, ...limits]);
    return this.#tell(answer, documents, () => [identitySide(one), identitySide(two)]);
  }

  /** Who may assume a role, in the same way. */
  trust(entity: EntityComparison, answer: AccessComparison): AccessComparison {
    const [one, two] = this.#onSides(entity, (side, arn) => ({
      side,
      document: readable(side.trust(entity, arn) ?? undefined),
    }));
    return this.#tell(answer, [one.document, two.document], () => [trustSide(one), trustSide(two)]);
  }

  #onSides<T>(
    { side1, side2 }: EntityComparison,
    read: (side: SideDocuments, arn: string) => T,
  ): readonly [T, T] {
    return [read(this.sides[0], side1!.arn.raw), read(this.sides[1], side2!.arn.raw)];
  }

  #tell(answer: AccessComparison, read: readonly Readable[], sidesOf: () => RawSides): AccessComparison {
    const documents = read.map(({ raw }) => raw);
    const told = this.#told.get(answer);
    const isSame =
      told?.documents.length === documents.length &&
      told.documents.every((document, at) => document === documents[at]);
    if (isSame) return told.comparison;
    const comparison = withRaw(this.sides[0].symbols.decode(answer), sidesOf);
    this.#told.set(answer, { documents, comparison });
    return comparison;
  }
}

type Readable = Normalised<PolicyDocument>;

/** Access is compared of documents that can be read alone. */
function readable(document: Normalised<ParsedDocument> | undefined): Readable {
  if (document?.raw.kind !== 'policy' || document.value.kind !== 'policy') {
    throw new Error('asked for the words of a document that can not be read');
  }
  return { raw: document.raw, value: document.value };
}

function identitySide({
  side,
  policies,
  limits,
}: {
  readonly side: SideDocuments;
  readonly policies: readonly Readable[];
  readonly limits: readonly Readable[];
}): RawSide {
  return {
    texts: textsOf([...policies, ...limits], side),
    answer: (request) => {
      const [own, [boundary = null]] = [policies, limits].map((all) =>
        all.map(({ raw }) => ({ name: '', document: aboutRequest(raw, request) })),
      ) as [NamedPolicy[], NamedPolicy[]];
      return evaluateIdentity({ policies: own, boundary }, request).answer;
    },
  };
}

function trustSide({
  side,
  document,
}: {
  readonly side: SideDocuments;
  readonly document: Readable;
}): RawSide {
  const account = side.side.raw.account.id;
  return {
    texts: textsOf([document], side),
    answer: (request) => evaluateTrust(aboutRequest(document.raw, request), request, { account }).answer,
  };
}

function textsOf(documents: readonly Readable[], { side, symbols }: SideDocuments): SideTexts {
  return new SideTexts(
    documents.map(({ value }) => value),
    side,
    symbols,
  );
}

function withRaw(comparison: AccessComparison, sidesOf: () => RawSides): AccessComparison {
  const { gained, lost, reasons } = comparison;
  if (gained.length + lost.length + reasons.length === 0) return { ...comparison, rawReasons: [] };
  const sides = sidesOf();
  // The requests that the verdict stands on are those of two changes.
  const known = new Map<string, RawRequests>();
  const rawOf = ({ request, before, after }: Witness): RawRequests => {
    const key = JSON.stringify([request, before, after]);
    let raw = known.get(key);
    if (!raw) {
      raw = { side1: rawRequest(request, before, sides[0]), side2: rawRequest(request, after, sides[1]) };
      known.set(key, raw);
    }
    return raw;
  };
  const witness = (one: Witness): Witness => ({ ...one, raw: rawOf(one) });
  const change = (one: AccessChange): AccessChange => ({
    ...one,
    witness: witness(one.witness),
    raw: rawChange(one, sides),
  });
  return {
    ...comparison,
    gained: gained.map(change),
    lost: lost.map(change),
    witnesses: comparison.witnesses.map(witness),
    rawReasons: reasons.map((reason) => rawReason(reason, sides)),
  };
}

/** Something that is there on one side alone made the difference: an Allow or a Deny, or what a boundary lets through. */
function rawChange(change: AccessChange, sides: RawSides): RawChange {
  return (/(?:added|widened)$/.test(change.cause) ? sides[1] : sides[0]).texts.change(change);
}

/** The reason with the conditions that it names in quotes as they are. */
function rawReason(reason: string, sides: RawSides): string {
  return reason.replace(/“([^”]*)”/g, (_, shown: string) => `“${rawCondition(shown, sides)}”`);
}

function rawCondition(shown: string, [one, two]: RawSides): string {
  const [raw1, raw2] = [one.texts.condition(shown), two.texts.condition(shown)].map((all) =>
    all?.join(' or '),
  );
  if (raw1 === undefined || raw2 === undefined || raw1 === raw2) return raw1 ?? raw2 ?? shown;
  return `${raw1} (on side 2: ${raw2})`;
}

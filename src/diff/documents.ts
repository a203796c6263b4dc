import type { DocumentFinding, DocumentSide, DocumentSubject, UnreadableFinding } from '../model/finding.js';
import type { NormalisedSnapshot } from '../model/normalised.js';
import type { ParsedDocument, PolicyDocument, PolicyType } from '../model/policy.js';
import { documentKey, versionMatters } from '../policy/canonical.js';
import type { ActionCatalogue } from '../policy/catalogue.js';
import { isSameDocument } from '../policy/same-document.js';
import { changeOf } from './attributes.js';
import { itemDifferences, type ItemDifferences, type ItemSource } from './item-differences.js';

/** What comparing one policy on two sides comes to. */
export interface DocumentResult {
  /** `rewritten`: not the same text, and no row differs. */
  readonly relation: 'same' | 'rewritten' | 'different' | 'unreadable';
  readonly findings: readonly (DocumentFinding | UnreadableFinding)[];
}

const SAME: DocumentResult = { relation: 'same', findings: [] };
const REWRITTEN: DocumentResult = { relation: 'rewritten', findings: [] };

interface Changes extends ItemDifferences {
  readonly notes: readonly string[];
  readonly identical: boolean;
}

const IDENTICAL: Changes = { onlyIn1: [], onlyIn2: [], notes: [], identical: true };
const SAID_ALIKE: Changes = { ...IDENTICAL, identical: false };

/** How a policy hangs on its entity. */
export interface PolicyRole {
  readonly subject: DocumentSubject;
  readonly policyType: PolicyType;
}

/**
 * Compares policies of two snapshots. A pair of documents that many roles share is compared once.
 */
export class DocumentComparer {
  /** Document of side 1 → the one of side 2 that it was last compared with, which is nearly always the only one. */
  readonly #cache = new Map<PolicyDocument, { readonly other: PolicyDocument; readonly changes: Changes }>();

  constructor(
    readonly side1: NormalisedSnapshot,
    readonly side2: NormalisedSnapshot,
    readonly catalogue: ActionCatalogue,
  ) {}

  /** Are both readable, and spelled alike? Then `compare` finds nothing, unless the policies' names differ. */
  areSame(one: ParsedDocument | null, two: ParsedDocument | null): boolean {
    if (one?.kind !== 'policy' || two?.kind !== 'policy') return false;
    return this.#changesBetween(one, two).identical;
  }

  /** One policy, on both sides or on one (the other is null). Never null on both. */
  compare(
    { subject, policyType }: PolicyRole,
    one: DocumentSide | null,
    two: DocumentSide | null,
  ): DocumentResult {
    const renamed = one && two ? (one.arn ?? one.name).normalised !== (two.arn ?? two.name).normalised : true;
    const trouble = one && two ? unreadable(policyType, one, two) : null;
    if (trouble && !renamed) return { relation: 'unreadable', findings: [trouble] };
    const changes =
      one && two && !trouble
        ? this.#changes(one, two)
        : { ...this.#rows(one, two), notes: [], identical: false };
    if (!renamed && changes.onlyIn1.length + changes.onlyIn2.length + changes.notes.length === 0) {
      return changes.identical ? SAME : REWRITTEN;
    }
    const type = `${subject}-${changeOf(one, two)}` as const;
    const { onlyIn1, onlyIn2, notes } = changes;
    const finding: DocumentFinding = {
      kind: 'document',
      type,
      policyType,
      side1: one,
      side2: two,
      onlyIn1,
      onlyIn2,
      notes,
    };
    return { relation: 'different', findings: trouble ? [finding, trouble] : [finding] };
  }

  /** Two documents that can be read. */
  #changes(one: DocumentSide, two: DocumentSide): Changes {
    return this.#changesBetween(readable(one), readable(two));
  }

  #changesBetween(document1: PolicyDocument, document2: PolicyDocument): Changes {
    const known = this.#cache.get(document1);
    if (known?.other === document2) return known.changes;
    const changes = this.#changesOf(document1, document2);
    this.#cache.set(document1, { other: document2, changes });
    return changes;
  }

  #changesOf(one: PolicyDocument, two: PolicyDocument): Changes {
    if (isSameDocument(one, two)) return IDENTICAL;
    if (documentKey(one) === documentKey(two)) return SAID_ALIKE;
    const rows = itemDifferences(this.#source1(one), this.#source2(two), this.catalogue);
    return { ...rows, notes: versionNotes(one, two), identical: false };
  }

  #source1(document: PolicyDocument): ItemSource {
    return { document, rawTexts: this.side1.rawTexts.get(document) };
  }

  #source2(document: PolicyDocument): ItemSource {
    return { document, rawTexts: this.side2.rawTexts.get(document) };
  }

  /** Rows of a policy whose other side is absent or can't be read. */
  #rows(one: DocumentSide | null, two: DocumentSide | null): ItemDifferences {
    return itemDifferences(
      one?.document?.kind === 'policy' ? this.#source1(one.document) : null,
      two?.document?.kind === 'policy' ? this.#source2(two.document) : null,
      this.catalogue,
    );
  }
}

function readable(side: DocumentSide): PolicyDocument {
  if (side.document?.kind !== 'policy')
    throw new Error(`${side.name.raw}: asked for a document that can't be read`);
  return side.document;
}

function unreadable(
  policyType: PolicyType,
  side1: DocumentSide,
  side2: DocumentSide,
): UnreadableFinding | null {
  const reason1 = whyUnreadable(side1);
  const reason2 = whyUnreadable(side2);
  if (reason1 === null && reason2 === null) return null;
  return { kind: 'unreadable', type: 'document-unreadable', policyType, side1, side2, reason1, reason2 };
}

function whyUnreadable({ document }: DocumentSide): string | null {
  if (!document) return 'its document was not read';
  return document.kind === 'unreadable' ? document.reason : null;
}

/** Policy variables mean something under one version and are plain text under the other. */
function versionNotes(one: PolicyDocument, two: PolicyDocument): string[] {
  if (one.version === two.version || !(versionMatters(one) || versionMatters(two))) return [];
  return [`Version ${one.version} became ${two.version}: policy variables are variables only in 2012-10-17`];
}

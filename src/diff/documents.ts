import type { DocumentFinding, DocumentSide, DocumentSubject, UnreadableFinding } from '../model/finding.js';
import type { NormalisedSnapshot } from '../model/normalised.js';
import type { PolicyDocument, PolicyType } from '../model/policy.js';
import { documentKey, versionMatters } from '../policy/canonical.js';
import type { ActionCatalogue } from '../policy/catalogue.js';
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
  readonly identical?: boolean;
}

/** How a policy hangs on its entity. */
export interface PolicyRole {
  readonly subject: DocumentSubject;
  readonly policyType: PolicyType;
}

/**
 * Compares policies of two snapshots. A pair of documents that many roles share is compared once.
 */
export class DocumentComparer {
  readonly #cache = new Map<PolicyDocument, Map<PolicyDocument, ItemDifferences>>();

  constructor(
    readonly side1: NormalisedSnapshot,
    readonly side2: NormalisedSnapshot,
    readonly catalogue: ActionCatalogue,
  ) {}

  /** One policy, on both sides or on one (the other is null). Never null on both. */
  compare(
    { subject, policyType }: PolicyRole,
    one: DocumentSide | null,
    two: DocumentSide | null,
  ): DocumentResult {
    const renamed = one && two ? (one.arn ?? one.name).normalised !== (two.arn ?? two.name).normalised : true;
    const trouble = one && two ? unreadable(policyType, one, two) : null;
    if (trouble && !renamed) return { relation: 'unreadable', findings: [trouble] };
    const changes = one && two && !trouble ? this.#changes(one, two) : { ...this.#rows(one, two), notes: [] };
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
    const document1 = readable(one);
    const document2 = readable(two);
    if (documentKey(document1) === documentKey(document2)) {
      return { onlyIn1: [], onlyIn2: [], notes: [], identical: isIdentical(document1, document2) };
    }
    return { ...this.#rows(one, two), notes: versionNotes(document1, document2), identical: false };
  }

  #rows(one: DocumentSide | null, two: DocumentSide | null): ItemDifferences {
    const source1 = itemSource(one, this.side1);
    const source2 = itemSource(two, this.side2);
    if (!source1 || !source2) return itemDifferences(source1, source2, this.catalogue);
    let row = this.#cache.get(source1.document);
    if (!row) this.#cache.set(source1.document, (row = new Map<PolicyDocument, ItemDifferences>()));
    let known = row.get(source2.document);
    if (!known) row.set(source2.document, (known = itemDifferences(source1, source2, this.catalogue)));
    return known;
  }
}

/** Equal to the byte: the canonical documents are spelled alike as well. */
function isIdentical(one: PolicyDocument, two: PolicyDocument): boolean {
  return one === two || JSON.stringify(one) === JSON.stringify(two);
}

function itemSource(side: DocumentSide | null, snapshot: NormalisedSnapshot): ItemSource | null {
  if (side?.document?.kind !== 'policy') return null;
  return { document: side.document, rawTexts: snapshot.rawTexts.get(side.document) };
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

import type { Normalised, NormalisedSnapshot } from '../../model/normalised.js';
import type { ParsedDocument } from '../../model/policy.js';
import type { ItemCounts } from '../../model/report.js';
import type { RowCounts } from '../../model/run.js';
import type { Role } from '../../model/snapshot.js';
import type { ActionCatalogue } from '../../policy/catalogue.js';
import { DocumentRows } from './document-rows.js';
import {
  type DocumentsByArn,
  documentsByArn,
  normalisedDocumentsByArn,
  rolePolicies,
} from './role-policies.js';

/**
 * The rows of both snapshots' roles: `harvested`, as many as the side's `…_iam_tuples.csv` has; `sanitised`, as many as
 * remain distinct after substitution. No row is made for it. `known`: of documents of side 2 as they are.
 */
export function countItems(
  [side1, side2]: readonly [NormalisedSnapshot, NormalisedSnapshot],
  catalogue: ActionCatalogue,
  known: RowCounts = new Map(),
): readonly [ItemCounts, ItemCounts] {
  // Most of the one is in the other as well, and lists of actions are expanded once.
  const counter = new Counter(catalogue, known);
  const items2 = countSide(side2, counter);
  return [countSide(side1, counter), items2];
}

function countSide(side: NormalisedSnapshot, counter: Counter): ItemCounts {
  const documents = documentsByArn(side.raw);
  const normalised = normalisedDocumentsByArn(side);
  // Texts of a document stay distinct under substitution, and what both sides have is one object after it. But where
  // partitions are compared as one, `ec2.amazonaws.com` and `ec2.amazonaws.com.cn` become the same principal.
  const isExact = side.partitions.size === 0;
  const managed = new Map(
    side.managedPolicies.map(({ raw, value }) => [
      raw.arn,
      counter.countOf(isExact ? value.document : raw.document, raw.document),
    ]),
  );
  let harvested = 0;
  let sanitised = 0;
  for (const { raw, value } of side.roles) {
    const all = hasTwins(raw)
      ? counter.count({ raw, value: raw }, documents)
      : counter.countApart({ raw, value: isExact ? value : raw }, managed);
    harvested += all;
    // Only policies that share a name can share rows anew.
    sanitised += hasTwins(value) ? counter.count({ raw, value }, normalised) : all;
  }
  return { harvested, sanitised };
}

class Counter {
  readonly #rows: DocumentRows;
  readonly #counts = new Map<ParsedDocument, number>();

  constructor(
    catalogue: ActionCatalogue,
    private readonly known: RowCounts,
  ) {
    this.#rows = new DocumentRows(catalogue);
  }

  count(role: Normalised<Role>, documents: DocumentsByArn): number {
    return rolePolicies(role, documents).reduce((sum, { documents: all }) => {
      return sum + (all.length === 1 ? this.countOf(all[0]) : this.#rows.count(all));
    }, 0);
  }

  /** The same where no two policies of a type share a name, and so no row. `managed`: rows by ARN. */
  countApart({ raw, value }: Normalised<Role>, managed: ReadonlyMap<string, number>): number {
    let count = this.countOf(value.trustPolicy, raw.trustPolicy);
    for (let at = 0; at < value.inlinePolicies.length; at++) {
      count += this.countOf(value.inlinePolicies[at]!.document, raw.inlinePolicies[at]!.document);
    }
    for (const { arn } of raw.attachedPolicies) count += managed.get(arn) ?? UNREAD;
    if (raw.permissionsBoundary !== null) count += managed.get(raw.permissionsBoundary) ?? UNREAD;
    return count;
  }

  /** `raw`: the document as it is, which has as many rows. */
  countOf(document: ParsedDocument | undefined, raw = document): number {
    if (!document || !raw) return UNREAD;
    let count = this.#counts.get(document);
    if (count === undefined) {
      count = this.known.get(raw) ?? this.#rows.countOne(document);
      this.#counts.set(document, count);
    }
    return count;
  }
}

/** What was not read is one row that says so. */
const UNREAD = 1;

/** Managed policies of two owners, or inline ones after substitution, can share a name. */
function hasTwins({ attachedPolicies, inlinePolicies }: Role): boolean {
  return hasRepeats(attachedPolicies) || hasRepeats(inlinePolicies);
}

/** Up to that many, a look at each pair is quicker than a set. */
const FEW = 12;

function hasRepeats(named: readonly { readonly name: string }[]): boolean {
  if (named.length > FEW) return new Set(named.map(({ name }) => name)).size < named.length;
  for (let later = 1; later < named.length; later++) {
    const { name } = named[later]!;
    for (let earlier = 0; earlier < later; earlier++) if (named[earlier]!.name === name) return true;
  }
  return false;
}

import type { Normalised, NormalisedSnapshot } from '../../model/normalised.js';
import type { ParsedDocument } from '../../model/policy.js';
import type { ItemCounts } from '../../model/report.js';
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
 * remain distinct after substitution. No row is made for it.
 */
export function countItems(
  [side1, side2]: readonly [NormalisedSnapshot, NormalisedSnapshot],
  catalogue: ActionCatalogue,
): readonly [ItemCounts, ItemCounts] {
  // Most of the one is in the other as well, and lists of actions are expanded once.
  const counter = new Counter(catalogue);
  return [countSide(side1, counter), countSide(side2, counter)];
}

function countSide(side: NormalisedSnapshot, counter: Counter): ItemCounts {
  const documents = documentsByArn(side.raw);
  const normalisedDocuments = normalisedDocumentsByArn(side);
  let harvested = 0;
  let sanitised = 0;
  for (const role of side.roles) {
    const asIs = counter.countRaw(role.raw, documents);
    harvested += asIs;
    // Texts of one document stay distinct under substitution: only policies that share a name can share rows anew.
    sanitised += hasTwins(role.value) ? counter.count(role, normalisedDocuments) : asIs;
  }
  return { harvested, sanitised };
}

class Counter {
  readonly #rows: DocumentRows;
  /** Managed documents hang on many roles, and most documents are the same object before and after substitution. */
  readonly #known = new Map<ParsedDocument, number>();

  constructor(catalogue: ActionCatalogue) {
    this.#rows = new DocumentRows(catalogue);
  }

  count(role: Normalised<Role>, documents: DocumentsByArn): number {
    return rolePolicies(role, documents).reduce((sum, { documents: all }) => {
      return sum + (all.length === 1 ? this.#countOf(all[0]) : this.#rows.count(all));
    }, 0);
  }

  /** As the role is in the account. Where all of its policies have names of their own, no two of them share a row. */
  countRaw(role: Role, documents: DocumentsByArn): number {
    if (hasTwins(role)) return this.count({ raw: role, value: role }, documents);
    let count = this.#countOf(role.trustPolicy);
    for (const { document } of role.inlinePolicies) count += this.#countOf(document);
    for (const { arn } of role.attachedPolicies) count += this.#countOf(documents.get(arn));
    if (role.permissionsBoundary !== null) count += this.#countOf(documents.get(role.permissionsBoundary));
    return count;
  }

  #countOf(document: ParsedDocument | undefined): number {
    if (!document) return this.#rows.countOne(document);
    let known = this.#known.get(document);
    if (known === undefined) this.#known.set(document, (known = this.#rows.countOne(document)));
    return known;
  }
}

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

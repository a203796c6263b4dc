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
 * The rows of a snapshot's roles: `harvested`, as many as its `…_iam_tuples.csv` has; `sanitised`, as many as
 * remain distinct after substitution. No row is made for it.
 */
export function countItems(side: NormalisedSnapshot, catalogue: ActionCatalogue): ItemCounts {
  const counter = new Counter(catalogue);
  const documents = documentsByArn(side.raw);
  const normalisedDocuments = normalisedDocumentsByArn(side);
  let harvested = 0;
  let sanitised = 0;
  for (const role of side.roles) {
    const asIs = counter.count({ raw: role.raw, value: role.raw }, documents);
    harvested += asIs;
    // Texts of one document stay distinct under substitution: only policies that share a name can share rows anew.
    sanitised += hasTwins(role) ? counter.count(role, normalisedDocuments) : asIs;
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
    if (!hasTwins(role)) return this.#countOfRole(role, documents);
    return rolePolicies(role, documents).reduce((sum, { documents: all }) => sum + this.#countOf(all), 0);
  }

  /** A role whose policies all have names of their own: no two of them share a row. */
  #countOfRole({ raw, value }: Normalised<Role>, documents: DocumentsByArn): number {
    let count = this.#countOf([value.trustPolicy]);
    for (const { document } of value.inlinePolicies) count += this.#countOf([document]);
    for (const { arn } of raw.attachedPolicies) count += this.#countOf([documents.get(arn)]);
    if (raw.permissionsBoundary !== null) count += this.#countOf([documents.get(raw.permissionsBoundary)]);
    return count;
  }

  #countOf(documents: readonly (ParsedDocument | undefined)[]): number {
    const only = documents[0];
    if (documents.length > 1 || !only) return this.#rows.count(documents);
    let known = this.#known.get(only);
    if (known === undefined) this.#known.set(only, (known = this.#rows.count(documents)));
    return known;
  }
}

/** Managed policies of two owners, or inline ones after substitution, can share a name. */
function hasTwins({ value }: Normalised<Role>): boolean {
  return hasRepeats(value.attachedPolicies) || hasRepeats(value.inlinePolicies);
}

function hasRepeats(named: readonly { readonly name: string }[]): boolean {
  if (named.length < 2) return false;
  if (named.length === 2) return named[0]!.name === named[1]!.name;
  return new Set(named.map(({ name }) => name)).size < named.length;
}

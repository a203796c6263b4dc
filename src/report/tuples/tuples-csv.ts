import type { ParsedDocument } from '../../model/policy.js';
import type { Role, Snapshot } from '../../model/snapshot.js';
import { compareText } from '../../model/text.js';
import type { ActionCatalogue } from '../../policy/catalogue.js';
import { cell, joinChunks, RECORD_END } from '../csv/cells.js';
import { ITEM_HEADER } from '../csv/item-cells.js';
import { DocumentRows } from './document-rows.js';
import { documentsByArn, rolePolicies, type RolePolicy } from './role-policies.js';

/** Rows of managed documents that are kept for the next role: some 30 MB of text. */
const MOST_CACHED_ROWS = 150_000;

/** Rows joined at a time, so that a huge document does not become one huge text. */
const SLICE = 256;

/**
 * `<tag>_<profile>_iam_tuples.csv`: every row of every role as it is in the account, sorted by role name, path,
 * policy name, policy type and `compareItems`, in pieces of about 64 KB. Memory stays flat: a document's rows are
 * made as text when their turn comes; those of managed policies, which roles share, are kept within a bound.
 * Can be iterated more than once.
 */
export function tuplesCsv(snapshot: Snapshot, catalogue: ActionCatalogue): Iterable<string> {
  return { [Symbol.iterator]: () => joinChunks(pieces(snapshot, catalogue)) };
}

function* pieces(snapshot: Snapshot, catalogue: ActionCatalogue): Generator<string> {
  yield ITEM_HEADER.join(',') + RECORD_END;
  const documents = documentsByArn(snapshot);
  const blocks = new Blocks(catalogue);
  for (const role of [...snapshot.roles].sort(compareRoles)) {
    const start = `${cell(role.name)},${cell(role.path)},`;
    for (const policy of rolePolicies({ raw: role, value: role }, documents)) {
      const prefix = `${start}${cell(policy.name)},${policy.type},`;
      const rows = blocks.of(policy);
      for (let from = 0; from < rows.length; from += SLICE) {
        const slice = rows.length <= SLICE ? rows : rows.slice(from, from + SLICE);
        yield prefix + slice.join(prefix);
      }
    }
  }
}

function compareRoles(a: Role, b: Role): number {
  return compareText(a.name, b.name) || compareText(a.path, b.path);
}

class Blocks {
  readonly #rows: DocumentRows;
  /** Least recently used first. */
  readonly #cache = new Map<ParsedDocument, string[]>();
  #cachedRows = 0;

  constructor(catalogue: ActionCatalogue) {
    this.#rows = new DocumentRows(catalogue);
  }

  of({ type, documents }: RolePolicy): string[] {
    const only = documents[0];
    const isShared = (type === 'managed' || type === 'boundary') && documents.length === 1;
    if (!only || !isShared) return this.#rows.csv(documents);
    let block = this.#cache.get(only);
    if (block) {
      this.#cache.delete(only);
    } else {
      block = this.#rows.csv(documents);
      this.#cachedRows += block.length;
    }
    this.#cache.set(only, block);
    this.#forget();
    return block;
  }

  #forget(): void {
    for (const [document, block] of this.#cache) {
      if (this.#cachedRows <= MOST_CACHED_ROWS) return;
      this.#cache.delete(document);
      this.#cachedRows -= block.length;
    }
  }
}

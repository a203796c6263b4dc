import type { ParsedDocument } from '../../model/policy.js';
import type { ActionCatalogue } from '../../policy/catalogue.js';
import { DocumentRows } from './document-rows.js';

/** How many rows each of the documents has. */
export function rowCounts(documents: readonly ParsedDocument[], catalogue: ActionCatalogue): Uint32Array {
  const rows = new DocumentRows(catalogue);
  return Uint32Array.from(documents, (document) => rows.countOne(document));
}

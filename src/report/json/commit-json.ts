import type { Json } from '../../model/json.js';
import type { SourceInfo } from '../../model/run.js';

/** Of an accepted baseline: the commit that it was read from. */
export function commitJson({ commit }: SourceInfo): { readonly commit?: Json } {
  return commit ? { commit: { id: commit.id, date: commit.date, author: commit.author } } : {};
}

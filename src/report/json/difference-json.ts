import type { Difference } from '../../model/difference.js';
import type { Json } from '../../model/json.js';
import type { EntityComparison } from '../../model/report.js';
import { differenceWords } from '../difference-words.js';
import type { Tags } from '../terminal/finding-sentences.js';

/** What every difference has in `report.json`, whatever it is. */
export function differenceJson(
  difference: Difference | null,
  entity: EntityComparison,
  tags: Tags,
): Readonly<Record<'fingerprint' | 'waived' | 'text', Json>> {
  if (!difference) return { fingerprint: null, waived: null, text: null };
  const { fingerprint, waived } = difference;
  return {
    fingerprint,
    waived: waived && {
      entry: waived.entry,
      reason: waived.reason,
      owner: waived.owner,
      expires: waived.expires,
    },
    text: differenceWords(difference, entity, tags),
  };
}

import type { Difference } from '../model/difference.js';
import type { EntityComparison } from '../model/report.js';
import { accessParts } from './access.js';
import { accessSentences } from './terminal/access-sentences.js';
import { findingSentences, type Sentence, type Tags } from './terminal/finding-sentences.js';
import { styleOf } from './terminal/style.js';

/** Sentences of one difference before the rest is counted. */
const MOST_SENTENCES = 3;

/** A difference in one line for people: what the terminal says of it, shortened. */
export function differenceWords(difference: Difference, entity: EntityComparison, tags: Tags): string {
  const sentences = sentencesOf(difference, entity, tags).map(({ text }) => text);
  const shown = sentences.slice(0, MOST_SENTENCES);
  const more = sentences.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; … and ${more} more` : '');
}

const STYLE = styleOf({ color: false, full: false, width: 100 });

function sentencesOf({ type, finding }: Difference, entity: EntityComparison, tags: Tags): Sentence[] {
  if (finding) return findingSentences(finding, tags, STYLE, true);
  const part = accessParts(entity).find((one) => `${one.type}-access` === type);
  if (!part) return [];
  const sentences = accessSentences(part, entity.kind, tags, STYLE);
  // The verdict first: it is what a shortened text must not lose.
  return [...sentences.slice(-1), ...sentences.slice(0, -1)];
}

import type { DocumentFinding } from '../../model/finding.js';
import type { EntityComparison } from '../../model/report.js';
import { visible } from '../hidden-characters.js';
import { documentDiff } from './document-diff.js';
import { findingSentences, type Tags } from './finding-sentences.js';
import { markedLines, type Style } from './style.js';

/** An entity's name, then a sentence per finding, then how its documents changed. */
export function entityLines(entity: EntityComparison, tags: Tags, style: Style): string[] {
  const lines = [`  ${style.colors.bold(nameWithRaw(entity, tags))}`];
  for (const finding of entity.findings) {
    for (const { mark, text } of findingSentences(finding, tags, style)) {
      lines.push(...markedLines(mark, text, '    ', style));
    }
    if (finding.kind === 'document' && isOwnDocument(finding)) {
      lines.push(...documentDiff(finding, '      ', style));
    }
  }
  return lines;
}

/** A managed policy is shown once, under the managed policies, not under each role that has it. */
function isOwnDocument({ type }: DocumentFinding): boolean {
  return (
    type === 'trust-policy-changed' || type === 'inline-policy-changed' || type === 'managed-policy-changed'
  );
}

/** The normalised name, and what it is on each side where that differs: `app_<env> (dev: app_dev, qa: app_qa)`. */
export function nameWithRaw({ name, side1, side2 }: EntityComparison, tags: Tags): string {
  const raw = [side1 && `${tags[0]}: ${side1.name.raw}`, side2 && `${tags[1]}: ${side2.name.raw}`];
  const isPlain = [side1, side2].every((side) => !side || side.name.raw === name);
  return visible(isPlain ? name : `${name} (${raw.filter((text) => text !== null).join(', ')})`);
}

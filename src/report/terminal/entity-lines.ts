import type { DocumentFinding, Finding } from '../../model/finding.js';
import type { EntityComparison } from '../../model/report.js';
import { accessParts, changesOf, differs, isUnjudged, silentBoundaries } from '../access.js';
import { visible } from '../../model/hidden-characters.js';
import { accessDifferenceOf, differenceNote, differenceOf } from '../differences.js';
import { accessSentences, UNJUDGED } from './access-sentences.js';
import { documentDiff } from './document-diff.js';
import { findingSentences, type Sentence, type Tags } from './finding-sentences.js';
import { markedLines, type Style } from './style.js';

/** An entity's name, how its access differs, then a sentence per finding, and how its documents changed. */
export function entityLines(entity: EntityComparison, tags: Tags, style: Style): string[] {
  const lines = [`  ${style.colors.bold(nameWithRaw(entity, tags))}`];
  if (isUnjudged(entity)) lines.push(...sentenceLines([UNJUDGED], '', style));
  else {
    for (const part of accessParts(entity)) {
      const note = differenceNote(accessDifferenceOf(entity, part.type));
      lines.push(...sentenceLines(accessSentences(part, entity.kind, tags, style), note, style));
    }
  }
  for (const finding of entity.findings) {
    const withRows = isToldByRows(finding, entity, style);
    const note = differenceNote(differenceOf(entity, finding));
    lines.push(...sentenceLines(findingSentences(finding, tags, style, withRows), note, style));
    if (finding.kind === 'document' && isOwnDocument(finding) && isOfInterest(finding, entity, style)) {
      lines.push(...documentDiff(finding, '      ', style));
    }
  }
  return lines;
}

/** The note, which is about all of them, stands behind the last one. */
function sentenceLines(sentences: readonly Sentence[], note: string, style: Style): string[] {
  return sentences.flatMap(({ mark, text }, index) =>
    markedLines(mark, text, '    ', style, index === sentences.length - 1 ? note : ''),
  );
}

/** Rows tell what the verdict on access doesn't: it is unknown, names no change, or is not about this document. */
function isToldByRows(finding: Finding, entity: EntityComparison, style: Style): boolean {
  if (style.full || !entity.access || finding.kind !== 'document') return true;
  if (silentBoundaries(entity).includes(finding)) return true;
  const comparison = entity.access[finding.policyType === 'trust' ? 'trust' : 'identity'];
  if (!comparison || !differs(comparison)) return false;
  return comparison.verdict === 'unknown' || changesOf(comparison).length === 0;
}

/** A document of the half of access that is the same, only written differently, is shown with `--full`. */
function isOfInterest(finding: DocumentFinding, { access }: EntityComparison, style: Style): boolean {
  const comparison = access?.[finding.policyType === 'trust' ? 'trust' : 'identity'] ?? null;
  return style.full || !access || (comparison !== null && differs(comparison));
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

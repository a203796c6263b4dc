import type { EntityComparison, Report } from '../../model/report.js';
import type { Gap } from '../../model/snapshot.js';
import { csvName } from '../csv/registry.js';
import { differenceNote } from '../differences.js';
import { isUniqueTo, SIDES } from '../entities.js';
import { visible } from '../../model/hidden-characters.js';
import { plural } from '../plural.js';
import { entityLines, nameWithRaw } from './entity-lines.js';
import { capped, markedLines, type Style, wrap } from './style.js';

/** Entities of one kind, or names in one list, that are shown without `--full`. */
const MOST_LISTED = 20;

/** A headline and its lines; no lines, no section. */
export type Section = readonly string[];

/** How a kind of entities is called. */
export interface KindWords {
  readonly noun: string;
  /** As a headline begins. */
  readonly plurals: string;
  /** Where those are listed that only side 1 or side 2 has. */
  readonly files: readonly [string, string];
}

/** Entities that differ, each with what changed. */
export function driftedSection(
  report: Report,
  plurals: string,
  entities: readonly EntityComparison[],
  style: Style,
): Section {
  return detailed(report, `${plurals} that differ`, entities, ['drifted'], style);
}

/** Entities of which something could not be read and nothing else differs. */
export function unreadableSection(
  report: Report,
  plurals: string,
  entities: readonly EntityComparison[],
  style: Style,
): Section {
  return detailed(report, `${plurals} that could not be compared`, entities, ['unreadable'], style);
}

/** Entities that are written differently and allow the same: how many; with `--full` which, and how they are written. */
export function reorganisedSection(
  report: Report,
  { noun, plurals }: Pick<KindWords, 'noun' | 'plurals'>,
  entities: readonly EntityComparison[],
  style: Style,
): Section {
  if (style.full) {
    const title = `${plurals} that are written differently and allow the same`;
    return detailed(report, title, entities, ['reorganised'], style);
  }
  const count = entities.filter(({ status }) => status === 'reorganised').length;
  const [are, allow] = count === 1 ? ['is', 'allows'] : ['are', 'allow'];
  return count === 0
    ? []
    : wrap(`${plural(count, noun)} ${are} written differently and ${allow} the same`, style.width);
}

function detailed(
  report: Report,
  title: string,
  entities: readonly EntityComparison[],
  statuses: readonly EntityComparison['status'][],
  style: Style,
): Section {
  const all = entities.filter(({ status }) => statuses.includes(status));
  if (all.length === 0) return [];
  const tags = [report.sides[0].tag, report.sides[1].tag] as const;
  const { shown, more } = capped(all, MOST_LISTED, style);
  return [
    heading(title, all.length, style),
    ...shown.flatMap((entity) => entityLines(entity, tags, style)),
    ...moreLine(more, 'report.json, or --full', style),
  ];
}

/** Names that only one side has. */
export function uniqueSections(
  report: Report,
  { plurals, files }: KindWords,
  entities: readonly EntityComparison[],
  style: Style,
): Section[] {
  return SIDES.map((side) => {
    const all = entities.filter((entity) => isUniqueTo(entity, side));
    if (all.length === 0) return [];
    const { shown, more } = capped(all, MOST_LISTED, style);
    const mark = side === 0 ? '-' : '+';
    return [
      heading(`${plurals} only in ${visible(report.sides[side].tag)}`, all.length, style),
      ...shown.flatMap((entity) =>
        markedLines(
          mark,
          nameWithRaw(entity, [report.sides[0].tag, report.sides[1].tag]),
          '  ',
          style,
          differenceNote(entity.differences[0] ?? null),
        ),
      ),
      ...moreLine(more, csvName({ template: files[side] }, report), style),
    ];
  });
}

/** What could not be read, and what to do about it. */
export function gapsSection(report: Report, style: Style): Section {
  const all = report.sides.flatMap(({ tag, coverage }) => coverage.gaps.map((gap) => ({ tag, gap })));
  if (all.length === 0) return [];
  const { shown, more } = capped(all, MOST_LISTED, style);
  return [
    heading('Could not be read', all.length, style),
    ...shown.flatMap(({ tag, gap }) => {
      const text = `${tag}: ${gap.subject} (${gap.api}: ${gap.reason}); ${mendOf(gap)}`;
      return markedLines('?', visible(text), '  ', style);
    }),
    ...moreLine(more, 'report.json, or --full', style),
  ];
}

/** Calls have names like `iam:ListRoles`; anything else is a file. */
function mendOf({ api, reason }: Gap): string {
  if (!/^[a-z-]+:[A-Za-z]+$/.test(api)) return 'take the export again, or compare with a profile';
  return /den(?:y|ied)/i.test(reason) ? `allow ${api} to the caller and run again` : 'run again';
}

/** Fields that were not compared, and what counted as the same. */
export function scopeSection(report: Report, style: Style): Section {
  const lines: string[] = [];
  if (report.notCompared.length > 0) {
    lines.push(`Not compared, since a source does not record it: ${report.notCompared.join(', ')}`);
  }
  if (report.equivalencies.length > 0) {
    const { shown, more } = capped(report.equivalencies, MOST_LISTED, style);
    const texts = shown.map((one) => `<${one.placeholder}> = ${valuesIn(one.values, style)}`);
    lines.push(`Counted as the same: ${texts.join('; ')}${more > 0 ? `; … and ${more} more` : ''}`);
  }
  return lines.flatMap((line) => wrap(visible(line), style.width));
}

function valuesIn(values: readonly string[], style: Style): string {
  const { shown, more } = capped(values, MOST_LISTED, style);
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function heading(title: string, count: number, { colors }: Style): string {
  return colors.bold(`${title} (${count})`);
}

function moreLine(more: number, where: string, { colors }: Style): string[] {
  return more === 0 ? [] : [colors.dim(`  … and ${more} more: see ${where}`)];
}

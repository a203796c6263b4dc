import type { AccessHalf, Difference, Waived } from '../model/difference.js';
import type { Finding } from '../model/finding.js';
import { oncePer } from '../model/once-per.js';
import type { EntityComparison, Report } from '../model/report.js';
import { visible } from '../model/hidden-characters.js';
import { allEntities } from './entities.js';

/** The difference that a finding of the entity is; null: its fingerprint was not made. */
export function differenceOf({ differences }: EntityComparison, finding: Finding): Difference | null {
  return differences.find((one) => one.finding === finding) ?? null;
}

/** The difference that a half of the entity's access makes; null: it does not differ. */
export function accessDifferenceOf({ differences }: EntityComparison, half: AccessHalf): Difference | null {
  return differences.find(({ type }) => type === `${half}-access`) ?? null;
}

/** The columns that end every CSV file whose rows are findings. */
export const DIFFERENCE_COLUMNS = ['fingerprint', 'waived'] as const;

/** The cells of these columns. */
export function differenceCells(difference: Difference | null): [string, string] {
  return [difference?.fingerprint ?? '', difference?.waived ? waivedText(difference.waived) : ''];
}

/** `until 2026-12-31, alice: agreed with the platform team`. */
export function waivedText({ reason, owner, expires }: Waived): string {
  return `until ${expires}, ${owner}: ${reason}`;
}

/** What the terminal shows behind a finding: its fingerprint, and until when and why it does not count. */
export function differenceNote(difference: Difference | null): string {
  if (!difference) return '';
  const { fingerprint, waived } = difference;
  return visible(waived ? `${fingerprint} waived ${waivedText(waived)}` : fingerprint);
}

/** How many findings there are, the halves of access that differ among them, and how many of them are waived. */
export const countFindings = oncePer((report: Report): { readonly all: number; readonly waived: number } => {
  const differences = allEntities(report).flatMap((entity) => entity.differences);
  return { all: differences.length, waived: differences.filter(({ waived }) => waived !== null).length };
});

import { UserError } from '../../model/errors.js';

/** A date: a commit is of that moment if it was made no later than its last second. */
export interface Moment {
  /** Seconds since 1970. */
  readonly seconds: number;
}

/** Which end of a day a date without a time means. */
export type DayEdge = 'start' | 'end';

/** Does a text look like an ISO date? Such a text is never taken for a ref. */
export function isIsoDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}/.test(text);
}

/**
 * Reads a date: ISO (`2026-11-01`, `2026-11-01T10:00Z`), or words (`3 days ago`, `yesterday`, `last friday`); without
 * a zone in UTC. A day without a time means its start or its end, as `edge` says; "3 days ago" is exact.
 * Null for what is no date: git itself takes such words for now. Throws UserError for a date in the future.
 */
export async function parseMoment(text: string, now: Date, edge: DayEdge): Promise<Moment | null> {
  // Month or day first? Nobody can tell.
  if (/^\d+\/\d+/.test(text)) return null;
  const { casual } = await import('chrono-node/en');
  const [found, ...more] = casual.parse(text, { instant: now, timezone: 0 });
  if (!found || more.length > 0 || found.index !== 0 || found.text.length !== text.length || found.end) {
    return null;
  }
  const { start } = found;
  const isExact = start.isCertain('hour') || /\bago$/i.test(text);
  const isWeekday = start.isCertain('weekday') && !start.isCertain('day');
  let date = start.date();
  // "friday" is the last one: there is no history of the next.
  if (isWeekday && date.getTime() > now.getTime()) date = new Date(date.getTime() - 7 * DAY_MS);
  const dayStart = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  const from = isExact ? date.getTime() : dayStart;
  if (from > now.getTime()) {
    throw new UserError(
      `${JSON.stringify(text)} is in the future (${new Date(from).toISOString()})`,
      'Name a moment that has been.',
    );
  }
  if (isExact) return { seconds: Math.floor(from / 1000) };
  // What was committed in the first second of a day belongs to that day.
  return { seconds: edge === 'start' ? dayStart / 1000 - 1 : (dayStart + DAY_MS) / 1000 - 1 };
}

const DAY_MS = 86_400_000;

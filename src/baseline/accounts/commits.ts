import { UserError } from '../../model/errors.js';
import type { BaselineCommit } from '../../model/baseline.js';
import { printable } from '../printable.js';
import { type GitPlace, gitAnswer, gitText } from './objects.js';
import { type DayEdge, isIsoDate, type Moment, parseMoment } from './moment.js';

const FORMAT = '%H%x00%ct%x00%an%x00%s';

/** From where, and how far back, a commit is looked for. */
export interface StartingPoint {
  /** A commit: 40 or 64 hex digits, or `HEAD`. */
  readonly from: string;
  /** Null: the newest. */
  readonly notAfter: Moment | null;
}

/**
 * The last commit, on the first-parent line from a starting point, that touched a path: what was merged counts from
 * its merge on, as it does for whoever works on the branch. Null where there is none.
 */
export async function lastCommit(
  place: GitPlace,
  { from, notAfter }: StartingPoint,
  path: string,
): Promise<BaselineCommit | null> {
  const until = notAfter === null ? [] : [`--min-age=${notAfter.seconds}`];
  // From the top: git takes paths from the folder that it runs in.
  const args = ['log', '--no-show-signature', '--first-parent', '-1', `--format=${FORMAT}`, ...until];
  const text = await gitText(place, [...args, from, '--', path]);
  return text.trim() === '' ? null : readCommit(text.replace(/\n$/, ''));
}

/** `id NUL seconds NUL author NUL subject` */
export function readCommit(text: string): BaselineCommit {
  const [id = '', seconds = '', author = '', subject = ''] = text.split('\0');
  if (!/^[0-9a-f]{40,64}$/.test(id)) throw new Error(`git log answers ${JSON.stringify(text)}`);
  const date = `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}Z`;
  return { id, date, author: printable(author), subject: printable(subject) };
}

/**
 * What the user names by a ref or a date. An ISO date is a date, another word first of all a ref.
 * Throws UserError for what is neither, and for a date in the future.
 */
export async function startingPoint(
  place: GitPlace,
  text: string,
  now: Date,
  edge: DayEdge,
): Promise<StartingPoint> {
  if (!isIsoDate(text)) {
    const commit = await commitOf(place, text);
    if (commit !== null) return { from: commit, notAfter: null };
  }
  const moment = await parseMoment(text, now, edge);
  if (moment === null) {
    throw new UserError(
      `${JSON.stringify(text)} is neither a ref of this repository nor a date`,
      'Write a branch, a tag, a commit, or a date such as 2026-11-01, 2026-11-01T10:00Z or "3 days ago".',
    );
  }
  return { from: 'HEAD', notAfter: moment };
}

async function commitOf(place: GitPlace, ref: string): Promise<string | null> {
  if (ref.startsWith('-') || /[\p{Cc}\s]/u.test(ref)) return null;
  return (await gitAnswer(place, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]))?.trim() ?? null;
}

/** Is the history cut off, as CI systems fetch it? */
export async function isShallow(place: GitPlace): Promise<boolean> {
  return (await gitAnswer(place, ['rev-parse', '--is-shallow-repository']))?.trim() === 'true';
}

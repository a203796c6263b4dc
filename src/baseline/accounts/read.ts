import { join } from 'node:path';
import type { BaselineCommit, StoredBaseline } from '../../model/baseline.js';
import { UserError } from '../../model/errors.js';
import { compareText } from '../../model/text.js';
import type { Env } from '../git.js';
import { printable } from '../printable.js';
import { isShallow, lastCommit, type StartingPoint, startingPoint } from './commits.js';
import type { DayEdge } from './moment.js';
import { gitText, listTree, readBlobs } from './objects.js';
import { type AccountsPlace, accountsPlace } from './place.js';

export interface ReadBaselineRequest {
  /** The `baselines` folder. */
  readonly baselines: string;
  readonly tag: string;
  /** A ref or a date; null: what HEAD holds. */
  readonly moment: string | null;
  /** Which end of a day a date without a time means. */
  readonly dayEdge: DayEdge;
  readonly now: Date;
  readonly env: Env;
}

/**
 * Reads an accepted baseline out of git: what HEAD holds, or what the current branch held at a moment, by commit
 * date. The work tree is neither read nor touched; where it differs from HEAD, a warning says so.
 * Throws UserError where there is no such baseline.
 */
export async function readBaseline(request: ReadBaselineRequest): Promise<StoredBaseline> {
  const { tag, moment } = request;
  const place = await accountsPlace(request.baselines, request.env);
  if (place.head === null) throw await unknownTag(place, tag);
  const commit = await commitAt(place, request);
  const stored = commit && (await storedIn(place, tag, commit));
  if (!stored) throw await notThere(place, tag, moment, commit);
  return moment === null ? { ...stored, warnings: await uncommitted(place, tag, stored.commit) } : stored;
}

/** The same of what HEAD holds, without a look at the work tree; null where it holds no baseline of the tag. */
export async function findBaseline(baselines: string, tag: string, env: Env): Promise<StoredBaseline | null> {
  const place = await accountsPlace(baselines, env);
  if (place.head === null) return null;
  const commit = await lastCommit(place, { from: place.head, notAfter: null }, join(place.accounts, tag));
  return commit && storedIn(place, tag, commit);
}

async function commitAt(
  place: AccountsPlace,
  { tag, moment, now, dayEdge }: ReadBaselineRequest,
): Promise<BaselineCommit | null> {
  const start: StartingPoint =
    moment === null ? { from: 'HEAD', notAfter: null } : await startingPoint(place, moment, now, dayEdge);
  return lastCommit(place, start, join(place.accounts, tag));
}

async function storedIn(
  place: AccountsPlace,
  tag: string,
  commit: BaselineCommit,
): Promise<StoredBaseline | null> {
  const tree = await listTree(place, commit.id, `${place.path}/${tag}`);
  if (tree === null) return null;
  const blobs = await readBlobs(place, tree.files.values());
  return {
    commit,
    tree: tree.id,
    files: new Map([...tree.files].map(([name, id]) => [name, blobs.get(id)!])),
    where: `baseline ${tag} at ${commit.id.slice(0, 12)}`,
    warnings: [],
  };
}

/** Tags of all baselines that HEAD holds, sorted. */
export async function acceptedTags(place: AccountsPlace): Promise<string[]> {
  if (place.head === null) return [];
  const args = ['ls-tree', '-z', '-d', '--full-tree', '--name-only', place.head, '--', `${place.path}/`];
  return (await gitText(place, args))
    .split('\0')
    .filter((path) => path !== '')
    .map((path) => path.slice(path.lastIndexOf('/') + 1))
    .sort(compareText);
}

/** Names, below the tag's folder, of files that differ from HEAD in the index or the work tree. */
export async function changedFiles(place: AccountsPlace, tag: string): Promise<string[]> {
  const folder = `${place.path}/${tag}/`;
  const args = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all'];
  const text = await gitText(place, [...args, '--', join(place.accounts, tag)]);
  return text
    .split('\0')
    .map((entry) => entry.slice(3))
    .filter((path) => path.startsWith(folder))
    .map((path) => path.slice(folder.length));
}

async function uncommitted(place: AccountsPlace, tag: string, commit: BaselineCommit): Promise<string[]> {
  const changed = await changedFiles(place, tag);
  if (changed.length === 0) return [];
  const more = changed.length > 3 ? `, … ${changed.length - 3} more` : '';
  const names = changed.slice(0, 3).map(printable).join(', ');
  return [
    `${place.path}/${tag} has changes that are not committed (${names}${more}): what counts is what was accepted in commit ${commit.id.slice(0, 12)}`,
  ];
}

async function notThere(
  place: AccountsPlace,
  tag: string,
  moment: string | null,
  commit: BaselineCommit | null,
): Promise<UserError> {
  const folder = join(place.accounts, tag);
  const first = await firstCommit(place, folder);
  if (moment === null || first === null) return unknownTag(place, tag);
  if (commit !== null) {
    return new UserError(
      `The baseline ${tag} was removed in commit ${commit.id.slice(0, 12)} of ${commit.date}: there is none at ${JSON.stringify(moment)}`,
      `See: iamdrift baseline log ${tag}`,
    );
  }
  if (await isShallow(place)) {
    return new UserError(
      `This clone holds only a part of the history: ${JSON.stringify(moment)} lies before it`,
      'git fetch --unshallow (in GitHub Actions: fetch-depth: 0 for actions/checkout)',
    );
  }
  return new UserError(
    `There is no baseline ${tag} at ${JSON.stringify(moment)}: it was first accepted on ${first.date} (commit ${first.id.slice(0, 12)})`,
    `See: iamdrift baseline log ${tag}`,
  );
}

async function firstCommit(place: AccountsPlace, folder: string): Promise<BaselineCommit | null> {
  if (place.head === null) return null;
  const args = ['rev-list', '--first-parent', '--reverse', place.head, '--', folder];
  const [id] = (await gitText(place, args)).split('\n');
  return id === undefined || id === '' ? null : lastCommit(place, { from: id, notAfter: null }, folder);
}

/** Says that there is no baseline of a tag, and which ones there are. */
export async function unknownTag(place: AccountsPlace, tag: string): Promise<UserError> {
  const tags = await acceptedTags(place);
  const known = tags.length === 0 ? 'none has been accepted yet' : `there are ${tags.join(', ')}`;
  return new UserError(
    `There is no accepted baseline ${JSON.stringify(tag)} (${known})`,
    `Accept one: iamdrift baseline accept <source> ${tag}`,
  );
}

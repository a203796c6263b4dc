import { createHash } from 'node:crypto';
import { lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isBaselineFile } from '../../model/baseline.js';
import { UserError } from '../../model/errors.js';
import { commitFiles, commitObstacle } from '../commit.js';
import type { CommitResult } from '../commit-only.js';
import { onDisk } from '../disk-error.js';
import { checkFileName } from '../file-name.js';
import type { Env } from '../git.js';
import { printable } from '../printable.js';
import type { Refusal } from '../refusal.js';
import { recover, removeEmptyFolders, removeJournal, restore, writeJournal } from './journal.js';
import { withLock } from './lock.js';
import { listTree, type TreeListing } from './objects.js';
import { type AccountsPlace, accountsPlace } from './place.js';
import { acceptedTags, changedFiles } from './read.js';

export interface AcceptRequest {
  /** The `baselines` folder. */
  readonly baselines: string;
  readonly tag: string;
  /** All files of the baseline from now on, by name below its folder. */
  readonly files: ReadonlyMap<string, string>;
  /** `StoredBaseline.tree` of what the user was shown; null: there was no baseline. */
  readonly base: string | null;
  readonly message: string;
  readonly env: Env;
  readonly signal?: AbortSignal | undefined;
  /** Called once when another run is waited for. */
  readonly onWait?: () => void;
}

export type AcceptOutcome =
  | {
      readonly kind: 'accepted';
      readonly commit: CommitResult & { readonly committed: true };
      readonly written: number;
      readonly removed: number;
    }
  /** HEAD holds just these files: no commit. */
  | { readonly kind: 'unchanged' }
  /** Another run accepted a baseline of this tag since the user was shown `base`. */
  | { readonly kind: 'moved' }
  /** git made no commit; all is as it was. */
  | ({ readonly kind: 'refused' } & Refusal);

/**
 * Makes the given files the accepted baseline of a tag: writes those that differ from HEAD, deletes those that went,
 * and commits exactly these. Where git makes no commit the files are put back. A run that is killed leaves HEAD as it
 * was or with the whole commit; the next accept repairs the work tree.
 * Throws UserError for uncommitted changes in the baseline's files, for a bad file name and for what the disk refuses.
 */
export async function acceptFiles(request: AcceptRequest): Promise<AcceptOutcome> {
  for (const name of request.files.keys()) checkFileName(name);
  const { baselines, env, onWait = () => undefined } = request;
  const place = await accountsPlace(baselines, env);
  const obstacle = await commitObstacle(place.folder, env);
  if (obstacle !== null) return { kind: 'refused', ...obstacle };
  return withLock(place.gitFolder, onWait, async (held) => {
    request.signal?.throwIfAborted();
    // What was true before the wait may not be true any more.
    const current = await accountsPlace(baselines, env);
    await recover(current);
    return writeAndCommit(request, current, held);
  });
}

async function writeAndCommit(
  request: AcceptRequest,
  place: AccountsPlace,
  held: () => boolean,
): Promise<AcceptOutcome> {
  const { tag, files } = request;
  const folder = `${place.path}/${tag}`;
  await refuseCaseTwin(place, tag);
  const tree = place.head === null ? null : await listTree(place, place.head, folder);
  if ((tree?.id ?? null) !== request.base) return { kind: 'moved' };

  const idOf = blobIds(tree);
  const written = [...files].filter(([name, text]) => tree?.files.get(name) !== idOf(text));
  const removed = [...(tree?.files.keys() ?? [])].filter((name) => isBaselineFile(name) && !files.has(name));
  if (written.length === 0 && removed.length === 0) return { kind: 'unchanged' };
  await refuseUncommitted(
    place,
    tag,
    (name) => files.has(name) || (tree?.files.has(name) === true && isBaselineFile(name)),
  );

  const names = [...written.map(([name]) => name), ...removed];
  const target = join(place.accounts, tag);
  await refuseLinks(target, names);
  await writeJournal(place, folder, names);
  const undo = async (): Promise<void> => {
    await restore(place, folder, names);
    await removeJournal(place);
  };
  let commit: CommitResult;
  try {
    // What goes, goes first: on some systems a new name may be the old one in another case.
    await deleteFiles(target, removed);
    await writeFiles(target, written, request.signal);
    if (!held()) throw new UserError('Another run took over while this one was held up', 'run again');
    commit = await commitFiles({
      folder: place.accounts,
      paths: written.map(([name]) => join(target, name)),
      gone: removed.map((name) => join(target, name)),
      message: request.message,
      whole: true,
      env: request.env,
    });
  } catch (error) {
    // What led here is to be told; if nothing can be put back now, the next accept does it.
    if (held()) await undo().catch(() => undefined);
    throw error;
  }
  if (commit.committed) {
    await removeJournal(place);
    return { kind: 'accepted', commit, written: written.length, removed: removed.length };
  }
  await undo();
  const { reason, mend } = commit;
  return { kind: 'refused', reason, ...(mend !== undefined && { mend }) };
}

/** Ids as git gives them to texts, in the hash that the repository uses. */
function blobIds(tree: TreeListing | null): (text: string) => string {
  const algorithm = tree?.id.length === 64 ? 'sha256' : 'sha1';
  return (text) => {
    const bytes = Buffer.from(text, 'utf8');
    return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  };
}

/** Hand edits would be lost. */
async function refuseUncommitted(
  place: AccountsPlace,
  tag: string,
  concerns: (name: string) => boolean,
): Promise<void> {
  const [first, ...more] = (await changedFiles(place, tag)).filter(concerns);
  if (first === undefined) return;
  const folder = `${place.path}/${tag}`;
  throw new UserError(
    `${printable(`${folder}/${first}`)}${more.length > 0 ? ` and ${more.length} more` : ''} has changes that are not committed, which accepting would overwrite`,
    `commit them, or put the files back: git checkout HEAD -- ${printable(join(place.accounts, tag))} (delete those that are new)`,
  );
}

/** `Prod` and `prod` would be one folder on macOS and Windows. */
async function refuseCaseTwin(place: AccountsPlace, tag: string): Promise<void> {
  const twin = (await acceptedTags(place)).find(
    (other) => other !== tag && other.toLowerCase() === tag.toLowerCase(),
  );
  if (twin === undefined) return;
  throw new UserError(
    `There is a baseline ${twin}, and ${tag} differs from it in case only`,
    `Use the tag ${twin}, or another one.`,
  );
}

/** A link in the place of one of our folders would lead out of the baseline. */
async function refuseLinks(target: string, names: readonly string[]): Promise<void> {
  const folders = new Set([target, ...names.map((name) => dirname(join(target, name)))]);
  for (const path of [...folders, ...names.map((name) => join(target, name))]) {
    const found = await lstat(path).catch(() => null);
    if (found?.isSymbolicLink()) {
      throw new UserError(
        `${printable(path)} is a symbolic link`,
        'a baseline is made of plain files: remove it',
      );
    }
  }
}

async function deleteFiles(target: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const path = join(target, name);
    await onDisk('delete', path, () => rm(path, { force: true }));
    await removeEmptyFolders(dirname(path), target);
  }
}

/** Files that are written at once. */
const AT_ONCE = 32;

async function writeFiles(
  target: string,
  files: readonly (readonly [name: string, text: string])[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const folders = new Set(files.map(([name]) => dirname(join(target, name))));
  for (const folder of folders) {
    await onDisk('make', folder, () => mkdir(folder, { recursive: true, mode: 0o700 }));
  }
  for (let at = 0; at < files.length; at += AT_ONCE) {
    signal?.throwIfAborted();
    await Promise.all(
      files.slice(at, at + AT_ONCE).map(async ([name, text]) => {
        const path = join(target, name);
        await onDisk('write', path, () => writeFile(path, text, { mode: 0o600 }));
      }),
    );
  }
}

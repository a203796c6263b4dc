import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Env, type GitResult, runGit } from './git.js';
import { withoutLeftLocks } from './left-locks.js';
import { withPathspecFile } from './pathspec-file.js';
import { keepPendingMessages } from './pending-messages.js';
import { printable } from './printable.js';
import { hookRefusal, type Refusal, refusalOf } from './refusal.js';

export type CommitResult =
  | {
      readonly committed: true;
      /** 40 or 64 hex digits. */
      readonly commit: string;
      /** Short name, such as `main`. */
      readonly branch: string;
      /** Absolute paths of files that the user's ignore rules kept out. */
      readonly ignored: readonly string[];
    }
  | ({ readonly committed: false } & Refusal);

/** A work tree in which nothing stands against a commit. Paths are real and absolute. */
export interface CommitPlace {
  /** Where git runs; file names are relative to it. */
  readonly folder: string;
  readonly toplevel: string;
  readonly gitFolder: string;
  readonly branch: string;
  readonly env: Env;
}

/** Another git may hold the index for a moment: an editor's status, a second run. */
const LOCK_TRIES = 10;
const LOCK_WAIT_MS = 100;

const COMMIT = [
  ...['-c', 'user.useConfigOnly=true', '-c', 'i18n.commitEncoding=UTF-8'],
  // The summary that --quiet leaves out costs a line diff of every file. Lines with `#` belong to the message.
  ...['commit', '--quiet', '--only', '--cleanup=whitespace', '--file=-'],
];

/**
 * `git add`, since `git commit --only` takes no untracked file, then `git commit --only`, which commits just the
 * named files and leaves all else in the index as it is.
 * https://git-scm.com/docs/git-commit#Documentation/git-commit.txt---only
 * `whole`: what the ignore rules keep out makes it a refusal, not a commit without it.
 */
export async function stageAndCommit(
  place: CommitPlace,
  present: readonly string[],
  gone: readonly string[],
  message: string,
  whole: boolean,
): Promise<CommitResult> {
  for (let tries = 1; ; tries++) {
    const staged = await stage(place, present, gone, whole);
    if ('reason' in staged) return { committed: false, ...staged };
    const { names, ignored } = staged;

    const result = await keepPendingMessages(place.gitFolder, () =>
      withPathspecFile(place.gitFolder, names, (options) => git(place, [...COMMIT, ...options], message)),
    );
    if (succeeded(result)) {
      const commit = await lastCommitOf(place, names);
      return {
        committed: true,
        commit,
        branch: place.branch,
        ignored: ignored.map((name) => join(place.folder, name)),
      };
    }
    if (tries < LOCK_TRIES && isUnstaged(result)) continue;
    const refusal = await explainFailedCommit(place, names, result);
    return { committed: false, ...(await unstage(place, names, refusal)) };
  }
}

/**
 * The files are no longer staged: another `git commit --only` reads the index before it locks it, and what was staged in
 * between is lost when it writes. To stage them again helps.
 * https://github.com/git/git/blob/v2.39.5/builtin/commit.c (`prepare_index`)
 */
function isUnstaged(result: GitResult): boolean {
  return (
    result.kind === 'ended' &&
    result.exitCode === 1 &&
    /^error: pathspec '.*' did not match any file\(s\) known to git$/m.test(result.stderr)
  );
}

/** Names that a command line takes on every system; where one commit holds them all, some will do. */
const SOME = 100;

interface Staged {
  readonly names: readonly string[];
  readonly ignored: readonly string[];
}

async function stage(
  place: CommitPlace,
  present: readonly string[],
  gone: readonly string[],
  whole: boolean,
): Promise<Staged | Refusal> {
  const known = await knownOf(place, gone);
  const all = [...present, ...known];
  const first = await add(place, all);
  if (succeeded(first)) return { names: all, ignored: [] };

  const ignored = await ignoredOf(place, all);
  const names = all.filter((name) => !ignored.has(name));
  if (ignored.size > 0 && (whole || names.length === 0)) {
    return {
      reason: `the ignore rules of the repository (.gitignore) keep ${names.length === 0 ? 'the folder' : printable([...ignored][0]!)} out`,
      mend: 'git add --force it, or change the rules',
    };
  }
  const second = ignored.size > 0 ? await add(place, names) : first;
  if (succeeded(second)) return { names, ignored: [...ignored] };
  const refusal = refusalOf(second, place.folder);
  // With exit code 1 git has staged what it could; killed, perhaps all; with any other code, nothing.
  const mayBeStaged = second.kind === 'stopped' || (second.kind === 'ended' && second.exitCode === 1);
  return mayBeStaged ? unstage(place, names, refusal) : refusal;
}

/** Those that git knows. */
async function knownOf(place: CommitPlace, names: readonly string[]): Promise<string[]> {
  const known: string[] = [];
  for (let at = 0; at < names.length; at += SOME)
    known.push(...listed(await git(place, ['ls-files', '-z', '--', ...names.slice(at, at + SOME)])));
  return known;
}

function add(place: CommitPlace, names: readonly string[]): Promise<GitResult> {
  return withPathspecFile(place.gitFolder, names, (options) => git(place, ['add', ...options]));
}

/** Exit code 1 is a hook's, or git's word for "nothing to commit"; its own troubles end in 128. */
async function explainFailedCommit(
  place: CommitPlace,
  names: readonly string[],
  result: GitResult,
): Promise<Refusal> {
  if (result.kind !== 'ended' || result.exitCode !== 1) return refusalOf(result, place.folder);
  const same = await git(place, ['diff', '--cached', '--quiet', 'HEAD', '--', ...names.slice(0, SOME)]);
  return succeeded(same)
    ? { reason: 'the last commit already holds these files' }
    : hookRefusal(result.stderr);
}

async function unstage(place: CommitPlace, names: readonly string[], refusal: Refusal): Promise<Refusal> {
  const result = await withPathspecFile(place.gitFolder, names, (options) =>
    git(place, ['reset', '--quiet', ...options]),
  );
  return succeeded(result) ? refusal : { ...refusal, reason: `${refusal.reason}; the files are left staged` };
}

/** Asked by path: by now another commit may stand on top of this one. */
async function lastCommitOf(place: CommitPlace, names: readonly string[]): Promise<string> {
  const result = await git(place, ['rev-list', '--max-count=1', 'HEAD', '--', ...names.slice(0, SOME)]);
  const commit = result.kind === 'ended' ? result.stdout.trim() : '';
  if (!/^[0-9a-f]{40,64}$/.test(commit)) {
    throw new Error(`git committed, but rev-list answers ${JSON.stringify(result)}`);
  }
  return commit;
}

/** What the ignore rules keep out. `git add` tells it in words only. Here, `./` keeps a name from being a pattern. */
async function ignoredOf(
  { folder, env }: CommitPlace,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const input = names.map((name) => `./${name}`).join('\0');
  const result = await runGit({ folder, env, args: ['check-ignore', '-z', '--stdin'], input });
  return new Set(listed(result).map((name) => name.slice(2)));
}

/** The names that git lists; none if it fails, as `check-ignore` does where nothing is ignored. */
function listed(result: GitResult): string[] {
  return result.kind === 'ended' && result.exitCode === 0
    ? result.stdout.split('\0').filter((name) => name !== '')
    : [];
}

async function git(place: CommitPlace, args: readonly string[], input?: string): Promise<GitResult> {
  // File names carry tags: `*` and `:` in them are no patterns.
  const call = { folder: place.folder, env: place.env, args: ['--literal-pathspecs', ...args] };
  for (let tries = 1; ; tries++) {
    const result = await withoutLeftLocks(place.gitFolder, place.branch, () =>
      runGit(input === undefined ? call : { ...call, input }),
    );
    if (tries === LOCK_TRIES || !isPassing(result)) return result;
    await wait(LOCK_WAIT_MS);
  }
}

/**
 * What stood in the way is soon gone: a lock, or another commit that came in between. With exit code 1 the words are a
 * hook's: to run it again would not help.
 */
function isPassing(result: GitResult): boolean {
  return (
    result.kind === 'ended' &&
    result.exitCode === 128 &&
    /\.lock': File exists|cannot lock ref 'HEAD': is at [0-9a-f]+ but expected/.test(result.stderr)
  );
}

function succeeded(result: GitResult): boolean {
  return result.kind === 'ended' && result.exitCode === 0;
}

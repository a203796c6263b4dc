import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { type CommitPlace, type CommitResult, stageAndCommit } from './commit-only.js';
import type { Env } from './git.js';
import { printable } from './printable.js';
import { NO_IDENTITY, type Refusal } from './refusal.js';
import { findRepository, type Repository, underWay } from './repository.js';
import type { WrittenRun } from './run-types.js';

export type CommitOutcome = CommitResult;

export interface CommitRequest {
  /** An existing folder; the commit goes into the repository that it lies in. */
  readonly folder: string;
  /** Absolute paths of existing files. */
  readonly paths: readonly string[];
  /** Absolute paths of files in `folder` that are gone; those that git knows are removed by the commit. */
  readonly gone?: readonly string[];
  /** Any text that is not blank. */
  readonly message: string;
  /** All or nothing: a file that the ignore rules keep out makes it no commit [default: a commit of the others]. */
  readonly whole?: boolean;
  /** Default: that of this process. */
  readonly env?: Env;
}

export interface RunCommitRequest {
  readonly run: WrittenRun;
  /** What `ensureGitignore` gave: the absolute path of a new `.gitignore`, to be committed with the run. */
  readonly gitignore?: string | null;
  readonly message: string;
  readonly env?: Env;
}

/** Commits a run: the files that are not kept out of git, as `commitFiles` does. */
export async function commitRun(request: RunCommitRequest): Promise<CommitOutcome> {
  const { run, gitignore, message, env } = request;
  const inRun = (name: string): string => join(run.folder, name);
  const kept = run.files.filter((file) => !file.keepOutOfGit).map((file) => inRun(file.name));
  return commitFiles({
    folder: run.folder,
    paths: typeof gitignore === 'string' ? [...kept, gitignore] : kept,
    gone: run.gone.map(inRun),
    message,
    ...(env === undefined ? {} : { env }),
  });
}

/**
 * Commits exactly the given files on the checked-out branch. What else is staged, changed or untracked stays so;
 * hooks and signing work as in any commit. If there is no commit, the files are not left staged either.
 * Never throws for what the repository or git refuse: that is an outcome.
 */
export async function commitFiles(request: CommitRequest): Promise<CommitOutcome> {
  const message = cleanMessage(request.message);
  if (request.paths.length === 0 && (request.gone ?? []).length === 0)
    return { committed: false, reason: 'no file of it belongs into git' };
  const folder = await realpath(request.folder);
  const env = request.env ?? process.env;
  const place = commitPlace(await findRepository(folder, env), folder, env);
  if ('reason' in place) return { committed: false, ...place };

  const names = await namesFrom(folder, request.paths);
  const outside = names.find((name) => leaves(relative(place.toplevel, join(folder, name))));
  if (outside !== undefined) {
    const reason = `${printable(join(folder, outside))} lies outside of the git work tree ${printable(place.toplevel)}`;
    return { committed: false, reason, mend: 'name a folder inside of it' };
  }
  return stageAndCommit(
    place,
    names,
    await namesFrom(folder, request.gone ?? []),
    message,
    request.whole === true,
  );
}

/** Why no commit can be made in the repository of an existing folder; null where one can. Changes nothing. */
export async function commitObstacle(folder: string, env: Env): Promise<Refusal | null> {
  const place = commitPlace(await findRepository(folder, env), folder, env);
  return 'reason' in place ? place : null;
}

/** Where a commit can be made, or why it can't. */
function commitPlace(repository: Repository, folder: string, env: Env): CommitPlace | Refusal {
  if (repository.kind !== 'work tree') return repository.refusal;
  const { toplevel, gitFolder, branch } = repository;
  const pending = underWay(gitFolder);
  if (pending !== null) {
    return {
      reason: `a ${pending} is in progress`,
      mend: `end or abort the ${pending}, then commit by hand`,
    };
  }
  if (branch === null) {
    return {
      reason: 'HEAD is detached, and a commit on no branch is soon lost',
      mend: 'git switch <branch>, then commit by hand',
    };
  }
  if (!repository.hasIdentity) return NO_IDENTITY;
  return { folder, env, toplevel, gitFolder, branch: branch.replace(/^refs\/heads\//, '') };
}

/** git runs in the folder, with links in its path followed: paths through a link would lie "beyond" it. */
async function namesFrom(folder: string, paths: readonly string[]): Promise<string[]> {
  const folders = new Map<string, Promise<string>>();
  return Promise.all(
    paths.map(async (path) => {
      const parent = dirname(path);
      // A folder that is gone has no links any more.
      const real = folders.get(parent) ?? realpath(parent).catch(() => parent);
      folders.set(parent, real);
      return relative(folder, join(await real, basename(path)));
    }),
  );
}

function leaves(path: string): boolean {
  return path === '..' || /^\.\.[/\\]/.test(path) || isAbsolute(path);
}

/** Control characters out, as they would reach the terminal of whoever reads the log; git refuses NUL. */
function cleanMessage(message: string): string {
  const clean = message
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .trim();
  if (clean === '') throw new Error('a commit needs a message');
  return `${clean}\n`;
}

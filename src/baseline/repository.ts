import { existsSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Env, type GitResult, runGit } from './git.js';
import { printable } from './printable.js';
import { NO_REPOSITORY, type Refusal, refusalOf } from './refusal.js';

/** The git repository that a folder lies in, as far as a commit needs to know it. */
export type Repository =
  | {
      readonly kind: 'work tree';
      /** Real, absolute paths. `gitFolder` is that of this work tree: where its HEAD and index are. */
      readonly toplevel: string;
      readonly gitFolder: string;
      /** Full name, such as `refs/heads/main`, also before its first commit; null where HEAD is detached. */
      readonly branch: string | null;
      readonly hasIdentity: boolean;
    }
  | { readonly kind: 'none'; readonly refusal: Refusal }
  /** git itself can't be asked. */
  | { readonly kind: 'no git'; readonly refusal: Refusal }
  /** There is one, or may be, that can't hold a commit of this folder's files. */
  | { readonly kind: 'unusable'; readonly refusal: Refusal };

const QUESTIONS = ['--is-bare-repository', '--is-inside-work-tree', '--absolute-git-dir', '--show-toplevel'];

/** Looks at the repository of an existing folder. Never throws for what git answers. */
export async function findRepository(folder: string, env: Env): Promise<Repository> {
  // git itself would say so after three processes.
  if (!mayBeInRepository(await realpath(folder))) return { kind: 'none', refusal: NO_REPOSITORY };
  const ask = (...args: string[]): Promise<GitResult> => runGit({ folder, args, env });
  const [place, head, identity] = await Promise.all([
    ask('rev-parse', ...QUESTIONS),
    ask('symbolic-ref', 'HEAD'),
    // Without useConfigOnly git makes an address up from the host's name: no evidence of who accepted a baseline.
    ask('-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT'),
  ]);
  if (place.kind !== 'ended') return { kind: 'no git', refusal: refusalOf(place, folder) };
  // A bare repository answers up to the question that it fails on.
  const [isBare, isInside, gitFolder, toplevel] = place.stdout.split('\n');
  if (isBare === 'true') {
    return {
      kind: 'unusable',
      refusal: {
        reason: `${printable(folder)} lies in a bare git repository`,
        mend: 'run in a clone that has a work tree',
      },
    };
  }
  if (isInside === 'false') {
    return {
      kind: 'unusable',
      refusal: {
        reason: `${printable(folder)} lies inside a .git folder, outside of any work tree`,
        mend: 'run in a work tree',
      },
    };
  }
  if (place.exitCode !== 0 || gitFolder === undefined || toplevel === undefined) {
    // The same words with a path after a colon tell of a broken link to a repository.
    const none = place.stderr.includes('not a git repository (or any');
    return { kind: none ? 'none' : 'unusable', refusal: refusalOf(place, folder) };
  }
  return {
    kind: 'work tree',
    toplevel: resolve(toplevel),
    gitFolder: resolve(gitFolder),
    branch: head.kind === 'ended' && head.exitCode === 0 ? head.stdout.trim() : null,
    hasIdentity: identity.kind === 'ended' && identity.exitCode === 0,
  };
}

/** Files and folders that git keeps while something is under way that a commit in between would break. */
const UNDER_WAY: readonly (readonly [file: string, name: string])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
];

/** What the user has begun and not ended in this work tree: `merge`, `rebase`…; null if nothing. */
export function underWay(gitFolder: string): string | null {
  return UNDER_WAY.find(([file]) => existsSync(join(gitFolder, file)))?.[1] ?? null;
}

/**
 * The commit that HEAD names in the repository that a folder (which needn't exist yet) lies in: 40 or 64 hex
 * digits. Null where there is no repository, no commit or no git.
 */
export async function headCommit(folder: string, env: Env = process.env): Promise<string | null> {
  const nearest = await nearestFolder(folder);
  // Outside of any repository there is no need to start git for its answer.
  if (!mayBeInRepository(nearest)) return null;
  const result = await runGit({
    folder: nearest,
    args: ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'],
    env,
  });
  return result.kind === 'ended' && result.exitCode === 0 ? result.stdout.trim() : null;
}

/** Is a `.git` in the folder or above it, or could one of them be a bare repository? */
function mayBeInRepository(folder: string): boolean {
  for (let path = folder; ; path = dirname(path)) {
    if (existsSync(join(path, '.git')) || existsSync(join(path, 'HEAD'))) return true;
    if (path === dirname(path)) return false;
  }
}

/** The folder itself, or the deepest one above it that exists; symbolic links followed. */
export async function nearestFolder(folder: string): Promise<string> {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const isFolder = await stat(path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (isFolder || path === dirname(path)) return realpath(path);
  }
}

import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type CommitOutcome, commitFiles } from './commit.js';
import { onDisk } from './disk-error.js';
import { type Env, runGit } from './git.js';
import { ensureGitignore, makeFile } from './gitignore.js';
import { type Refusal, refusalOf } from './refusal.js';
import { findRepository } from './repository.js';

export interface InitRequest {
  /** Made where absent. */
  readonly folder: string;
  /** The text of a new `equivalency_list.json`. */
  readonly equivalencyList: string;
  /** The text of a new `baselines/README.md`. */
  readonly readme: string;
  readonly message: string;
  /** Default: that of this process. */
  readonly env?: Env;
}

export interface InitOutcome {
  /** Absolute path. */
  readonly folder: string;
  /** Names relative to the folder. */
  readonly made: readonly string[];
  readonly found: readonly string[];
  /** The git repository that the folder lies in. */
  readonly repository: 'made' | 'found' | 'none';
  /** Null where there was nothing to commit. */
  readonly commit: CommitOutcome | null;
}

/**
 * Makes a folder ready for runs: the equivalency list, `baselines/` and, where the folder is in no git
 * repository, one; commits what it made. What stands already is never touched: a second call changes nothing.
 * Throws UserError for what the disk refuses; what git refuses is told in the outcome.
 */
export async function initFolder(request: InitRequest): Promise<InitOutcome> {
  const { message, env = process.env } = request;
  const folder = resolve(request.folder);
  await onDisk('make', folder, () => mkdir(folder, { recursive: true, mode: 0o700 }));

  const files: readonly (readonly [name: string, make: () => Promise<boolean>])[] = [
    ['equivalency_list.json', () => makeFile(join(folder, 'equivalency_list.json'), request.equivalencyList)],
    ['baselines/.gitignore', async () => (await ensureGitignore(join(folder, 'baselines'))) !== null],
    ['baselines/README.md', () => makeFile(join(folder, 'baselines', 'README.md'), request.readme)],
  ];
  const made: string[] = [];
  const found: string[] = [];
  for (const [name, make] of files) ((await make()) ? made : found).push(name);

  const { repository, refusal } = await ensureRepository(folder, env);
  // A repository that is new has no commit of the files that stood already, either.
  const fresh = repository === 'made' ? files.map(([name]) => name) : made;
  if (fresh.length === 0) return { folder, made, found, repository, commit: null };
  const commit: CommitOutcome =
    refusal === null
      ? await commitFiles({ folder, paths: fresh.map((name) => join(folder, name)), message, env })
      : { committed: false, ...refusal };
  return { folder, made, found, repository, commit };
}

interface EnsuredRepository {
  readonly repository: InitOutcome['repository'];
  /** Why there is none. */
  readonly refusal: Refusal | null;
}

async function ensureRepository(folder: string, env: Env): Promise<EnsuredRepository> {
  const repository = await findRepository(folder, env);
  switch (repository.kind) {
    case 'work tree':
    case 'unusable': // committing to it will say why
      return { repository: 'found', refusal: null };
    case 'no git':
      return { repository: 'none', refusal: repository.refusal };
    case 'none': {
      const result = await runGit({ folder, args: ['init', '--shared=0600'], env });
      return result.kind === 'ended' && result.exitCode === 0
        ? { repository: 'made', refusal: null }
        : { repository: 'none', refusal: refusalOf(result, folder) };
    }
  }
}

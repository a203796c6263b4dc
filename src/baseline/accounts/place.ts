import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../model/errors.js';
import type { Env } from '../git.js';
import { findRepository, nearestFolder } from '../repository.js';
import { type GitPlace, gitAnswer } from './objects.js';

/** The folder of all accepted accounts, and the repository that holds its history. */
export interface AccountsPlace extends GitPlace {
  /** Real, absolute path of `baselines/accounts`; it needn't exist. */
  readonly accounts: string;
  /** The same from the top of the repository, with `/`. */
  readonly path: string;
  readonly toplevel: string;
  readonly gitFolder: string;
  /** The commit that HEAD names; null before the first one. */
  readonly head: string | null;
}

/** Finds the repository of a `baselines` folder. Throws UserError where there is none that can be read. */
export async function accountsPlace(baselines: string, env: Env): Promise<AccountsPlace> {
  const accounts = await realPath(join(resolve(baselines), 'accounts'));
  const folder = await nearestFolder(accounts);
  const repository = await findRepository(folder, env);
  if (repository.kind !== 'work tree') {
    const { reason, mend } = repository.refusal;
    throw new UserError(`Accepted baselines live in git, and ${reason}`, mend);
  }
  const { toplevel, gitFolder } = repository;
  const path = relative(await realPath(toplevel), accounts)
    .split(sep)
    .join('/');
  const place = { folder, env };
  const head = await gitAnswer(place, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  return { ...place, accounts, path, toplevel, gitFolder, head: head?.trim() ?? null };
}

/** With symbolic links followed, as far as the path exists. */
async function realPath(path: string): Promise<string> {
  const parent = dirname(path);
  return realpath(path).catch(async (error: unknown) => {
    if (parent === path) throw error;
    return join(await realPath(parent), basename(path));
  });
}

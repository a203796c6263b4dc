import { type Env, runGit } from './git.js';
import { nearestFolder } from './repository.js';

/** Who commits here, as `Alice <alice@example.com>`; null: git doesn't know, or there is no git. */
export async function gitUser(folder: string, env: Env): Promise<string | null> {
  const place = await nearestFolder(folder);
  const args = ['-c', 'user.useConfigOnly=true', 'var', 'GIT_AUTHOR_IDENT'];
  const result = await runGit({ folder: place, args, env });
  if (result.kind !== 'ended' || result.exitCode !== 0) return null;
  return /^(.+ <.*>) \d+ [-+]\d{4}\s*$/.exec(result.stdout)?.[1] ?? null;
}

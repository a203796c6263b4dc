import { UserError } from '../../model/errors.js';
import { printable } from '../printable.js';
import { type Env, type GitResult, runGit } from '../git.js';
import { refusalOf } from '../refusal.js';

/** Where git runs. */
export interface GitPlace {
  readonly folder: string;
  readonly env: Env;
}

/** What git prints. Throws UserError where it fails. */
export async function gitText(place: GitPlace, args: readonly string[], input?: string): Promise<string> {
  const result = await git(place, args, input);
  return result.kind === 'ended' && result.exitCode === 0 ? result.stdout : refuse(place, result);
}

/** The same, null where git answers with another exit code than 0. */
export async function gitAnswer(place: GitPlace, args: readonly string[]): Promise<string | null> {
  const result = await git(place, args);
  if (result.kind !== 'ended') return refuse(place, result);
  return result.exitCode === 0 ? result.stdout : null;
}

function refuse({ folder }: GitPlace, result: GitResult): never {
  const { reason, mend } = refusalOf(result, folder);
  throw new UserError(`The history of the baselines can't be read: ${reason}`, mend);
}

function git({ folder, env }: GitPlace, args: readonly string[], input?: string): Promise<GitResult> {
  const call = { folder, env, args: ['--literal-pathspecs', ...args] };
  return runGit(input === undefined ? call : { ...call, input });
}

/** A folder as a commit has it: object ids by file name below it. */
export interface TreeListing {
  /** The id of the folder itself. */
  readonly id: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Lists a folder (a path from the top of the repository) of a commit; null where the commit has none. */
export async function listTree(place: GitPlace, commit: string, path: string): Promise<TreeListing | null> {
  const id = (await gitAnswer(place, ['rev-parse', '--verify', '--quiet', `${commit}:${path}`]))?.trim();
  if (id === undefined) return null;
  const text = await gitText(place, ['ls-tree', '-r', '-z', '--full-tree', id]);
  const files = new Map<string, string>();
  for (const entry of text.split('\0')) {
    if (entry === '') continue;
    const [, mode, oid, name] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
    if (oid === undefined || name === undefined) throw new Error(`ls-tree answers ${JSON.stringify(entry)}`);
    if (mode !== '100644' && mode !== '100755') {
      throw new UserError(
        `${printable(`${path}/${name}`)} is no plain file in commit ${commit.slice(0, 12)}`,
        'accept the baseline again',
      );
    }
    files.set(name, oid);
  }
  return { id, files };
}

/** The texts of many objects with one process. Throws UserError for what is not UTF-8 or not there. */
export async function readBlobs(
  place: GitPlace,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)];
  const texts = new Map<string, string>();
  if (wanted.length === 0) return texts;
  const bytes = Buffer.from(await gitText(place, ['cat-file', '--batch'], `${wanted.join('\n')}\n`));
  let at = 0;
  for (const id of wanted) {
    const end = bytes.indexOf('\n', at);
    const [found, type, size] = bytes.toString('utf8', at, Math.max(end, at)).split(' ');
    if (found !== id || type !== 'blob') throw isUnreadable(id);
    const from = end + 1;
    at = from + Number(size);
    texts.set(id, bytes.toString('utf8', from, at));
    at += 1; // the line feed behind it
    // What is not UTF-8 comes here longer than git counted it.
    if (at > bytes.length || (texts.size === wanted.length && at !== bytes.length)) throw isUnreadable(id);
  }
  return texts;
}

function isUnreadable(id: string): UserError {
  return new UserError(
    `git object ${id} of the baseline can't be read: it is missing, or one of the files is not UTF-8`,
    'git fsck',
  );
}

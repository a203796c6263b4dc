import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { type EquivalencyEntry, parseEquivalencyList } from '../equivalency/list/index.js';
import { UserError } from '../model/errors.js';
import { decodeText } from '../snapshot/index.js';

export const EQUIVALENCY_FILE = 'equivalency_list.json';

/** The list that a run applies. `sha256` of the file's bytes, null where there is no file. */
export interface EquivalencyList {
  readonly entries: readonly EquivalencyEntry[];
  readonly sha256: string | null;
  /** The file as it is written, comments and all; null where there is none. */
  readonly text: string | null;
}

/** Nothing is made equal. */
export const NO_LIST: EquivalencyList = { entries: [], sha256: null, text: null };

/**
 * Reads the equivalency list of a folder. `file` is the one that the user named; without it `equivalency_list.json`
 * is read if it is there. Throws UserError for a file that can't be read or understood.
 */
export async function readEquivalencyFile(
  cwd: string,
  file: string | undefined,
  { mayBeAbsent = file === undefined }: { readonly mayBeAbsent?: boolean } = {},
): Promise<EquivalencyList> {
  const where = file ?? EQUIVALENCY_FILE;
  let bytes: Buffer;
  try {
    bytes = await readFile(path.resolve(cwd, where));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && mayBeAbsent) return NO_LIST;
    throw new UserError(
      `${where}: can't be read (${code ?? 'unknown error'})`,
      'Give the path of an equivalency list.',
      {
        cause: error,
      },
    );
  }
  const text = decodeText(bytes, where);
  return {
    entries: parseEquivalencyList(text, where),
    text,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

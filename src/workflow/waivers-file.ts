import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../model/errors.js';
import { decodeText } from '../snapshot/index.js';
import type { WaiverEntry } from '../waivers/index.js';

export const WAIVERS_FILE = 'waivers.yaml';

/** The waivers that a run applies. */
export interface Waivers {
  /** As it was named. */
  readonly file: string;
  readonly text: string;
  readonly entries: readonly WaiverEntry[];
  /** Of the file's bytes. */
  readonly sha256: string;
}

/** A file that the user named; undefined: `waivers.yaml` where there is one; null: none at all. */
export type WaiversChoice = string | null | undefined;

/** Reads the waivers of a folder; null where there are none. Throws UserError for a file that is not understood. */
export async function readWaiversFile(cwd: string, choice: WaiversChoice): Promise<Waivers | null> {
  if (choice === null) return null;
  const file = choice ?? WAIVERS_FILE;
  let bytes: Buffer;
  try {
    bytes = await readFile(path.resolve(cwd, file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && choice === undefined) return null;
    throw new UserError(
      `${file}: can't be read (${code ?? 'unknown error'})`,
      'Give the path of a waivers file.',
      {
        cause: error,
      },
    );
  }
  const text = decodeText(bytes, file);
  // What reads YAML is loaded where there is some.
  const { parseWaivers } = await import('../waivers/parse.js');
  return {
    file,
    text,
    entries: parseWaivers(text, file),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

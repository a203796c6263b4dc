import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { type Addition, addEntries, listText, parseEquivalencyList } from '../equivalency/list/index.js';
import {
  type Scope,
  type Suggestion,
  type Suggestions,
  suggestEntries,
} from '../equivalency/suggest/index.js';
import { UserError } from '../model/errors.js';
import type { Capture } from '../model/run.js';
import { captureAll, type SourceRequest } from './captures.js';
import { EQUIVALENCY_FILE, type EquivalencyList, readEquivalencyFile } from './equivalency-file.js';
import type { World } from './world.js';

export interface SuggestRequest {
  /** Two or more; each is compared with the first. */
  readonly sides: readonly SourceRequest[];
  /** File of the list; `equivalency_list.json` without it. It need not be there. */
  readonly equivalency?: string | undefined;
  readonly scope: Scope;
}

export interface SuggestResult extends Suggestions {
  readonly captures: readonly Capture[];
  /** The list's file as the user knows it. */
  readonly file: string;
  readonly list: EquivalencyList;
}

/** The story of `equivalency suggest`: read the list and every account, propose what would make them comparable. */
export async function suggestEquivalencies(request: SuggestRequest, world: World): Promise<SuggestResult> {
  const file = request.equivalency ?? EQUIVALENCY_FILE;
  const list = await readEquivalencyFile(world.cwd, file, { mayBeAbsent: true });
  const captures = await captureAll(request.sides, world);
  const sides = captures.map(({ tag, info, snapshot }) => ({
    tag,
    snapshot,
    names: [tag, path.basename(info.source), snapshot.account.alias ?? ''],
  }));
  return { captures, file, list, ...suggestEntries(sides, list.entries, request.scope) };
}

/**
 * Adds proposals to the list's file, which is made where there is none, and keeps what stands in it. The file is written
 * whole or not at all. Throws UserError.
 */
export async function writeSuggestions(
  accepted: readonly Suggestion[],
  { file, list }: Pick<SuggestResult, 'file' | 'list'>,
  world: World,
): Promise<void> {
  const additions = accepted.map(({ placeholder, added, match }): Addition => ({
    placeholder,
    values: added,
    match,
  }));
  const text = list.text === null ? listText(additions) : addEntries(list.text, additions);
  // What is written must be a list that the next command can read.
  parseEquivalencyList(text, file);
  const now = await readEquivalencyFile(world.cwd, file, { mayBeAbsent: true });
  if (now.sha256 !== list.sha256) {
    throw new UserError(`${file} has changed since it was read`, 'Run the command again.');
  }
  try {
    // A file that stands keeps its mode.
    const mode = list.text === null ? { mode: 0o600 } : {};
    await writeFileAtomic(path.resolve(world.cwd, file), text, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      `${file}: can't be written (${code ?? 'unknown error'})`,
      'Mend that, and run the command again.',
      {
        cause: error,
      },
    );
  }
}

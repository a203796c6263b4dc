import path from 'node:path';
import { checkList, type ListCheck } from '../equivalency/check.js';
import type { AutomaticOptions } from '../equivalency/options.js';
import { capture } from './captures.js';
import { EQUIVALENCY_FILE, type EquivalencyList, readEquivalencyFile } from './equivalency-file.js';
import type { World } from './world.js';

export interface CheckRequest {
  readonly file: string | undefined;
  /** Profiles or files; none: the list alone is checked. */
  readonly sources: readonly string[];
  readonly automatic: AutomaticOptions;
}

export interface CheckResult {
  readonly file: string;
  readonly list: EquivalencyList;
  /** null: there were no sources. */
  readonly check: ListCheck | null;
}

/** The story of `equivalency check`: read the list, snapshot the sources, count what the list does to them. */
export async function checkEquivalencies(
  { file = EQUIVALENCY_FILE, sources, automatic }: CheckRequest,
  world: World,
): Promise<CheckResult> {
  const list = await readEquivalencyFile(world.cwd, file);
  if (sources.length === 0) return { file, list, check: null };
  const tags = tagsOf(sources);
  const captures = await Promise.all(
    sources.map((source, index) => capture({ source, tag: tags[index]! }, world)),
  );
  return { file, list, check: checkList(list.entries, captures, automatic) };
}

/** Short names of sources, as people would choose them: `dev` for `exports/dev.json`. */
function tagsOf(sources: readonly string[]): string[] {
  const names = sources.map((source) => path.basename(source).replace(/\.json$/i, ''));
  return names.map((name, index) => (names.indexOf(name) === index ? name : `${name}-${index + 1}`));
}

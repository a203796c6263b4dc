import type { SourceInfo } from '../model/run.js';

/** Longest part of a file name that comes from the user: two parts and the words around them stay below 255 bytes. */
const LONGEST = 80;

/** A tag or a source as a part of a file name: letters, digits, `.`, `_` and `-`; everything else becomes `_`. */
export function safeName(text: string): string {
  const safe = text.replace(/[^A-Za-z0-9._-]/gu, '_').slice(0, LONGEST);
  return safe === '' ? '_' : safe;
}

/** What stands for the source in file names, as IAMCTL's profile: a profile's name, a file's base name. */
export function sourceName({ source, kind }: SourceInfo): string {
  if (kind === 'profile') return safeName(source);
  const base = source.slice(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
  return safeName(base.replace(/\.json$/i, ''));
}

/**
 * The names in the same order, no two alike, also where case doesn't count: a later one that is taken gets a
 * number before its ending (`common_roles_2.csv`, `dev_prod_2_iam_tuples.csv`). Tags such as `common` make names
 * meet.
 */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const ending = name.search(/(?:_iam_tuples)?\.[a-z]+$/);
    let free = name;
    for (let n = 2; taken.has(free.toLowerCase()); n++)
      free = `${name.slice(0, ending)}_${n}${name.slice(ending)}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

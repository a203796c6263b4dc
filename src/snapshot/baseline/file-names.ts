import { createHash } from 'node:crypto';
import { isDeviceName } from '../../model/tag.js';

/** An entity that needs a file. `id` tells it from all others of its kind: its name, or for policies the ARN. */
export interface Nameable {
  readonly name: string;
  readonly id: string;
}

/** Longest name of a file before its ending. IAM's own names have at most 128 characters. */
const LONGEST = 140;

/**
 * A file name (without folder) for each entity, in their order: its IAM name with `.json`, on every system a plain
 * file inside its folder. Characters that IAM doesn't allow in names are percent-encoded, as are a first dot and the
 * first letter of a device name; a longer name is cut. A cut name, and names that only differ in case, get a part of
 * the hash of their `id` behind a `~`, which no other name has. The file itself holds the IAM name.
 */
export function entityFileNames(entities: readonly Nameable[]): string[] {
  const encoded = entities.map(({ name }) => encode(name));
  const counts = new Map<string, number>();
  for (const name of encoded) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  return entities.map(({ id }, index) => {
    const name = encoded[index]!;
    const isAlone = counts.get(name.toLowerCase()) === 1 && name.length <= LONGEST;
    return `${isAlone ? name : `${cut(name)}~${hashOf(id)}`}.json`;
  });
}

function encode(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_+=,.@-]/gu, percent).replace(/^\./, '%2E');
  if (safe === '') return '%';
  return isDeviceName(safe) ? percent(safe[0]!) + safe.slice(1) : safe;
}

/** Half of a surrogate pair has no UTF-8: it becomes U+FFFD, and the hash tells such names apart. */
function percent(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

function cut(name: string): string {
  // Not in the middle of a `%2F`.
  return name.length <= LONGEST - 17 ? name : name.slice(0, LONGEST - 17).replace(/%.?$/, '');
}

function hashOf(id: string): string {
  return createHash('sha256').update(Buffer.from(id, 'utf16le')).digest('hex').slice(0, 16);
}

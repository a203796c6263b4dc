import { statSync } from 'node:fs';
import path from 'node:path';

/** Bytes of a file that are worth a thread. Below, it saves less time than what it takes of the other core's. */
const FEWEST_BYTES = 3_000_000;

/** Is there such a file? One that can't be looked at is none. */
export function isLargeFile(file: string, cwd: string): boolean {
  try {
    const found = statSync(path.resolve(cwd, file));
    return found.isFile() && found.size >= FEWEST_BYTES;
  } catch {
    return false;
  }
}

import { constants, isAscii, isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { getHeapStatistics } from 'node:v8';
import { UserError } from '../../model/errors.js';

/**
 * The text of a file in UTF-8, or in UTF-16 with a byte order mark (what `>` writes in Windows PowerShell).
 * The mark is no part of the text. `where` is what messages call the file. Throws UserError for a file that can't be read, is empty, or is not text.
 */
export async function readText(path: string, where: string = path): Promise<string> {
  const text = decodeText(await readBytes(path, where), where);
  if (text.trim() === '') throw new UserError(`${where}: the file is empty`, EXPORT_AGAIN);
  return text;
}

/** What to do about a file that is no good. */
export const EXPORT_AGAIN = 'write it with: aws iam get-account-authorization-details --output json > FILE';

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ERR_FS_FILE_TOO_LARGE: 'the file is too large to be read',
};

/**
 * What a file may take of the memory that Node has: comparing two accounts that differ in everything takes some 70
 * times the size of one's export. Beyond that a process dies, after minutes, in the middle of something. By default that
 * is 20 to 40 MB; the export of an account with 5,000 roles mostly has 5 to 20.
 */
const SHARE = 96;

function largestFile(): number {
  return Math.min(Math.floor(getHeapStatistics().heap_size_limit / SHARE), constants.MAX_STRING_LENGTH);
}

async function readBytes(path: string, where: string): Promise<Buffer> {
  try {
    const handle = await open(path);
    try {
      const { size } = await handle.stat();
      if (size > largestFile()) throw tooLarge(where, size);
      const bytes = await handle.readFile();
      // A pipe has no size to ask for before.
      if (bytes.length > largestFile()) throw tooLarge(where, bytes.length);
      return bytes;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    // An error without a code is a bug of ours and keeps its stack.
    if (code === undefined) throw error;
    throw new UserError(`${where}: ${PROBLEMS[code] ?? `can't be read: ${message}`}`, undefined, {
      cause: error,
    });
  }
}

function tooLarge(where: string, size: number): UserError {
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
  return new UserError(
    `${where}: ${megabytes(size)} are more than can be read with the memory that Node has (${megabytes(largestFile())})`,
    size > constants.MAX_STRING_LENGTH
      ? 'is this the export of one account?'
      : `give it more, if this is the export of one account: NODE_OPTIONS=--max-old-space-size=${Math.ceil((size * (SHARE + 1)) / 2 ** 20)}`,
  );
}

/** The text of bytes, as `readText` reads it. Throws UserError for what is not text. */
export function decodeText(bytes: Buffer, where: string): string {
  if (bytes.length > constants.MAX_STRING_LENGTH) throw tooLarge(where, bytes.length);
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes, 'utf-16le', where);
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes, 'utf-16be', where);
  // Nearly all files, and quicker to read.
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (!isUtf8(bytes)) {
    throw new UserError(`${where}: not UTF-8 text`, 'save the file as UTF-8');
  }
  const hasMark = first === 0xef && second === 0xbb && bytes[2] === 0xbf;
  return bytes.toString('utf8', hasMark ? 3 : 0);
}

function decodeUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be', where: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UserError(`${where}: broken UTF-16 text`, 'save the file as UTF-8', { cause: error });
  }
}

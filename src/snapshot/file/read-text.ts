import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { UserError } from '../../model/errors.js';

/**
 * The text of a file in UTF-8, or in UTF-16 with a byte order mark (what `>` writes in Windows PowerShell).
 * The mark is no part of the text. `where` is what messages call the file. Throws UserError for a file that can't be read, is empty, or is not text.
 */
export async function readText(path: string, where: string = path): Promise<string> {
  const text = decode(await readBytes(path, where), where);
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

async function readBytes(path: string, where: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // An error without a code is a bug of ours and keeps its stack.
    if (code === undefined) throw error;
    throw new UserError(`${where}: ${PROBLEMS[code] ?? `can't be read: ${message}`}`, undefined, {
      cause: error,
    });
  }
}

function decode(bytes: Buffer, where: string): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes, 'utf-16le', where);
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes, 'utf-16be', where);
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

import { UserError } from '../model/errors.js';
import { printable } from './printable.js';

interface Explained {
  readonly what: string;
  readonly mend: string;
}

const OTHER_FOLDER = 'name another folder, or run as a user who may write there';

/** What the system's error codes mean to someone who wanted to keep a run. */
const EXPLAINED: Readonly<Record<string, Explained>> = {
  ENOSPC: { what: 'the disk is full', mend: 'free some space, then run again' },
  EDQUOT: { what: 'the disk quota is used up', mend: 'free some space, then run again' },
  EFBIG: { what: 'the file is larger than allowed here', mend: 'raise the file size limit (ulimit -f)' },
  EACCES: { what: 'permission denied', mend: OTHER_FOLDER },
  EPERM: { what: 'not permitted', mend: OTHER_FOLDER },
  EROFS: { what: 'the file system is read-only', mend: 'name a folder that can be written' },
  ENOTDIR: {
    what: 'a file stands where a folder is needed',
    mend: 'move the file away, or name another folder',
  },
  EEXIST: {
    what: 'a file stands where a folder is needed',
    mend: 'move the file away, or name another folder',
  },
  EISDIR: { what: 'a folder stands where a file is needed', mend: 'move the folder away' },
  ELOOP: { what: 'the symbolic links go round in a circle', mend: 'mend the links, or name another folder' },
  ENOENT: { what: 'the folder went away meanwhile', mend: 'run again' },
  ENAMETOOLONG: { what: 'the name is too long for this file system', mend: 'use a shorter tag or folder' },
  EMFILE: { what: 'too many open files', mend: 'raise the limit of open files (ulimit -n)' },
  ENFILE: { what: 'too many open files on this machine', mend: 'close some programs, then run again' },
  EBUSY: { what: 'it is in use or a mount point', mend: 'name a folder inside it' },
  EXDEV: { what: 'it lies on two file systems', mend: 'name a folder inside it' },
  EIO: { what: 'the disk failed', mend: 'check the disk, or name a folder on another one' },
};

/** The code of a system error, such as `ENOSPC`; null for any other error. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/**
 * A disk error as a UserError that says what, where and how to mend it; any other error as it is.
 * `action` is a verb phrase: "Cannot <action> <path>: …".
 */
export function explainDiskError(action: string, path: string, error: unknown): unknown {
  const code = errorCode(error);
  const explained = code === null ? undefined : EXPLAINED[code];
  if (code === null || explained === undefined) return error;
  return new UserError(`Cannot ${action} ${printable(path)}: ${explained.what} (${code})`, explained.mend, {
    cause: error,
  });
}

/** Does work on the disk; its disk errors come out explained. */
export async function onDisk<T>(action: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainDiskError(action, path, error);
  }
}

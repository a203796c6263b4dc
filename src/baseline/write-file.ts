import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../model/errors.js';
import { errorCode, explainDiskError, onDisk } from './disk-error.js';
import { printable } from './printable.js';
import type { FileContent } from './run-types.js';

/** In UTF-16 code units. Large enough that the cost per write is lost in the copying, small enough to be nothing. */
const BATCH = 128 * 1024;

/**
 * Writes a new file (mode 0600) as UTF-8. Pieces are gathered into batches; one batch is written while the
 * next is made, so at most two are in memory.
 * Disk errors are UserErrors; what the content itself throws comes out as it is. The signal's reason is thrown
 * when it aborts.
 */
export async function writeNewFile(path: string, content: FileContent, signal?: AbortSignal): Promise<void> {
  const handle = await openNew(path);
  const writer = new BatchWriter(handle, path, signal);
  try {
    if (typeof content === 'string') {
      await writer.add(content);
    } else if (content instanceof Uint8Array) {
      await writer.write(content);
    } else if (Symbol.asyncIterator in content) {
      for await (const piece of content) if (writer.gather(piece)) await writer.flush();
    } else {
      for (const piece of content) if (writer.gather(piece)) await writer.flush();
    }
    await writer.end();
  } finally {
    await onDisk('write', path, () => handle.close());
  }
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      throw new UserError(
        `Two files of the run would be named ${printable(path)}`,
        'use tags that differ in more than upper and lower case',
        { cause: error },
      );
    }
    throw explainDiskError('write', path, error);
  }
}

class BatchWriter {
  private batch = '';
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly handle: FileHandle,
    private readonly path: string,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Takes a piece in; true when it is time to flush. Not async: a promise per small piece would cost more than the piece. */
  gather(piece: string): boolean {
    this.batch += piece;
    return this.batch.length >= BATCH;
  }

  async add(text: string): Promise<void> {
    for (let at = 0; at < text.length; at += BATCH) {
      this.batch += text.slice(at, at + BATCH);
      await this.flush();
    }
  }

  async flush(): Promise<void> {
    const batch = this.batch;
    // Half of a surrogate pair has no UTF-8: it waits for the other half.
    const last = batch.charCodeAt(batch.length - 1);
    const cut = last >= 0xd800 && last <= 0xdbff ? batch.length - 1 : batch.length;
    this.batch = batch.slice(cut);
    await this.write(cut === batch.length ? batch : batch.slice(0, cut));
  }

  async end(): Promise<void> {
    const rest = this.batch;
    this.batch = '';
    await this.write(rest);
    await this.written();
  }

  async write(text: string | Uint8Array): Promise<void> {
    await this.written();
    this.signal?.throwIfAborted();
    // Each call goes on where the last one ended, and writes all of it however the system splits it.
    this.writing = this.handle.writeFile(text, 'utf8');
    // Looked at before the next batch; until then nobody waits for it, and the content may throw meanwhile.
    this.writing.catch(() => undefined);
  }

  private async written(): Promise<void> {
    try {
      await this.writing;
    } catch (error) {
      throw explainDiskError('write', this.path, error);
    }
  }
}

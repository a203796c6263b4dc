import { Worker } from 'node:worker_threads';

/** What reading makes is soon forgotten: a larger nursery only takes memory. */
const LIMITS = { maxYoungGenerationSizeMb: 24 };

/** Started before it was known what for. */
let waiting: Worker | null = null;

/**
 * Starts a thread that reads files before anybody asks for one: while it starts, this thread reads the command line and
 * loads what the command needs. It keeps no process alive.
 */
export function startFileThread(): void {
  if (waiting) return;
  waiting = newThread();
  waiting.once('exit', () => (waiting = null));
  waiting.unref();
}

/** A thread that reads files, and waits for its `FileRequest`: the one that was started, or a new one. */
export function takeFileThread(): Worker {
  const thread = waiting ?? newThread();
  waiting = null;
  thread.ref();
  return thread;
}

function newThread(): Worker {
  const thread = new Worker(new URL('file-worker.js', import.meta.url), { resourceLimits: LIMITS });
  // Whoever asks it then reads the file again, and meets the same error.
  thread.once('error', () => undefined);
  return thread;
}

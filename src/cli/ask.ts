import { createInterface } from 'node:readline/promises';

/**
 * A question on stderr; the answer without space around it, null where the input ends. Rejects when `signal` aborts,
 * which Ctrl-C makes it do.
 */
export async function askLine(question: string, signal?: AbortSignal): Promise<string | null> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  // The terminal gives Ctrl-C to the prompt alone.
  prompt.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const ended = new Promise<null>((resolve) => prompt.once('close', () => resolve(null)));
  try {
    const answer = signal ? prompt.question(question, { signal }) : prompt.question(question);
    return (await Promise.race([answer, ended]))?.trim() ?? null;
  } finally {
    prompt.close();
  }
}

/** The same, where no answer (the input ends) is an empty one. */
export async function ask(question: string, signal?: AbortSignal): Promise<string> {
  return (await askLine(question, signal)) ?? '';
}

/** Yes only if the user says so. */
export async function confirm(question: string, signal?: AbortSignal): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(`${question} [y/N] `, signal));
}

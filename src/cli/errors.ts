import { UserError } from '../model/errors.js';
import { withoutSecrets } from '../model/secrets.js';
import { visible } from '../model/hidden-characters.js';
import { EXIT } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** Ended by a signal; everything half-written has been removed. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(readonly signal: 'SIGINT' | 'SIGTERM') {
    super(signal);
  }

  get exitCode(): number {
    return this.signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
  }
}

/** Prints an error as it deserves: one line for what the user can mend, the stack for a bug. Returns the exit code. */
export function reportError(error: unknown, terminal: Pick<Terminal, 'warn' | 'colors'>): number {
  if (error instanceof Interrupted) {
    terminal.warn('iamdrift: interrupted; no half-written files were left');
    return error.exitCode;
  }
  const errors: readonly unknown[] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  for (const one of errors) terminal.warn(`${terminal.colors.red('iamdrift:')} ${describe(one)}`);
  return EXIT.error;
}

function describe(error: unknown): string {
  if (error instanceof UserError)
    return oneLine(
      withoutSecrets(
        `${sentence(error.message)}${error.mend === undefined ? '' : ` ${mendText(error.mend)}`}`,
      ),
    );
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this is a bug; please report it with these lines:\n${withoutSecrets(detail)}`;
}

function sentence(text: string): string {
  const ended = text.replace(/[.\s]+$/, '');
  return ended.endsWith('?') ? ended : `${ended}.`;
}

/** What to do: a sentence, or a command to run as it stands. */
function mendText(mend: string): string {
  if (/^(?:aws|git|iamdrift|npm) /.test(mend)) return `Run: ${mend}`;
  return mend.charAt(0).toUpperCase() + mend.slice(1);
}

/** Messages quote names and AWS's words: control characters must not reach the terminal. */
function oneLine(text: string): string {
  return visible(text.trim().replace(/\s*\n\s*/g, ' '));
}

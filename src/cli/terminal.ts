import { createColors } from 'picocolors';
import { visibleJson, visibleLines } from '../model/hidden-characters.js';

/**
 * Where a command prints, and how. Results go to `out` (stdout), everything else to `note` (stderr). Control characters,
 * of whatever origin, come out written in letters.
 */
export interface Terminal {
  /** One text with its final newline added. Silent with --quiet. */
  readonly out: (text: string) => void;
  /** A line for people on stderr. Silent with --quiet. */
  readonly note: (text: string) => void;
  /** A warning or an error on stderr: also with --quiet. */
  readonly warn: (text: string) => void;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly colors: ReturnType<typeof createColors>;
  readonly width: number;
  /** Both ends are a terminal: progress may be drawn, questions asked. */
  readonly interactive: boolean;
}

export interface TerminalOptions {
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly 'no-color'?: boolean | undefined;
}

/** The process's terminal. With `json`, `out` is silent too: the command prints its JSON by `printJson`. */
export function openTerminal(options: TerminalOptions): Terminal {
  const silent = options.quiet === true || options.json === true;
  const color = wantsColor(options);
  const print = (stream: NodeJS.WriteStream, text: string): void => {
    const shown = visibleLines(text, color);
    stream.write(shown.endsWith('\n') ? shown : `${shown}\n`);
  };
  return {
    out: (text) => {
      if (!silent) print(process.stdout, text);
    },
    note: (text) => {
      if (!silent) print(process.stderr, text);
    },
    warn: (text) => print(process.stderr, text),
    quiet: silent,
    color,
    colors: createColors(color),
    width: process.stdout.columns || 100,
    interactive: process.stdin.isTTY && process.stderr.isTTY,
  };
}

/** JSON text, and nothing else, on stdout. What would act on a terminal is a JSON escape: the same value. */
export function printJson(text: string): void {
  process.stdout.write(visibleJson(text));
}

/** https://no-color.org: any non-empty NO_COLOR switches colours off. */
function wantsColor(options: TerminalOptions): boolean {
  if (options['no-color'] || process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR && process.env.FORCE_COLOR !== '0') return true;
  return process.stdout.isTTY && process.env.TERM !== 'dumb';
}

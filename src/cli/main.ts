import yargs, { type Argv } from 'yargs';
import { COMMANDS } from './commands/index.js';
import { Interrupted, reportError } from './errors.js';
import { EXIT, EXIT_CODES_HELP } from './exit-codes.js';
import { surviveFileSizeLimit } from './interrupt.js';
import { UsageError } from './usage-error.js';
import { completeWord } from './completion.js';
import { NO_COMMAND } from './options.js';
import { openTerminal } from './terminal.js';
import { ownVersion } from './version.js';

/**
 * Runs one command line (without `node` and the script). Returns the exit code; prints all there is to print.
 */
export async function main(argv: readonly string[]): Promise<number> {
  // `iamdrift diff … | head` closes the pipe early; that is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  surviveFileSizeLimit();
  let exitCode = 0;
  const setExitCode = (code: number): void => {
    exitCode = code;
  };
  try {
    await commandLine(argv, setExitCode).parseAsync();
    return exitCode;
  } catch (error) {
    // The shell asks for words: half a command line is no mistake.
    if (argv[0] === '--get-yargs-completions') return 0;
    const terminal = openTerminal({ 'no-color': argv.includes('--no-color') });
    if (error instanceof UsageError && error.message === NO_COMMAND) {
      terminal.warn(await helpOf(commandPath(argv)));
      return EXIT.error;
    }
    const told = error instanceof UsageError ? await explained(error, argv) : error;
    const code = reportError(told, terminal);
    // Calls that are still under way must not keep an interrupted process alive.
    if (error instanceof Interrupted) process.exit(code);
    return code;
  }
}

function commandLine(argv: readonly string[], setExitCode: (code: number) => void): Argv {
  let parser = yargs([...argv])
    .scriptName('iamdrift')
    // Half of a help can't be translated, and what explains a mistake reads yargs' own words.
    .locale('en')
    .usage('$0 <command>\n\nFinds drift in AWS IAM across accounts.')
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .middleware(keepLastOfRepeated, true)
    .middleware(() => void parser.wrap(UNWRAPPED), true)
    .version(ownVersion())
    .alias('version', 'V')
    .help()
    .alias('help', 'h')
    .completion('completion', 'Print a script that completes commands, options and profiles', completeWord)
    .demandCommand(1, NO_COMMAND)
    .strict()
    .exitProcess(false)
    .wrap(Math.min(110, process.stdout.columns || 100))
    .epilogue(EXIT_CODES_HELP)
    .fail((message: string | null, error: Error | undefined) => {
      throw error ?? new UsageError(message ?? '');
    });
  for (const command of COMMANDS) parser = parser.command(command(setExitCode));
  return parser;
}

/**
 * yargs makes the help of each command that it runs, in case that it fails. Ours is shown another way (`helpOf`), and
 * what takes the time is wrapping its lines.
 */
const UNWRAPPED = null;

/** Options and words that may come several times. */
const LISTS: ReadonlySet<string> = new Set([
  '_',
  'sources',
  'account-id',
  'context',
  'more',
  'policies',
  'role',
  'what',
]);

/** Of one command only: elsewhere an option of that name takes one value. */
const LISTS_OF: ReadonlyMap<unknown, ReadonlySet<string>> = new Map([['waive', new Set(['type'])]]);

/** Of an option that takes one value the last one counts, as people expect of an alias with options in it. */
function keepLastOfRepeated(argv: Record<string, unknown>): void {
  const [command] = argv._ as readonly unknown[];
  const own = LISTS_OF.get(command);
  for (const [name, value] of Object.entries(argv)) {
    const isList = LISTS.has(name) || own?.has(name);
    if (Array.isArray(value) && !isList) argv[name] = (value as readonly unknown[]).at(-1);
  }
}

/** What explains is loaded only for that. */
async function explained(error: UsageError, argv: readonly string[]): Promise<Error> {
  const { explainUsage } = await import('./explain-usage.js');
  const path = commandPath(argv);
  return explainUsage(error, { argv, path, help: await helpOf(path) });
}

function helpOf(path: readonly string[]): Promise<string> {
  return commandLine(path, () => undefined).getHelp();
}

/** The words of a command line that name a command: `['policy', 'compare']`. */
function commandPath(argv: readonly string[]): string[] {
  const words = argv.filter((word) => !word.startsWith('-'));
  const [first, second] = words;
  if (first === undefined || !COMMAND_NAMES.includes(first)) return [];
  return second !== undefined && GROUPS[first]?.includes(second) ? [first, second] : [first];
}

/** Commands that are groups of commands. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  baseline: ['accept', 'list', 'log', 'show'],
  equivalency: ['check', 'suggest'],
  policy: ['compare', 'evaluate'],
};

const COMMAND_NAMES: readonly string[] = COMMANDS.flatMap((make) => {
  const { command, aliases } = make(() => undefined);
  return [command, aliases].flat().flatMap((name) => (name === undefined ? [] : [name.split(' ')[0]!]));
}).concat('completion');

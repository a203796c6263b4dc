import { UserError } from '../model/errors.js';
import { nearest } from './suggest.js';
import { unknownOption } from './unknown-option.js';
import type { UsageError } from './usage-error.js';

/** A command line, the words in it that name a command, and that command's help. */
export interface WrongCommandLine {
  readonly argv: readonly string[];
  readonly path: readonly string[];
  readonly help: string;
}

/** A wrong command line as an error for people, with the word that was probably meant. */
export function explainUsage({ message }: UsageError, { argv, path, help }: WrongCommandLine): UserError {
  const see = `See ${['iamdrift', ...path, '--help'].join(' ')}`;
  // A mistyped option is told before what is missing: it may have swallowed the word that is.
  const stranger = unknownOption(argv, help);
  if (stranger !== undefined) return unknownWord('option', stranger, help.match(/--[a-z][a-z-]*/g), see);
  if (message.startsWith('Not enough')) {
    return new UserError(`arguments are missing: ${help.split('\n', 1)[0] ?? ''}`, see);
  }
  const unknown = /^Unknown (?:argument|command)s?: (.*)$/s.exec(message)?.[1]?.split(', ')[0];
  if (unknown === undefined) return new UserError(message, see);
  // Commands are listed between their heading and the next one.
  const commands = /^Commands:\n((?: .*\n)*)/m.exec(help)?.[1] ?? '';
  return unknownWord(commands === '' ? 'argument' : 'command', unknown, commands.match(/[a-z]+/g), see);
}

function unknownWord(what: string, word: string, known: readonly string[] | null, see: string): UserError {
  const meant = nearest(word, known ?? []);
  const hint = meant === null ? '' : `Did you mean ${meant}? `;
  return new UserError(`unknown ${what} ${JSON.stringify(word)}`, `${hint}${see}`);
}

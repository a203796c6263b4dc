import type { Argv, CommandModule } from 'yargs';
import type { Suggestion } from '../../equivalency/suggest/index.js';
import { UserError } from '../../model/errors.js';
import { plural } from '../../report/plural.js';
import type { SourceRequest } from '../../workflow/captures.js';
import { EXIT } from '../exit-codes.js';
import { interruptible } from '../interrupt.js';
import {
  accountIdFor,
  checkTag,
  checkTagsDiffer,
  type CommonOptions,
  scopeOf,
  withCommonOptions,
} from '../options.js';
import { openTerminal, printJson, type Terminal } from '../terminal.js';
import { withWorld } from '../world.js';
import { acceptSuggestions } from './suggest-accept.js';
import { suggestionsJson, suggestionsText } from './suggest-text.js';

interface Options extends CommonOptions {
  readonly source1: string;
  readonly tag1: string;
  readonly source2: string;
  readonly tag2: string;
  readonly more?: readonly string[] | undefined;
  readonly write?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly 'min-confidence'?: string | undefined;
  readonly equivalency?: string | undefined;
  readonly include?: string | undefined;
  readonly 'account-id'?: readonly string[] | undefined;
  readonly json?: boolean | undefined;
}

const DEFAULT_CONFIDENCE = '0.85';

export function equivalencySuggestCommand(
  setExitCode: (code: number) => void,
): CommandModule<object, Options> {
  return {
    command: 'suggest <source1> <tag1> <source2> <tag2> [more..]',
    describe: 'Propose the entries that make accounts comparable, with their evidence',
    builder,
    handler: async (options) => {
      const request = {
        sides: sidesOf(options),
        equivalency: options.equivalency,
        scope: scopeOf(options.include),
      };
      const least = confidenceOf(options['min-confidence'] ?? DEFAULT_CONFIDENCE);
      if (options.yes && !options.write) {
        throw new UserError(
          '--yes says what to write, and --write is not given',
          'Add --write, or leave --yes out.',
        );
      }
      const terminal = openTerminal(options);
      const { suggestEquivalencies, writeSuggestions } = await import('../../workflow/suggest.js');
      await interruptible(async (signal) => {
        const result = await withWorld(terminal, signal, (world) => suggestEquivalencies(request, world));
        for (const { tag, snapshot } of result.captures) {
          const gaps = snapshot.coverage.gaps.length;
          if (gaps > 0)
            terminal.warn(
              `${terminal.colors.yellow('warning:')} ${tag} could not be read whole (${plural(gaps, 'gap')})`,
            );
        }
        terminal.out(suggestionsText(result, result.file, terminal.colors));
        const accepted = options.write
          ? await acceptSuggestions(result.proposals, { yes: options.yes === true, least, terminal, signal })
          : [];
        if (accepted.length > 0) {
          await withWorld(terminal, signal, (world) => writeSuggestions(accepted, result, world));
          terminal.out(
            `\n${terminal.colors.green('Written:')} ${result.file} (${accepted.map(({ placeholder }) => placeholder).join(', ')})`,
          );
        }
        if (options.json) printJson(suggestionsJson(result, { file: result.file, written: accepted }));
        setExitCode(
          accepted.length === 0 && wasRefused(options, terminal, result.proposals) ? EXIT.error : EXIT.inSync,
        );
      });
    },
  };
}

/** Asked to write, and there was nobody to ask. */
function wasRefused(
  { write, yes }: Options,
  { interactive }: Terminal,
  proposals: readonly Suggestion[],
): boolean {
  return write === true && !yes && !interactive && proposals.length > 0;
}

function sidesOf(options: Options): SourceRequest[] {
  const words = [options.source1, options.tag1, options.source2, options.tag2, ...(options.more ?? [])];
  if (words.length % 2 !== 0) {
    throw new UserError(`${JSON.stringify(words.at(-1))} has no tag`, 'Each account is a source and a tag.');
  }
  const accountIds = options['account-id'] ?? [];
  const sides = words.flatMap((source, at): SourceRequest[] => {
    if (at % 2 !== 0) return [];
    const tag = checkTag(words[at + 1]!);
    return [{ source, tag, accountId: accountIdFor(tag, accountIds) }];
  });
  sides.forEach(({ tag }, at) => sides.slice(0, at).forEach((other) => checkTagsDiffer(other.tag, tag)));
  return sides;
}

/** A share of one; throws UserError. */
function confidenceOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new UserError(
    `--min-confidence ${JSON.stringify(text)}: not a share`,
    'Write a number from 0 to 1, such as 0.9.',
  );
}

function builder(args: Argv): Argv<Options> {
  return withCommonOptions(args)
    .positional('source1', {
      type: 'string',
      demandOption: true,
      describe: 'AWS profile, or a JSON file: an export or a snapshot',
    })
    .positional('tag1', { type: 'string', demandOption: true, describe: 'Short name of that account' })
    .positional('source2', { type: 'string', demandOption: true, describe: 'The other account' })
    .positional('tag2', { type: 'string', demandOption: true, describe: 'Its short name' })
    .positional('more', { type: 'string', array: true, describe: 'Further sources and tags, by turns' })
    .option('write', { type: 'boolean', describe: 'Add the proposals to the list, asking for each' })
    .option('yes', { type: 'boolean', describe: 'With --write: ask nothing, take all that are sure enough' })
    .option('min-confidence', {
      type: 'string',
      describe: `With --yes: how sure is sure enough, from 0 to 1 [default: ${DEFAULT_CONFIDENCE}]`,
    })
    .option('equivalency', {
      alias: 'e',
      type: 'string',
      describe: 'File of known differences, made where there is none [default: equivalency_list.json]',
    })
    .option('include', { type: 'string', describe: 'Look at these as well: users, groups, or users,groups' })
    .option('account-id', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'For a file that names no account: twelve digits, or <tag>=<twelve digits>',
    })
    .option('json', { type: 'boolean', describe: 'Print JSON on stdout, and nothing else there' })
    .example('$0 equivalency suggest dev-profile dev qa-profile qa', 'What differs on purpose?')
    .example('$0 equivalency suggest dev.json dev qa.json qa --write', 'Add it to the list, asking for each')
    .example('$0 equivalency suggest dev dev qa qa prod prod --write --yes', 'Three accounts, no questions');
}

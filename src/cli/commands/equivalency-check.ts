import type { Argv, CommandModule } from 'yargs';
import type { EntryUse, ListCheck } from '../../equivalency/check.js';
import { visible } from '../../model/hidden-characters.js';
import type { CheckResult } from '../../workflow/check-equivalencies.js';
import { type AutomaticArguments, automaticOf, withAutomaticOptions } from '../automatic-options.js';
import { EXIT } from '../exit-codes.js';
import { interruptible } from '../interrupt.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { openTerminal, printJson, type Terminal } from '../terminal.js';
import { withWorld } from '../world.js';

interface Options extends CommonOptions, AutomaticArguments {
  readonly sources?: readonly string[] | undefined;
  readonly equivalency?: string | undefined;
  readonly json?: boolean | undefined;
}

export function equivalencyCheckCommand(setExitCode: (code: number) => void): CommandModule<object, Options> {
  return {
    command: 'check [sources..]',
    describe: 'Say whether the equivalency list is sound, and what it does to accounts',
    builder,
    handler: async (options) => {
      const terminal = openTerminal(options);
      const request = {
        file: options.equivalency,
        sources: options.sources ?? [],
        automatic: automaticOf(options),
      };
      const { checkEquivalencies } = await import('../../workflow/check-equivalencies.js');
      const result = await interruptible((signal) =>
        withWorld(terminal, signal, (world) => checkEquivalencies(request, world)),
      );
      tell(result, terminal);
      if (options.json) printJson(`${JSON.stringify(checkJson(result), null, 2)}\n`);
      setExitCode(result.check && result.check.collisions.length > 0 ? EXIT.drift : EXIT.inSync);
    },
  };
}

function tell({ file, list, check }: CheckResult, { out, colors }: Terminal): void {
  if (check) for (const use of check.uses) out(visible(useText(use)));
  else {
    for (const { placeholder, values } of list.entries) {
      out(visible(`<${placeholder}> = ${values.join(', ')}`));
    }
  }
  for (const text of check ? problems(check) : []) out(colors.yellow(visible(text)));
  const count = `${list.entries.length} ${list.entries.length === 1 ? 'entry' : 'entries'}`;
  out(colors.green(visible(`${file} is valid: ${count}`)));
}

function useText({ entry, count, fields, examples }: EntryUse): string {
  const start = `<${entry.placeholder}>${entry.automatic ? ' (by itself)' : ''}`;
  if (count === 0) return `${start}: never applied`;
  const where = [...fields].map(([field, times]) => `${field} ${times}`).join(', ');
  return `${start}: applied ${count} ${count === 1 ? 'time' : 'times'} (${where}), first in ${examples.join('; ')}`;
}

function problems({ uses, collisions }: ListCheck): string[] {
  return [
    ...uses.flatMap(({ entry, words }) => {
      const list = [...words].map(([word, times]) => (times === 1 ? word : `${word} (${times} times)`));
      const shown = list.length > 20 ? [...list.slice(0, 20), `and ${list.length - 20} more`] : list;
      return list.length === 0
        ? []
        : [`<${entry.placeholder}> applies inside longer words: ${shown.join(', ')}`];
    }),
    ...collisions.map(
      ({ tag, what, names: [one, two], normalised, placeholders }) =>
        `${tag}: the ${what} ${one} and ${two} both become ${normalised}, by ${placeholders.join(', ')}`,
    ),
  ];
}

function checkJson({ file, list, check }: CheckResult): unknown {
  return {
    file,
    valid: true,
    entries: check
      ? check.uses.map(({ entry, count, fields, examples, words }) => ({
          placeholder: entry.placeholder,
          values: entry.values,
          automatic: entry.automatic,
          applied: count,
          fields: Object.fromEntries(fields),
          examples,
          insideWords: [...words].map(([word, times]) => ({ word, count: times })),
        }))
      : list.entries.map(({ placeholder, values }) => ({ placeholder, values, automatic: false })),
    collisions: check
      ? check.collisions.map(({ tag, what, names, normalised, placeholders }) => ({
          tag,
          what,
          names,
          normalised,
          entries: placeholders,
        }))
      : null,
  };
}

function builder(args: Argv): Argv<Options> {
  return withAutomaticOptions(withCommonOptions(args))
    .positional('sources', {
      type: 'string',
      array: true,
      describe: 'AWS profiles or JSON files: what does the list do to these accounts?',
    })
    .option('equivalency', {
      alias: 'e',
      type: 'string',
      describe: 'File of known differences [default: equivalency_list.json]',
    })
    .option('json', { type: 'boolean', describe: 'Print JSON on stdout, and nothing else there' })
    .epilogue(
      "Exit codes: 0 sound · 1 error: the list is not valid, or a source can't be read · 2 names collide",
    )
    .example('$0 equivalency check', 'Is equivalency_list.json sound?')
    .example('$0 equivalency check dev.json qa.json', 'How often does each entry apply, and where?');
}

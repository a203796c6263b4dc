import type { Argv, CommandModule } from 'yargs';
import { UserError } from '../../model/errors.js';
import { interruptible } from '../interrupt.js';
import { checkTag, type CommonOptions, withCommonOptions } from '../options.js';
import { openTerminal, printJson } from '../terminal.js';
import { withWorld } from '../world.js';

interface LogOptions extends CommonOptions {
  readonly tag: string;
  readonly role?: readonly string[] | undefined;
  readonly 'max-count': string;
  readonly full?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export function baselineLogCommand(): CommandModule<object, LogOptions> {
  return {
    command: 'log <tag>',
    describe: 'The history of a baseline: when, by whom, and what changed in access',
    builder,
    handler: async (options) => {
      const tag = checkTag(options.tag);
      const most = Number(options['max-count']);
      if (!Number.isSafeInteger(most) || most < 1) {
        throw new UserError(
          `--max-count ${options['max-count']}: not a number of commits`,
          'Write 1 or more.',
        );
      }
      const terminal = openTerminal(options);
      const [{ baselineLog }, { historyJson, historyText }] = await Promise.all([
        import('../../workflow/baseline-history.js'),
        import('../../report/index.js'),
      ]);
      const entries = await interruptible((signal) =>
        withWorld(terminal, signal, (world) => baselineLog({ tag, roles: options.role ?? [], most }, world)),
      );
      const { color, width } = terminal;
      terminal.out(
        entries.length === 0
          ? `None of the last ${most} commits of the baseline ${tag} changed such a role.`
          : historyText(entries, { color, width, full: options.full === true }),
      );
      if (options.json) printJson(historyJson(tag, entries));
    },
  };
}

function builder(args: Argv): Argv<LogOptions> {
  return withCommonOptions(args)
    .positional('tag', { type: 'string', demandOption: true, describe: 'Name of the baseline' })
    .option('role', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'Only roles of this name (* and ? are wildcards); may come several times',
    })
    .option('max-count', {
      alias: 'n',
      type: 'string',
      default: '20',
      describe: 'At most so many commits',
    })
    .option('full', { type: 'boolean', describe: 'Nothing shortened' })
    .option('json', { type: 'boolean', describe: 'As JSON on stdout, and nothing else there' })
    .example('$0 baseline log prod', 'What was accepted, when, and by whom?')
    .example('$0 baseline log prod --role app1', 'One role');
}

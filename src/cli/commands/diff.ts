import type { Argv, CommandModule } from 'yargs';
import { UserError } from '../../model/errors.js';
import { visible } from '../../model/hidden-characters.js';
import { exitCodeOf, type Gate, GATES } from '../exit-codes.js';
import { interruptible } from '../interrupt.js';
import { accountIdFor, checkTag, checkTagsDiffer, type RunOptions, withRunOptions } from '../options.js';
import { openTerminal, printJson } from '../terminal.js';
import { withWorld } from '../world.js';
import { tellRun } from './run-outcome.js';

interface DiffOptions extends RunOptions {
  readonly source1: string;
  readonly tag1: string;
  readonly source2: string;
  readonly tag2: string;
  readonly equivalency?: string | undefined;
  readonly include?: string | undefined;
  readonly 'account-id'?: readonly string[] | undefined;
  readonly full?: boolean | undefined;
  readonly strict?: boolean | undefined;
  readonly 'fail-on'?: Gate | undefined;
  readonly today?: boolean | undefined;
}

export function diffCommand(setExitCode: (code: number) => void): CommandModule<object, DiffOptions> {
  return {
    command: 'diff <source1> <tag1> <source2> <tag2>',
    describe: 'Compare the IAM roles and policies of two accounts',
    builder,
    handler: async (options) => {
      checkTagsDiffer(checkTag(options.tag1), checkTag(options.tag2));
      const scope = scopeOf(options.include);
      const gate = {
        gate: options.strict ? 'any' : (options['fail-on'] ?? 'drift'),
        today: options.today === true,
      } as const;
      const terminal = openTerminal(options);
      const accountIds = options['account-id'] ?? [];
      const [{ compareTwo }, { reportJson, terminalReport }] = await Promise.all([
        import('../../workflow/compare.js'),
        import('../../report/index.js'),
      ]);
      const { report, kept } = await interruptible((signal) =>
        withWorld(terminal, signal, (world) =>
          compareTwo(
            {
              sides: [
                {
                  source: options.source1,
                  tag: options.tag1,
                  accountId: accountIdFor(options.tag1, accountIds),
                },
                {
                  source: options.source2,
                  tag: options.tag2,
                  accountId: accountIdFor(options.tag2, accountIds),
                },
              ],
              equivalency: options.equivalency,
              scope,
              output: options.output,
              includeItems: !options['no-items'],
              commit: !options['no-git'],
              exitCodeOf: (unrated) => exitCodeOf(unrated, gate),
            },
            world,
          ),
        ),
      );
      for (const warning of report.warnings)
        terminal.warn(`${terminal.colors.yellow('warning:')} ${visible(warning)}`);
      terminal.out(
        terminalReport(report, { color: terminal.color, full: options.full === true, width: terminal.width }),
      );
      tellRun(kept, terminal);
      if (options.json) printJson(reportJson(report));
      setExitCode(report.exitCode);
    },
  };
}

function builder(args: Argv): Argv<DiffOptions> {
  return withRunOptions(args)
    .positional('source1', {
      type: 'string',
      demandOption: true,
      describe: 'AWS profile, or a JSON file: an export or a snapshot',
    })
    .positional('tag1', {
      type: 'string',
      demandOption: true,
      describe: 'Short name of that account in reports',
    })
    .positional('source2', { type: 'string', demandOption: true, describe: 'The other account' })
    .positional('tag2', { type: 'string', demandOption: true, describe: 'Its short name' })
    .option('equivalency', {
      alias: 'e',
      type: 'string',
      describe: 'File of known differences [default: equivalency_list.json, where there is one]',
    })
    .option('include', { type: 'string', describe: 'Compare these as well: users, groups, or users,groups' })
    .option('account-id', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'For a file that names no account: twelve digits, or <tag>=<twelve digits>',
    })
    .option('fail-on', {
      choices: GATES,
      describe:
        'What makes exit code 2: any difference, drift, or broader access in side 2 only [default: drift]',
    })
    .option('strict', { type: 'boolean', describe: 'The same as --fail-on any' })
    .option('today', {
      type: 'boolean',
      describe: 'Let the exit code follow the access to actions that AWS documents today',
    })
    .option('full', { type: 'boolean', describe: 'Show every difference in the terminal, none shortened' })
    .example('$0 diff dev-profile dev qa-profile qa', 'Two AWS profiles')
    .example('$0 diff dev.json dev qa.json qa', 'Two exports of aws iam get-account-authorization-details')
    .example(
      '$0 diff prod prod dr dr --json --no-git',
      'In CI: the report on stdout, the verdict as exit code',
    )
    .example('$0 diff prod prod dr dr --fail-on broader', 'Exit code 2 only where dr allows more than prod')
    .example('$0 diff a b c d --include users,groups', 'Users and groups as well');
}

function scopeOf(include: string | undefined): { users: boolean; groups: boolean } {
  const words = (include ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const unknown = words.find((word) => word !== 'users' && word !== 'groups');
  if (unknown !== undefined) {
    throw new UserError(
      `--include ${JSON.stringify(unknown)}: nothing of that name`,
      'It takes users, groups, or users,groups.',
    );
  }
  return { users: words.includes('users'), groups: words.includes('groups') };
}

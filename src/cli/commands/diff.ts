import type { Argv, CommandModule } from 'yargs';
import { accountIdFor, checkTag, checkTagsDiffer } from '../options.js';
import { type ComparisonArguments, runComparison, withComparisonOptions } from './comparison.js';

interface DiffOptions extends ComparisonArguments {
  readonly source1: string;
  readonly tag1: string;
  readonly source2: string;
  readonly tag2: string;
}

export function diffCommand(setExitCode: (code: number) => void): CommandModule<object, DiffOptions> {
  return {
    command: 'diff <source1> <tag1> <source2> <tag2>',
    describe: 'Compare the IAM roles and policies of two accounts',
    builder,
    handler: async (options) => {
      const { source1, tag1, source2, tag2, equivalency } = options;
      checkTagsDiffer(checkTag(tag1), checkTag(tag2));
      const accountIds = options['account-id'] ?? [];
      const sides = [
        { source: source1, tag: tag1, accountId: accountIdFor(tag1, accountIds) },
        { source: source2, tag: tag2, accountId: accountIdFor(tag2, accountIds) },
      ] as const;
      const { compareTwo } = await import('../../workflow/diff.js');
      setExitCode(
        await runComparison(options, (settings, world) =>
          compareTwo({ ...settings, sides, equivalency }, world),
        ),
      );
    },
  };
}

function builder(args: Argv): Argv<DiffOptions> {
  return withComparisonOptions(args, {
    equivalency: 'File of known differences [default: equivalency_list.json, where there is one]',
  })
    .positional('source1', {
      type: 'string',
      demandOption: true,
      describe: 'AWS profile, JSON file (an export or a snapshot), or baseline:<tag>[@<ref|date>]',
    })
    .positional('tag1', {
      type: 'string',
      demandOption: true,
      describe: 'Short name of that account in reports',
    })
    .positional('source2', { type: 'string', demandOption: true, describe: 'The other account' })
    .positional('tag2', { type: 'string', demandOption: true, describe: 'Its short name' })
    .example('$0 diff dev-profile dev qa-profile qa', 'Two AWS profiles')
    .example('$0 diff dev.json dev qa.json qa', 'Two exports of aws iam get-account-authorization-details')
    .example(
      '$0 diff prod prod dr dr --json --no-git',
      'In CI: the report on stdout, the verdict as exit code',
    )
    .example('$0 diff prod prod dr dr --fail-on broader', 'Exit code 2 only where dr allows more than prod')
    .example('$0 diff a b c d --include users,groups', 'Users and groups as well')
    .example('$0 diff baseline:prod@2026-11-01 then prod-profile now', 'An accepted baseline at a date');
}

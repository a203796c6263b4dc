import type { Argv, CommandModule } from 'yargs';
import type { Snapshot } from '../../model/snapshot.js';
import { EXIT } from '../exit-codes.js';
import { interruptible } from '../interrupt.js';
import { accountIdFor, checkTag, type RunOptions, withRunOptions } from '../options.js';
import { openTerminal, printJson } from '../terminal.js';
import { withWorld } from '../world.js';
import { tellRun } from './run-outcome.js';

interface HarvestOptions extends RunOptions {
  readonly source: string;
  readonly tag: string;
  readonly 'account-id'?: readonly string[] | undefined;
}

export function harvestCommand(setExitCode: (code: number) => void): CommandModule<object, HarvestOptions> {
  return {
    command: 'harvest <source> <tag>',
    describe: 'Snapshot the IAM roles and policies of one account',
    builder,
    handler: async (options) => {
      checkTag(options.tag);
      const terminal = openTerminal(options);
      const { harvestOne } = await import('../../workflow/harvest.js');
      const accountId = accountIdFor(options.tag, options['account-id'] ?? []);
      const { capture, snapshotText, kept } = await interruptible((signal) =>
        withWorld(terminal, signal, (world) =>
          harvestOne(
            {
              side: { source: options.source, tag: options.tag, accountId },
              output: options.output,
              includeItems: !options['no-items'],
              commit: !options['no-git'],
            },
            world,
          ),
        ),
      );
      const { snapshot } = capture;
      terminal.out(`Account ${snapshot.account.id}: ${counts(snapshot)}`);
      for (const { subject, api, reason } of snapshot.coverage.gaps) {
        terminal.warn(`${terminal.colors.yellow('not read:')} ${subject} (${api}: ${reason})`);
      }
      tellRun(kept, terminal);
      if (options.json) printJson(new TextDecoder().decode(snapshotText.bytes));
      setExitCode(snapshot.coverage.gaps.length > 0 ? EXIT.incomplete : EXIT.inSync);
    },
  };
}

function counts(snapshot: Snapshot): string {
  const { roles, managedPolicies, users, groups } = snapshot;
  const serviceLinked = roles.filter(({ path }) => path.startsWith('/aws-service-role/')).length;
  return `${roles.length} roles (${serviceLinked} service-linked), ${managedPolicies.length} managed policies, ${users.length} users, ${groups.length} groups`;
}

function builder(args: Argv): Argv<HarvestOptions> {
  return withRunOptions(args)
    .positional('source', { type: 'string', demandOption: true, describe: 'AWS profile, or a JSON file' })
    .positional('tag', {
      type: 'string',
      demandOption: true,
      describe: 'Short name of the account in reports',
    })
    .option('account-id', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'For a file that names no account: twelve digits',
    })
    .example('$0 harvest dev-profile dev', 'Snapshot of a profile, below baselines/runs')
    .example('$0 harvest dev-profile dev --json > dev.json', 'The snapshot on stdout')
    .example('$0 harvest dev-profile dev --output out --no-git', 'Into a folder of your own');
}

import type { Argv, CommandModule } from 'yargs';
import { UserError } from '../../model/errors.js';
import { visible } from '../../model/hidden-characters.js';
import { plural } from '../../report/plural.js';
import type { Capture } from '../../model/run.js';
import { interruptible } from '../interrupt.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { openTerminal, printJson, type Terminal } from '../terminal.js';
import { withWorld } from '../world.js';

interface ShowOptions extends CommonOptions {
  readonly baseline: string;
  readonly role?: readonly string[] | undefined;
  readonly json?: boolean | undefined;
}

export function baselineShowCommand(): CommandModule<object, ShowOptions> {
  return {
    command: 'show <baseline>',
    describe: 'What was accepted: prod, or prod@2026-11-01',
    builder,
    handler: async (options) => {
      const terminal = openTerminal(options);
      const source = `baseline:${options.baseline.replace(/^baseline:/, '')}`;
      const [{ showBaseline }, { filesOfSnapshot, snapshotToJson }] = await Promise.all([
        import('../../workflow/baseline-history.js'),
        import('../../workflow/snapshot-text.js'),
      ]);
      const roles = options.role ?? [];
      const shown = await interruptible((signal) =>
        withWorld(terminal, signal, (world) => showBaseline({ source, roles }, world)),
      );
      const { snapshot, warnings } = shown;
      for (const warning of warnings ?? [])
        terminal.warn(`${terminal.colors.yellow('warning:')} ${visible(warning)}`);
      if (roles.length > 0 && snapshot.roles.length === 0) {
        throw new UserError(`${options.baseline} has no role named like ${roles.join(' or ')}`);
      }
      tell(shown, roles.length === 0, terminal);
      if (roles.length === 0) {
        for (const { path, name } of snapshot.roles) terminal.out(visible(`  ${path}${name}`));
      } else {
        for (const [file, text] of filesOfSnapshot(snapshot))
          if (file.startsWith('roles/')) terminal.out(`\n${terminal.colors.bold(file)}\n${text}`);
      }
      if (options.json) printJson(snapshotToJson(snapshot));
    },
  };
}

function tell({ info, snapshot }: Capture, whole: boolean, terminal: Terminal): void {
  const { account, roles, managedPolicies, users, groups, coverage } = snapshot;
  const { id, date, author, subject } = info.commit!;
  terminal.out(visible(`${info.source}: commit ${id.slice(0, 12)} of ${date} by ${author}: ${subject}`));
  const counts = [
    plural(roles.length, 'role'),
    plural(managedPolicies.length, 'managed policy'),
    plural(users.length, 'user'),
    plural(groups.length, 'group'),
  ];
  terminal.out(`Account ${account.id} (${account.partition})${whole ? `: ${counts.join(', ')}` : ''}`);
  if (coverage.notRecorded.length > 0) terminal.out(`Not recorded: ${coverage.notRecorded.join(', ')}`);
  for (const { subject: what, api, reason } of coverage.gaps)
    terminal.out(`${terminal.colors.yellow('not read:')} ${visible(`${what} (${api}: ${reason})`)}`);
}

function builder(args: Argv): Argv<ShowOptions> {
  return withCommonOptions(args)
    .positional('baseline', {
      type: 'string',
      demandOption: true,
      describe: 'Name of the baseline, with @<ref or date> for an earlier one',
    })
    .option('role', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'Show these roles whole (* and ? are wildcards); may come several times',
    })
    .option('json', { type: 'boolean', describe: 'The snapshot as JSON on stdout, and nothing else there' })
    .example('$0 baseline show prod', 'What is accepted now')
    .example('$0 baseline show prod@2026-11-01 --role app1', 'A role as it was accepted then');
}

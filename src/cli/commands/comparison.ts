import type { Argv } from 'yargs';
import { ON_COLLISION, type OnCollision } from '../../equivalency/options.js';
import type { Report } from '../../model/report.js';
import { visible } from '../../model/hidden-characters.js';
import type { CompareResult, ComparisonOptions } from '../../workflow/compare.js';
import type { World } from '../../workflow/world.js';
import { type AutomaticArguments, automaticOf, withAutomaticOptions } from '../automatic-options.js';
import { exitCodeOf, type Gate, GATES } from '../exit-codes.js';
import { interruptible } from '../interrupt.js';
import { type RunOptions, scopeOf, withRunOptions } from '../options.js';
import { openTerminal, printJson, type Terminal } from '../terminal.js';
import { withWorld } from '../world.js';
import { tellRun } from './run-outcome.js';

/** Options of the commands that compare two snapshots. */
export interface ComparisonArguments extends RunOptions, AutomaticArguments {
  readonly equivalency?: string | undefined;
  readonly include?: string | undefined;
  readonly 'account-id'?: readonly string[] | undefined;
  readonly full?: boolean | undefined;
  readonly strict?: boolean | undefined;
  readonly 'fail-on'?: Gate | undefined;
  readonly today?: boolean | undefined;
  readonly waivers?: string | undefined;
  readonly 'no-waivers'?: boolean | undefined;
  readonly 'on-collision'?: OnCollision | undefined;
}

export function withComparisonOptions<T>(
  args: Argv<T>,
  { equivalency, include = '' }: { readonly equivalency: string; readonly include?: string },
): Argv<T & ComparisonArguments> {
  return withAutomaticOptions(withRunOptions(args))
    .option('on-collision', {
      choices: ON_COLLISION,
      describe:
        'Two names of one account that the list makes the same: refuse, or compare them as they are [default: error]',
    })
    .option('equivalency', { alias: 'e', type: 'string', describe: equivalency })
    .option('include', {
      type: 'string',
      describe: `Compare these as well: users, groups, or users,groups${include}`,
    })
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
    .option('waivers', {
      type: 'string',
      describe: 'File of accepted findings [default: waivers.yaml, where there is one]',
    })
    .option('no-waivers', { type: 'boolean', describe: 'Waive nothing' })
    .conflicts('waivers', 'no-waivers')
    .option('full', { type: 'boolean', describe: 'Show every difference in the terminal, none shortened' });
}

/** Runs a comparison's story with the options of the command line, and prints what it comes to. Returns the exit code. */
export async function runComparison(
  options: ComparisonArguments,
  story: (settings: ComparisonOptions, world: World) => Promise<CompareResult>,
): Promise<number> {
  const gate = {
    gate: options.strict ? 'any' : (options['fail-on'] ?? 'drift'),
    today: options.today === true,
  } as const;
  const settings: ComparisonOptions = {
    scope: scopeOf(options.include),
    output: options.output,
    includeItems: !options['no-items'],
    commit: !options['no-git'],
    waivers: options['no-waivers'] ? null : options.waivers,
    normalise: {
      automatic: automaticOf(options),
      onCollision: options['on-collision'] ?? 'error',
    },
    exitCodeOf: (unrated) => exitCodeOf(unrated, gate),
  };
  const terminal = openTerminal(options);
  const { report, kept } = await interruptible((signal) =>
    withWorld(terminal, signal, (world) => story(settings, world)),
  );
  const { reportJson, terminalReport } = await import('../../report/index.js');
  for (const warning of report.warnings)
    terminal.warn(`${terminal.colors.yellow('warning:')} ${visible(warning)}`);
  tellCommits(report, terminal);
  terminal.out(
    terminalReport(report, { color: terminal.color, full: options.full === true, width: terminal.width }),
  );
  tellRun(kept, terminal);
  if (options.json) printJson(reportJson(report));
  return report.exitCode;
}

/** Which commit each accepted baseline was read from. */
export function tellCommits({ sides }: Pick<Report, 'sides'>, terminal: Terminal): void {
  for (const { tag, info } of sides) {
    if (!info.commit) continue;
    const { id, date, author } = info.commit;
    terminal.out(visible(`${tag} is ${info.source}: commit ${id.slice(0, 12)} of ${date} by ${author}`));
  }
}

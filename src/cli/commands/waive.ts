import type { Argv, CommandModule } from 'yargs';
import { UserError } from '../../model/errors.js';
import { visible } from '../../model/hidden-characters.js';
import type { WaivePlan } from '../../workflow/waive.js';
import { confirm } from '../ask.js';
import { EXIT } from '../exit-codes.js';
import { interruptible } from '../interrupt.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { openTerminal, type Terminal } from '../terminal.js';
import { withWorld } from '../world.js';

interface WaiveOptions extends CommonOptions {
  readonly what: readonly string[];
  readonly reason: string;
  readonly owner?: string | undefined;
  readonly expires: string;
  readonly role?: readonly string[] | undefined;
  readonly type?: readonly string[] | undefined;
  readonly waivers?: string | undefined;
  readonly yes?: boolean | undefined;
}

export function waiveCommand(setExitCode: (code: number) => void): CommandModule<object, WaiveOptions> {
  return {
    command: 'waive <what..>',
    describe: 'Accept findings of a run, with a reason, an owner and an end',
    builder,
    handler: async (options) => {
      const terminal = openTerminal(options);
      const { planWaivers, writeWaivers } = await import('../../workflow/waive.js');
      const request = { ...options, roles: options.role ?? [], types: options.type ?? [] };
      await interruptible((signal) =>
        withWorld(terminal, signal, async (world) => {
          const plan = await planWaivers(request, world);
          tellPlan(plan, terminal);
          if (!(await isAgreed(plan, options.yes === true, terminal, signal))) {
            terminal.out('Nothing was written.');
            return;
          }
          await writeWaivers(plan, world);
          terminal.out(
            `${terminal.colors.green('Wrote')} ${visible(plan.file)}. Commit it, so that its history says who accepted what.`,
          );
        }),
      );
      setExitCode(EXIT.inSync);
    },
  };
}

function tellPlan({ entries, left }: WaivePlan, { out, colors }: Terminal): void {
  for (const { kind, name, findings } of entries) {
    out(colors.bold(visible(`${kind} ${name}`)));
    for (const { fingerprint, text } of findings) out(`  ${visible(text)}  ${colors.dim(fingerprint)}`);
  }
  const [entry] = entries;
  if (entry) out(visible(`until ${entry.expires}, ${entry.owner}: ${entry.reason}`));
  if (left.length === 0) return;
  out(`\n${colors.yellow('Still counting')}, as something else of the same entities is not waived:`);
  for (const { kind, name, text, fingerprint } of left) {
    out(`  ${visible(`${kind} ${name}: ${text}`)}  ${colors.dim(fingerprint)}`);
  }
}

async function isAgreed(
  { file, entries }: WaivePlan,
  yes: boolean,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<boolean> {
  if (yes) return true;
  if (!terminal.interactive) {
    throw new UserError('there is no terminal to ask in', 'Run the same with --yes to write the waivers.');
  }
  const count = entries.length === 1 ? 'this entry' : `these ${entries.length} entries`;
  return confirm(`Write ${count} to ${visible(file)}?`, signal);
}

function builder(args: Argv): Argv<WaiveOptions> {
  return withCommonOptions(args)
    .positional('what', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Fingerprints of the latest run (the first digits do), or run folders',
    })
    .option('reason', { type: 'string', demandOption: true, describe: 'Why this is accepted' })
    .option('owner', { type: 'string', describe: "Who answers for it [default: git's user]" })
    .option('expires', {
      type: 'string',
      demandOption: true,
      describe: 'The last day on which it holds: 2026-12-31, or 30d, 4w from today',
    })
    .option('role', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'Of a run folder: roles of this name (glob)',
    })
    .option('type', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'Of a run folder: findings of this type',
    })
    .option('waivers', { type: 'string', describe: 'File to add to [default: waivers.yaml]' })
    .option('yes', { alias: 'y', type: 'boolean', describe: "Don't ask" })
    .example('$0 waive a0a066a7 130ee2c2 --reason "CHG-1234" --expires 30d', 'Two findings of the latest run')
    .example(
      "$0 waive baselines/runs/2026/11/22/10/17/23 --role 'app1_*' --reason migration --expires 2026-12-31",
      'All of these roles',
    );
}

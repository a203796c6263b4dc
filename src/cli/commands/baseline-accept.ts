import type { Argv, CommandModule } from 'yargs';
import { UserError } from '../../model/errors.js';
import { visible } from '../../model/hidden-characters.js';
import type { AcceptResult, Proposal } from '../../workflow/accept-baseline.js';
import type { World } from '../../workflow/world.js';
import { confirm } from '../ask.js';
import { EXIT } from '../exit-codes.js';
import { interruptible } from '../interrupt.js';
import {
  accountIdFor,
  checkTag,
  checkTagsDiffer,
  type CommonOptions,
  withCommonOptions,
} from '../options.js';
import { openTerminal, printJson, type Terminal } from '../terminal.js';
import { withWorld } from '../world.js';
import { tellCommit } from './run-outcome.js';

interface AcceptOptions extends CommonOptions {
  readonly source: string;
  readonly tag: string;
  readonly message?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly role?: readonly string[] | undefined;
  readonly 'allow-gaps'?: boolean | undefined;
  readonly 'account-id'?: readonly string[] | undefined;
  readonly full?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export function baselineAcceptCommand(
  setExitCode: (code: number) => void,
): CommandModule<object, AcceptOptions> {
  return {
    command: 'accept <source> <tag>',
    describe: 'Accept an account as it is now: write it to baselines/accounts/<tag> and commit',
    builder,
    handler: async (options) => {
      const { source, tag, message } = options;
      const { BASELINE_SIDE } = await import('../../workflow/drift.js');
      checkTagsDiffer(checkTag(tag), BASELINE_SIDE);
      if (message?.trim() === '')
        throw new UserError('--message is empty', 'Say why this is accepted, or leave it out.');
      const terminal = openTerminal(options);
      const { acceptBaseline } = await import('../../workflow/accept-baseline.js');
      const result = await interruptible((signal) =>
        withWorld(terminal, signal, async (world) => {
          const accepted = await acceptBaseline(
            {
              side: { source, tag, accountId: accountIdFor(tag, options['account-id'] ?? []) },
              message,
              roles: options.role ?? [],
              allowGaps: options['allow-gaps'] === true,
              decide: (proposal) => decide(proposal, options, terminal, world),
              onWait: () =>
                terminal.note('Waiting for another run that accepts a baseline in this repository …'),
            },
            world,
          );
          // A terminal's signal stops git as well: that is no refusal.
          if (accepted.kind === 'refused') signal.throwIfAborted();
          return accepted;
        }),
      );
      setExitCode(tell(result, tag, terminal));
      if (options.json) printJson(await json(result, tag));
    },
  };
}

async function decide(
  proposal: Proposal,
  options: AcceptOptions,
  terminal: Terminal,
  world: World,
): Promise<boolean> {
  await world.endProgress?.();
  const { proposalText } = await import('../../report/index.js');
  const { color, width } = terminal;
  terminal.out(proposalText(proposal, { color, width, full: options.full === true }));
  for (const warning of proposal.report?.warnings ?? [])
    terminal.warn(`${terminal.colors.yellow('warning:')} ${visible(warning)}`);
  if (options.yes) return true;
  if (!terminal.interactive) {
    throw new UserError(
      `Nothing was accepted: there is no terminal to ask in`,
      'Look at what would change, then run the same with --yes.',
    );
  }
  return confirm(`Accept this as the baseline of ${proposal.tag}?`, world.signal);
}

/** Says what came of it. Returns the exit code. */
function tell(result: AcceptResult, tag: string, terminal: Terminal): number {
  const { colors } = terminal;
  switch (result.kind) {
    case 'accepted': {
      const { commit, written, removed } = result.outcome;
      const files = [`${written} written`, ...(removed > 0 ? [`${removed} removed`] : [])].join(', ');
      terminal.out(`\n${colors.green('Accepted:')} baselines/accounts/${tag} (files: ${files})`);
      tellCommit(commit, terminal);
      return EXIT.inSync;
    }
    case 'unchanged': {
      const commit = result.accepted?.commit;
      const since = commit ? ` (commit ${commit.id.slice(0, 12)} of ${commit.date} by ${commit.author})` : '';
      terminal.out(visible(`Unchanged: ${tag} is as it was accepted${since}. Nothing to commit.`));
      return EXIT.inSync;
    }
    case 'declined':
      terminal.warn('Nothing was accepted.');
      return EXIT.error;
    case 'refused': {
      const mend = result.mend === undefined ? '' : ` To mend: ${result.mend}`;
      terminal.warn(`${colors.red('Nothing was accepted:')} ${visible(result.reason)}.${mend}`);
      return EXIT.error;
    }
    case 'incomplete':
      for (const { subject, api, reason } of result.gaps)
        terminal.warn(`${colors.yellow('not read:')} ${visible(`${subject} (${api}: ${reason})`)}`);
      terminal.warn(
        'Nothing was accepted: what could not be read would be accepted as if nobody needed to look at it. Mend the permissions (docs/iam-policy.json), or accept with the gaps: --allow-gaps.',
      );
      return EXIT.incomplete;
  }
}

async function json(result: AcceptResult, tag: string): Promise<string> {
  const { acceptanceJson } = await import('../../report/index.js');
  return acceptanceJson({
    tag,
    outcome: result.kind,
    commit: result.kind === 'accepted' ? result.outcome.commit.commit : null,
    reason: result.kind === 'refused' ? result.reason : null,
    gaps: result.kind === 'incomplete' ? result.gaps : [],
    report: 'proposal' in result ? result.proposal.report : null,
  });
}

function builder(args: Argv): Argv<AcceptOptions> {
  return withCommonOptions(args)
    .positional('source', {
      type: 'string',
      demandOption: true,
      describe: 'AWS profile, JSON file (an export or a snapshot), or baseline:<tag>[@<ref|date>]',
    })
    .positional('tag', { type: 'string', demandOption: true, describe: 'Name of the baseline' })
    .option('message', {
      alias: 'm',
      type: 'string',
      describe: "First line of the commit's message [default: what changes, in the tool's words]",
    })
    .option('yes', { alias: 'y', type: 'boolean', describe: "Don't ask" })
    .option('role', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'Accept only roles of this name (* and ? are wildcards); may come several times',
    })
    .option('allow-gaps', {
      type: 'boolean',
      describe: 'Accept an account of which something could not be read; the baseline remembers what',
    })
    .option('account-id', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'For a file that names no account: twelve digits',
    })
    .option('full', { type: 'boolean', describe: 'Show every difference, none shortened' })
    .option('json', {
      type: 'boolean',
      describe: 'Print the outcome as JSON on stdout, and nothing else there',
    })
    .example('$0 baseline accept prod-profile prod', 'Look at what changed, and accept it')
    .example('$0 baseline accept prod-profile prod -m "SEC-123: writers" --role "app1_*"', 'Some roles only')
    .example('$0 baseline accept baseline:prod@2026-11-01 prod', 'Back to what was accepted then');
}

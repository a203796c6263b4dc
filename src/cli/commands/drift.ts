import type { Argv, CommandModule } from 'yargs';
import { UserError } from '../../model/errors.js';
import { accountIdFor, checkTag, checkTagsDiffer } from '../options.js';
import { type ComparisonArguments, runComparison, withComparisonOptions } from './comparison.js';

interface DriftOptions extends ComparisonArguments {
  readonly source: string;
  readonly tag?: string | undefined;
  readonly against?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

export function driftCommand(setExitCode: (code: number) => void): CommandModule<object, DriftOptions> {
  return {
    command: 'drift <source> [tag]',
    describe: 'Compare an account with its accepted baseline, or two moments of a baseline',
    builder,
    handler: async (options) =>
      setExitCode(await (options.since === undefined ? driftNow(options) : driftThen(options))),
  };
}

async function driftNow(options: DriftOptions): Promise<number> {
  const { source, tag, against, equivalency } = options;
  if (options.until !== undefined) {
    throw new UserError(
      '--until goes with --since',
      'Write drift --since <date|ref> --until <date|ref> <tag>.',
    );
  }
  if (tag === undefined) {
    throw new UserError(
      'arguments are missing: iamdrift drift <source> <tag>',
      'The tag names the accepted baseline; to compare two moments of it: drift --since <date|ref> <tag>.',
    );
  }
  const { BASELINE_SIDE, driftFromBaseline } = await import('../../workflow/drift.js');
  checkTagsDiffer(checkTag(tag), BASELINE_SIDE);
  const side = { source, tag, accountId: accountIdFor(tag, options['account-id'] ?? []) };
  return runComparison(options, (settings, world) =>
    driftFromBaseline({ ...settings, side, against: against ?? null, equivalency }, world),
  );
}

async function driftThen(options: DriftOptions): Promise<number> {
  const { since, until, equivalency } = options;
  if (options.against !== undefined) {
    throw new UserError('--against and --since exclude each other', 'See iamdrift drift --help.');
  }
  if (options.tag !== undefined) {
    throw new UserError(
      'With --since both sides come from the history, so there is no source',
      `Write drift --since ${since ?? ''} ${options.tag}.`,
    );
  }
  const tag = checkTag(options.source);
  const { driftOverTime } = await import('../../workflow/drift.js');
  return runComparison(options, (settings, world) =>
    driftOverTime({ ...settings, tag, since: since ?? '', until: until ?? null, equivalency }, world),
  );
}

function builder(args: Argv): Argv<DriftOptions> {
  return withComparisonOptions(args, {
    equivalency: 'File of known differences [default: none, an account is compared with itself]',
  })
    .positional('source', {
      type: 'string',
      demandOption: true,
      describe: 'The account as it is now: AWS profile or JSON file (with --since: the tag alone)',
    })
    .positional('tag', { type: 'string', describe: 'Tag of its accepted baseline' })
    .option('against', {
      type: 'string',
      describe:
        'An earlier baseline: a ref, a date (2026-11-01), or "3 days ago" [default: the one accepted now]',
    })
    .option('since', {
      type: 'string',
      describe: 'Compare two moments of the baseline, offline: from this ref or date (the start of a day)',
    })
    .option('until', {
      type: 'string',
      describe: 'To this ref or date (the end of a day) [default: what is accepted now]',
    })
    .example('$0 drift prod-profile prod', 'Is prod still what was accepted?')
    .example('$0 drift prod-profile prod --fail-on broader --json', 'In CI')
    .example('$0 drift prod-profile prod --against 2026-11-01', 'What has changed since then?')
    .example('$0 drift --since friday --until now prod', 'What was accepted since Friday?');
}

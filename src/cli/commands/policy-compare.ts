import type { Argv, CommandModule } from 'yargs';
import type { AccessComparison, Verdict } from '../../model/access.js';
import { EXIT } from '../exit-codes.js';
import { accountIdFor, type CommonOptions, withCommonOptions } from '../options.js';
import { openTerminal, printJson } from '../terminal.js';
import { withWorld } from '../world.js';
import { interruptible } from '../interrupt.js';
import { changeLines } from './access-text.js';

interface Options extends CommonOptions {
  readonly before: string;
  readonly after: string;
  readonly 'boundary-before'?: string | undefined;
  readonly 'boundary-after'?: string | undefined;
  readonly type?: 'identity' | 'trust' | undefined;
  readonly 'account-id'?: string | undefined;
  readonly today?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export function policyCompareCommand(setExitCode: (code: number) => void): CommandModule<object, Options> {
  return {
    command: 'compare <before> <after>',
    describe: 'Say how access differs between two policy documents, with a witness',
    builder,
    handler: async (options) => {
      const terminal = openTerminal(options);
      const { comparePolicies } = await import('../../workflow/compare-policies.js');
      const account = options['account-id'];
      const comparison = await interruptible((signal) =>
        withWorld(terminal, signal, (world) =>
          comparePolicies(
            {
              before: options.before,
              after: options.after,
              boundaryBefore: options['boundary-before'],
              boundaryAfter: options['boundary-after'],
              type: options.type,
              account: account === undefined ? undefined : accountIdFor('', [account]),
            },
            world,
          ),
        ),
      );
      terminal.out(comparisonText(comparison));
      if (options.json) printJson(`${JSON.stringify(comparison, null, 2)}\n`);
      setExitCode(exitCode(options.today ? comparison.today : comparison.verdict));
    },
  };
}

function exitCode(verdict: Verdict): number {
  return verdict === 'equivalent' ? EXIT.inSync : verdict === 'unknown' ? EXIT.incomplete : EXIT.drift;
}

function comparisonText({ verdict, today, gained, lost, reasons }: AccessComparison): string {
  return [
    today === verdict ? verdict : `${verdict}; today: ${today}`,
    ...reasons.map((reason) => `  ${reason}`),
    ...(gained.length > 0 ? ['gained:', ...gained.flatMap(changeLines)] : []),
    ...(lost.length > 0 ? ['lost:', ...lost.flatMap(changeLines)] : []),
  ].join('\n');
}

function builder(args: Argv): Argv<Options> {
  return withCommonOptions(args)
    .positional('before', { type: 'string', demandOption: true, describe: 'File of a policy document' })
    .positional('after', { type: 'string', demandOption: true, describe: 'File of the other one' })
    .option('boundary-before', { type: 'string', describe: 'Permissions boundary of the first' })
    .option('boundary-after', { type: 'string', describe: 'Permissions boundary of the second' })
    .option('type', {
      choices: ['identity', 'trust'] as const,
      describe: 'What the documents are [default: told from their principals]',
    })
    .option('account-id', { type: 'string', describe: "Trust policies: the role's account" })
    .option('today', {
      type: 'boolean',
      describe: 'Let the exit code follow the actions that AWS documents today',
    })
    .option('json', { type: 'boolean', describe: 'Print JSON on stdout, and nothing else there' })
    .epilogue('Exit codes: 0 equivalent · 1 error · 2 broader, narrower or incomparable · 3 unknown')
    .example('$0 policy compare before.json after.json', 'Identity policies')
    .example('$0 policy compare a.json b.json --boundary-after b.json', 'Within a permissions boundary')
    .example('$0 policy compare t1.json t2.json --account-id 123456789012', 'Trust policies');
}

import type { Argv, CommandModule } from 'yargs';
import { NO_COMMAND } from '../options.js';
import { policyCompareCommand } from './policy-compare.js';
import { policyEvaluateCommand } from './policy-evaluate.js';

/** `iamdrift policy …`: questions about policy documents, with no account. */
export function policyCommand(setExitCode: (code: number) => void): CommandModule {
  return {
    command: 'policy',
    describe: 'Compare policy documents, or evaluate a request against them',
    builder: (args: Argv) =>
      args
        .command(policyCompareCommand(setExitCode))
        .command(policyEvaluateCommand(setExitCode))
        .example('$0 policy compare before.json after.json', 'How does access differ?')
        .example(
          '$0 policy evaluate p.json --action s3:GetObject --resource arn:aws:s3:::b/k',
          'Is it allowed, and why?',
        )
        .demandCommand(1, NO_COMMAND),
    handler: () => undefined,
  };
}

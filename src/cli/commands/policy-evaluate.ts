import type { Argv, CommandModule } from 'yargs';
import { visible } from '../../model/hidden-characters.js';
import { EXIT } from '../exit-codes.js';
import { interruptible } from '../interrupt.js';
import { accountIdFor, type CommonOptions, withCommonOptions } from '../options.js';
import { openTerminal, printJson } from '../terminal.js';
import { withWorld } from '../world.js';

interface Options extends CommonOptions {
  readonly policies: readonly string[];
  readonly boundary?: string | undefined;
  readonly action: string;
  readonly resource: string;
  readonly context?: readonly string[] | undefined;
  readonly principal?: string | undefined;
  readonly type?: 'identity' | 'trust' | undefined;
  readonly 'account-id'?: string | undefined;
  readonly json?: boolean | undefined;
}

export function policyEvaluateCommand(setExitCode: (code: number) => void): CommandModule<object, Options> {
  return {
    command: 'evaluate <policies..>',
    describe: 'Answer one request, and name the statements that decide it',
    builder,
    handler: async (options) => {
      const terminal = openTerminal(options);
      const { evaluateRequest } = await import('../../workflow/evaluate-request.js');
      const account = options['account-id'];
      const result = await interruptible((signal) =>
        withWorld(terminal, signal, (world) =>
          evaluateRequest(
            {
              policies: options.policies,
              boundary: options.boundary,
              action: options.action,
              resource: options.resource,
              context: options.context ?? [],
              principal: options.principal,
              type: options.type,
              account: account === undefined ? undefined : accountIdFor('', [account]),
            },
            world,
          ),
        ),
      );
      terminal.out(result.explanation.map(visible).join('\n'));
      if (options.json) printJson(`${JSON.stringify(result, null, 2)}\n`);
      setExitCode(EXIT.inSync);
    },
  };
}

function builder(args: Argv): Argv<Options> {
  return withCommonOptions(args)
    .positional('policies', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Files: all policies of an identity, or one trust policy',
    })
    .option('action', { type: 'string', demandOption: true, describe: 'For example s3:GetObject' })
    .option('resource', {
      type: 'string',
      default: '*',
      describe: 'An ARN, or * for an action without resources',
    })
    .option('context', { type: 'string', array: true, nargs: 1, describe: 'key=value, once per value' })
    .option('principal', { type: 'string', describe: 'Who asks: an ARN, an account id, a service' })
    .option('boundary', { type: 'string', describe: 'File of the permissions boundary' })
    .option('type', {
      choices: ['identity', 'trust'] as const,
      describe: 'What the documents are [default: told from their principals]',
    })
    .option('account-id', { type: 'string', describe: "Trust policies: the role's account" })
    .option('json', { type: 'boolean', describe: 'Print JSON on stdout, and nothing else there' })
    .example('$0 policy evaluate p.json --action s3:GetObject --resource arn:aws:s3:::b/k', 'One request')
    .example(
      '$0 policy evaluate a.json b.json --action ec2:RunInstances --context aws:RequestedRegion=eu-west-1',
      'Two policies',
    )
    .example(
      '$0 policy evaluate trust.json --action sts:AssumeRole --principal ec2.amazonaws.com',
      'A trust policy',
    );
}

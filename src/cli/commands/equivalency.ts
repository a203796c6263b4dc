import type { Argv, CommandModule } from 'yargs';
import { NO_COMMAND } from '../options.js';
import { equivalencyCheckCommand } from './equivalency-check.js';

/** `iamdrift equivalency …`: questions about the list of known differences. */
export function equivalencyCommand(setExitCode: (code: number) => void): CommandModule {
  return {
    command: 'equivalency',
    describe: 'Check the list of names that differ on purpose',
    builder: (args: Argv) =>
      args
        .command(equivalencyCheckCommand(setExitCode))
        .example('$0 equivalency check', 'Is equivalency_list.json sound?')
        .demandCommand(1, NO_COMMAND),
    handler: () => undefined,
  };
}

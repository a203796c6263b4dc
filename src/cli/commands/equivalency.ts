import type { Argv, CommandModule } from 'yargs';
import { NO_COMMAND } from '../options.js';
import { equivalencyCheckCommand } from './equivalency-check.js';
import { equivalencySuggestCommand } from './equivalency-suggest.js';

/** `iamdrift equivalency …`: questions about the list of known differences. */
export function equivalencyCommand(setExitCode: (code: number) => void): CommandModule {
  return {
    command: 'equivalency',
    describe: 'Check or suggest the list of names that differ on purpose',
    builder: (args: Argv) =>
      args
        .command(equivalencyCheckCommand(setExitCode))
        .command(equivalencySuggestCommand(setExitCode))
        .example('$0 equivalency check', 'Is equivalency_list.json sound?')
        .example('$0 equivalency suggest dev.json dev qa.json qa', 'Which names differ on purpose?')
        .demandCommand(1, NO_COMMAND),
    handler: () => undefined,
  };
}

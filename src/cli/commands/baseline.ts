import type { Argv, CommandModule } from 'yargs';
import { NO_COMMAND } from '../options.js';
import { baselineAcceptCommand } from './baseline-accept.js';
import { baselineListCommand } from './baseline-list.js';
import { baselineLogCommand } from './baseline-log.js';
import { baselineShowCommand } from './baseline-show.js';

/** `iamdrift baseline …`: what was accepted, and its history. */
export function baselineCommand(setExitCode: (code: number) => void): CommandModule {
  return {
    command: 'baseline',
    describe: 'Accept an account as its baseline, and look at what was accepted',
    builder: (args: Argv) =>
      args
        .command(baselineAcceptCommand(setExitCode))
        .command(baselineLogCommand())
        .command(baselineShowCommand())
        .command(baselineListCommand())
        .example('$0 baseline accept prod-profile prod', 'This is how prod is meant to be')
        .example('$0 baseline log prod', 'When did it change, how, and who accepted that?')
        .demandCommand(1, NO_COMMAND),
    handler: () => undefined,
  };
}

import path from 'node:path';
import type { Argv, CommandModule } from 'yargs';
import { EXIT } from '../exit-codes.js';
import { interruptible } from '../interrupt.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { openTerminal } from '../terminal.js';
import { withWorld } from '../world.js';
import { tellCommit } from './run-outcome.js';

interface InitOptions extends CommonOptions {
  readonly folder?: string | undefined;
}

export function initCommand(setExitCode: (code: number) => void): CommandModule<object, InitOptions> {
  return {
    command: 'init [folder]',
    describe: 'Create an equivalency list, a baselines folder and a git repository',
    builder,
    handler: async (options) => {
      const terminal = openTerminal(options);
      const { initialise } = await import('../../workflow/init.js');
      const folder = options.folder ?? '.';
      const outcome = await interruptible((signal) =>
        withWorld(terminal, signal, (world) => initialise(folder, world)),
      );
      const shown = (name: string): string => path.relative(process.cwd(), path.join(outcome.folder, name));
      for (const name of outcome.made) terminal.out(`${terminal.colors.green('made')}      ${shown(name)}`);
      for (const name of outcome.found) terminal.out(`${terminal.colors.dim('unchanged')} ${shown(name)}`);
      if (outcome.repository === 'made')
        terminal.out(`${terminal.colors.green('made')}      a git repository`);
      if (outcome.commit) tellCommit(outcome.commit, terminal);
      const cd = folder === '.' ? '' : `  cd ${folder}\n`;
      terminal.out(
        `\nNext:\n${cd}  iamdrift profiles\n  iamdrift diff <profile1> <tag1> <profile2> <tag2>\nThen put the names that differ on purpose into equivalency_list.json, for example {"accountname": ["dev", "qa"]}, and run diff again.`,
      );
      setExitCode(EXIT.inSync);
    },
  };
}

function builder(args: Argv): Argv<InitOptions> {
  return withCommonOptions(args)
    .positional('folder', { type: 'string', describe: 'Where; made if need be [default: this folder]' })
    .example('$0 init', 'In this folder')
    .example('$0 init iam-baselines', 'In a folder of its own');
}

import type { Argv, CommandModule } from 'yargs';
import { visible } from '../../model/hidden-characters.js';
import { EXIT } from '../exit-codes.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { openTerminal } from '../terminal.js';

interface Options extends CommonOptions {
  readonly equivalency?: string | undefined;
}

export function equivalencyCheckCommand(setExitCode: (code: number) => void): CommandModule<object, Options> {
  return {
    command: 'check',
    describe: 'Say whether the equivalency list is sound',
    builder,
    handler: async (options) => {
      const terminal = openTerminal(options);
      const { EQUIVALENCY_FILE, readEquivalencyFile } = await import('../../workflow/equivalency-file.js');
      const file = options.equivalency ?? EQUIVALENCY_FILE;
      const { entries } = await readEquivalencyFile(process.cwd(), file);
      for (const { placeholder, values } of entries) {
        terminal.out(visible(`<${placeholder}> = ${values.join(', ')}`));
      }
      const count = `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`;
      terminal.out(terminal.colors.green(visible(`${file} is valid: ${count}`)));
      setExitCode(EXIT.inSync);
    },
  };
}

function builder(args: Argv): Argv<Options> {
  return withCommonOptions(args)
    .option('equivalency', {
      alias: 'e',
      type: 'string',
      describe: 'File of known differences [default: equivalency_list.json]',
    })
    .example('$0 equivalency check', 'Is equivalency_list.json sound?');
}

import type { Argv, CommandModule } from 'yargs';
import { EXIT, exitCodeOf } from '../exit-codes.js';
import { interruptible } from '../interrupt.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { openTerminal } from '../terminal.js';
import { withWorld } from '../world.js';
import { tellRun } from './run-outcome.js';
import { suggestionsText } from './suggest-text.js';

interface DemoOptions extends CommonOptions {
  readonly keep?: boolean | undefined;
}

export function demoCommand(setExitCode: (code: number) => void): CommandModule<object, DemoOptions> {
  return {
    command: 'demo',
    describe: 'Play the whole job on two sample accounts, offline',
    builder,
    handler: async (options) => {
      const terminal = openTerminal(options);
      const { colors, out } = terminal;
      const [{ playDemo }, { terminalReport }] = await Promise.all([
        import('../../workflow/demo.js'),
        import('../../report/index.js'),
      ]);
      const folder = await interruptible((signal) =>
        withWorld(terminal, signal, (world) =>
          playDemo(
            {
              exitCodeOf: (report) => exitCodeOf(report, { gate: 'drift', today: false }),
              keep: options.keep === true,
            },
            {
              say: (text) => out(`\n${colors.bold(text)}`),
              type: (command) => out(colors.cyan(`$ ${command}`)),
              propose: (result) =>
                out(
                  `${suggestionsText(result, result.file, colors)}\n\n${colors.green('Written:')} ${result.file}\n`,
                ),
              show: ({ report, kept }) => {
                out(terminalReport(report, { color: terminal.color, full: false, width: terminal.width }));
                tellRun(kept, terminal);
                out(colors.dim(`(exit code ${report.exitCode})`));
              },
            },
            world,
          ),
        ),
      );
      if (folder !== null) out(`\nThe demo's folder: ${folder}`);
      else out(`\nThe demo's folder was removed; keep it with: iamdrift demo --keep`);
      setExitCode(EXIT.inSync);
    },
  };
}

function builder(args: Argv): Argv<DemoOptions> {
  return withCommonOptions(args)
    .option('keep', { type: 'boolean', describe: 'Keep the temporary folder, and say where it is' })
    .example('$0 demo', 'No AWS account is needed');
}

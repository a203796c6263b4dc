import type { Argv, CommandModule } from 'yargs';
import { visible, visibleJson } from '../../model/hidden-characters.js';
import { plural } from '../../report/plural.js';
import { interruptible } from '../interrupt.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { openTerminal, printJson } from '../terminal.js';
import { withWorld } from '../world.js';

interface ListOptions extends CommonOptions {
  readonly json?: boolean | undefined;
}

export function baselineListCommand(): CommandModule<object, ListOptions> {
  return {
    command: 'list',
    describe: 'Every accepted baseline, with its last commit',
    builder,
    handler: async (options) => {
      const terminal = openTerminal(options);
      const { listBaselines } = await import('../../workflow/baseline-history.js');
      const listed = await interruptible((signal) =>
        withWorld(terminal, signal, (world) => listBaselines(world)),
      );
      const rows = listed.map(({ tag, stored: { commit }, snapshot: { account, roles } }) => ({
        tag,
        account: account.id,
        roles: roles.length,
        commit: commit.id,
        date: commit.date,
        author: commit.author,
        subject: commit.subject,
      }));
      if (rows.length === 0)
        terminal.out('No baseline has been accepted yet: iamdrift baseline accept <source> <tag>');
      const width = Math.max(...rows.map(({ tag }) => tag.length));
      for (const { tag, account, roles, commit, date, author, subject } of rows) {
        const text = `${account}  ${plural(roles, 'role')}  ${commit.slice(0, 12)}  ${date}  ${author}: ${subject}`;
        terminal.out(`${terminal.colors.bold(tag.padEnd(width))}  ${visible(text)}`);
      }
      if (options.json) printJson(`${visibleJson(JSON.stringify(rows, null, 2))}\n`);
    },
  };
}

function builder(args: Argv): Argv<ListOptions> {
  return withCommonOptions(args).option('json', {
    type: 'boolean',
    describe: 'As JSON on stdout, and nothing else there',
  });
}

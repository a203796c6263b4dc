import type { Argv } from 'yargs';
import { UserError } from '../model/errors.js';
import { isTag } from '../model/tag.js';

/** What yargs is told to say where a command is missing; `main` prints the help instead. */
export const NO_COMMAND = 'No command given';

/** Options that every command takes. */
export interface CommonOptions {
  readonly quiet?: boolean | undefined;
  readonly 'no-color'?: boolean | undefined;
}

export function withCommonOptions<T>(args: Argv<T>): Argv<T & CommonOptions> {
  return args
    .option('quiet', { alias: 'q', type: 'boolean', describe: 'Print warnings and errors only' })
    .option('no-color', { type: 'boolean', describe: 'No colours (as with NO_COLOR in the environment)' });
}

/** Options of the commands that write a run folder. */
export interface RunOptions extends CommonOptions {
  readonly output?: string | undefined;
  readonly json?: boolean | undefined;
  readonly 'no-git'?: boolean | undefined;
  readonly 'no-items'?: boolean | undefined;
}

export function withRunOptions<T>(args: Argv<T>): Argv<T & RunOptions> {
  return withCommonOptions(args)
    .option('output', {
      alias: 'o',
      type: 'string',
      describe: 'Folder that takes the files itself, instead of baselines/runs/YYYY/MM/DD/HH/MM/SS',
    })
    .option('json', {
      type: 'boolean',
      describe: 'Print the report as JSON on stdout, and nothing else there',
    })
    .option('no-git', { type: 'boolean', describe: "Don't commit the run" })
    .option('no-items', { type: 'boolean', describe: 'Leave out the large …_iam_tuples.csv files' });
}

/** A tag names files and columns. Throws UserError. */
export function checkTag(tag: string): string {
  if (isTag(tag)) return tag;
  throw new UserError(
    `${JSON.stringify(tag)} can't be a tag`,
    'A tag is a short name such as "dev": letters, digits, ".", "_" and "-", at most 64, beginning with a letter or digit, and no name that Windows keeps for a device.',
  );
}

/** Tags differ, also where file names ignore case. Throws UserError. */
export function checkTagsDiffer(tag1: string, tag2: string): void {
  if (tag1.toLowerCase() !== tag2.toLowerCase()) return;
  throw new UserError(
    `Both sides have the tag ${JSON.stringify(tag1)}`,
    'Give each side its own: reports are told apart by it.',
  );
}

/**
 * `--account-id`: `123456789012` for every side, or `dev=123456789012` for one. Returns the id for `tag`.
 * Throws UserError.
 */
export function accountIdFor(tag: string, values: readonly string[]): string | undefined {
  let found: string | undefined;
  for (const value of values) {
    const [, named, id] = /^(?:([^=]+)=)?(\d{12})$/.exec(value) ?? [];
    if (id === undefined) {
      throw new UserError(
        `--account-id ${value}: not an account id`,
        'Write twelve digits, or <tag>=<twelve digits> for one side.',
      );
    }
    if (named === undefined || named === tag) found = id;
  }
  return found;
}

/** What `--include` asks for. Throws UserError. */
export function scopeOf(include: string | undefined): { users: boolean; groups: boolean } {
  const words = (include ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const unknown = words.find((word) => word !== 'users' && word !== 'groups');
  if (unknown !== undefined) {
    throw new UserError(
      `--include ${JSON.stringify(unknown)}: nothing of that name`,
      'It takes users, groups, or users,groups.',
    );
  }
  return { users: words.includes('users'), groups: words.includes('groups') };
}

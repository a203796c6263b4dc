import type { Argv } from 'yargs';
import { AUTOMATIC, type Automatic, type AutomaticOptions } from '../equivalency/options.js';
import { UserError } from '../model/errors.js';

/** Options about what is made the same without a list. */
export interface AutomaticArguments {
  readonly 'no-auto'?: string | undefined;
  readonly 'ignore-partition'?: boolean | undefined;
}

export function withAutomaticOptions<T>(args: Argv<T>): Argv<T & AutomaticArguments> {
  return args
    .option('no-auto', {
      type: 'string',
      nargs: 1,
      describe: `Don't make these the same by itself: all, or some of ${AUTOMATIC.join(',')}`,
    })
    .option('ignore-partition', {
      type: 'boolean',
      describe: 'Make the partitions of the accounts (aws, aws-cn, aws-us-gov) the same',
    });
}

/** What the options say. Throws UserError for a word that is none. */
export function automaticOf(options: AutomaticArguments): AutomaticOptions {
  const words = (options['no-auto'] ?? '').split(',').map((word) => word.trim());
  const known = ['all', '', ...AUTOMATIC];
  const unknown = words.find((word) => !known.includes(word));
  if (unknown !== undefined || options['no-auto']?.trim() === '') {
    throw new UserError(
      `--no-auto ${JSON.stringify(unknown ?? '')}: nothing of that name`,
      `It takes all, or a list of ${AUTOMATIC.join(', ')}.`,
    );
  }
  const off: readonly Automatic[] = words.includes('all')
    ? AUTOMATIC
    : AUTOMATIC.filter((one) => words.includes(one));
  return { off: new Set(off), ignorePartition: options['ignore-partition'] === true };
}

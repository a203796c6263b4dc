import type { Suggestion } from '../../equivalency/suggest/index.js';
import { visible } from '../../model/hidden-characters.js';
import { askLine } from '../ask.js';
import type { Terminal } from '../terminal.js';
import { entryTitle, percent } from './suggest-text.js';

export interface Acceptance {
  /** Ask nothing. */
  readonly yes: boolean;
  /** What is surer than this is taken without a question. */
  readonly least: number;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** Which proposals the list gets: with --yes the sure ones, else those that the user says yes to. */
export async function acceptSuggestions(
  proposals: readonly Suggestion[],
  { yes, least, terminal, signal }: Acceptance,
): Promise<Suggestion[]> {
  if (proposals.length === 0) return [];
  if (yes) {
    const unsure = proposals.filter(({ confidence }) => confidence < least);
    if (unsure.length > 0) {
      terminal.note(
        `Not written, being less than ${percent(least)} sure: ${unsure.map(({ placeholder }) => placeholder).join(', ')} (lower --min-confidence to take them)`,
      );
    }
    return proposals.filter(({ confidence }) => confidence >= least);
  }
  if (!terminal.interactive) {
    terminal.warn(
      `${terminal.colors.yellow('Nothing was written:')} there is no terminal to ask in. Add --yes to take what is at least ${percent(least)} sure.`,
    );
    return [];
  }
  const accepted = await askEach(proposals, signal);
  if (accepted.length === 0) terminal.note('Nothing was written.');
  return accepted;
}

async function askEach(proposals: readonly Suggestion[], signal: AbortSignal): Promise<Suggestion[]> {
  const accepted: Suggestion[] = [];
  process.stderr.write('\n');
  for (const [at, proposal] of proposals.entries()) {
    switch (await askOne(entryTitle(proposal), signal)) {
      case 'yes':
        accepted.push(proposal);
        break;
      case 'no':
        break;
      case 'all':
        return [...accepted, ...proposals.slice(at)];
      case 'quit':
        return accepted;
    }
  }
  return accepted;
}

const ANSWERS = ['yes', 'no', 'all', 'quit'] as const;

/** Asks again until it gets a word that it knows, or its first letters. The end of the input quits. */
async function askOne(title: string, signal: AbortSignal): Promise<(typeof ANSWERS)[number]> {
  for (;;) {
    const answer = await askLine(`Add ${visible(title)}? [y]es, [n]o, [a]ll that follow, [q]uit: `, signal);
    if (answer === null) return 'quit';
    const meant = ANSWERS.find((word) => answer !== '' && word.startsWith(answer.toLowerCase()));
    if (meant) return meant;
  }
}

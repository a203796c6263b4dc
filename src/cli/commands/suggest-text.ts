import type { Example, LeftAlone, Suggestion, Suggestions } from '../../equivalency/suggest/index.js';
import { plural } from '../../report/plural.js';
import type { Terminal } from '../terminal.js';

type Colors = Terminal['colors'];

const MOST_LEFT_ALONE = 5;

/** `accountname: dev ↔ qa`; what is added to an entry that is there stands after a plus sign. */
export function entryTitle({ placeholder, values, added, extends: isListed }: Suggestion): string {
  if (!isListed) return `${placeholder}: ${values.join(' ↔ ')}`;
  const known = values.filter((value) => !added.includes(value));
  return `${placeholder}: ${known.join(' ↔ ')} + ${added.join(' + ')}`;
}

/** All proposals with their evidence, what they leave without a partner, and the nearest misses. */
export function suggestionsText(
  { proposals, leftAlone, unmatched }: Suggestions,
  file: string,
  colors: Colors,
): string {
  const misses = leftAlone.filter(({ doubt }) => doubt in DOUBTS);
  return [
    ...(proposals.length === 0
      ? [`Nothing to propose for ${file}: no difference in names is systematic.`]
      : [`Proposed for ${file}, best first:`]),
    ...proposals.flatMap((proposal, at) => [
      '',
      ...proposalLines(proposal, at + 1, unmatched.before, colors),
    ]),
    '',
    summaryLine({ proposals, unmatched }),
    ...(misses.length > 0 ? ['', ...leftAloneLines(misses, colors)] : []),
  ].join('\n');
}

function proposalLines(
  proposal: Suggestion,
  number: number,
  before: Suggestions['unmatched']['before'],
  colors: Colors,
): string[] {
  const { effect, match, judgements } = proposal;
  const places = judgements.reduce((sum, { candidate }) => sum + candidate.places, 0);
  const against = judgements.reduce((sum, { contradictions }) => sum + contradictions, 0);
  const together = effect.together.length === 0 ? '' : ` (together with ${effect.together.join(', ')})`;
  const matches = KINDS.flatMap(([kind, word]) =>
    effect.matched[kind] > 0
      ? [`${effect.matched[kind]} of ${plural(before[kind], `unmatched ${word}`)}`]
      : [],
  );
  return [
    `${number}. ${colors.bold(entryTitle(proposal))}   ${colors.dim(`${percent(proposal.confidence)} sure`)}`,
    `   ${[
      ...(matches.length > 0 ? [`matches ${matches.join(', ')}${together}`] : []),
      ...(effect.items > 0 ? [`makes ${plural(effect.items, 'differing item')} equal`] : []),
      'no collision',
    ].join(', ')}`,
    `   in ${plural(places, 'place')}; ${against === 0 ? 'none' : String(against)} against it`,
    ...(match === 'word' ? ['   counts as a whole word only, since longer words have it in them'] : []),
    ...judgements
      .flatMap(({ candidate }) => candidate.examples)
      .slice(0, 4)
      .map((example) => `   ${colors.dim(exampleText(example))}`),
  ];
}

const KINDS = [
  ['role', 'role'],
  ['policy', 'policy'],
  ['user', 'user'],
  ['group', 'group'],
] as const;

function exampleText({ entity, field, text1, text2 }: Example): string {
  const where = field === 'name' ? 'name' : `${field} of ${entity}`;
  // The part of an ARN that names can stand in may begin with an empty account id.
  const [shown1, shown2] = [text1, text2].map((text) => text.replace(/^:+/, ''));
  return `${where}: ${shown1} ↔ ${shown2}`;
}

function summaryLine({
  proposals,
  unmatched: { before, after, others },
}: Pick<Suggestions, 'proposals' | 'unmatched'>): string {
  const start = proposals.length === 0 ? '' : 'with all of them ';
  const still = proposals.length === 0 ? '' : 'still ';
  const left = KINDS.flatMap(([kind, word]) =>
    after[kind] > 0 ? [`${after[kind]} of ${plural(before[kind], `unmatched ${word}`)}`] : [],
  );
  const more = KINDS.flatMap(([kind, word]) => (others[kind] > 0 ? [plural(others[kind], word)] : []));
  const told = [
    ...(left.length > 0
      ? [`${left.join(' and ')} ${still}${hasOrHave(after)} no partner on the other side`]
      : []),
    ...(more.length > 0
      ? [
          `${more.join(' and ')} of the other side ${hasOrHave(others)} ${left.length > 0 ? 'none' : 'no partner'} here`,
        ]
      : []),
  ];
  const all = 'every role and policy has a partner on the other side';
  const sentence = `${start}${told.length === 0 ? all : told.join(', ')}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function hasOrHave(counts: Suggestions['unmatched']['after']): string {
  return Object.values(counts).reduce((sum, one) => sum + one, 0) === 1 ? 'has' : 'have';
}

/** Doubts that a user may want to look into, and what they mean. */
const DOUBTS: Readonly<Partial<Record<LeftAlone['doubt'], string>>> = {
  'seen once': 'in one place only',
  contradicted: 'more often something else',
  'trust conditions only': 'only in conditions of trust policies',
  'trust principals only': 'only in who may assume a role',
  'different permissions': 'where the roles may do different things',
  collision: 'would make two names one',
  'unclear home': 'not clear which account has which',
};

function leftAloneLines(misses: readonly LeftAlone[], colors: Colors): string[] {
  const shown = [...misses]
    .sort((a, b) => b.judgement.confidence - a.judgement.confidence)
    .slice(0, MOST_LEFT_ALONE);
  return [
    `Left alone, since a drift looks just like it (${misses.length}):`,
    ...shown.map(({ judgement: { candidate }, doubt, colliding }) => {
      const [example] = candidate.examples;
      const text = colliding?.join(' and ') ?? (example && exampleText(example));
      const where = text ? ` (${text})` : '';
      return colors.dim(`   ${candidate.from} ↔ ${candidate.to}: ${DOUBTS[doubt]}${where}`);
    }),
    ...(misses.length > shown.length ? [colors.dim('   …; --json tells all')] : []),
  ];
}

export function percent(confidence: number): string {
  // Nothing is quite sure.
  return `${Math.min(99, Math.floor(confidence * 100))} %`;
}

/** The result for machines. `written` are the placeholders that the list got. */
export function suggestionsJson(
  { proposals, leftAlone, unmatched }: Suggestions,
  { file, written }: { readonly file: string; readonly written: readonly Suggestion[] },
): string {
  const pair = ({ candidate, confidence, contradictions }: LeftAlone['judgement']): object => ({
    from: candidate.from,
    to: candidate.to,
    confidence: rounded(confidence),
    places: candidate.places,
    contradictions,
    fields: [...candidate.fields].sort(),
    examples: candidate.examples,
  });
  const result = {
    file,
    proposals: proposals.map((proposal) => ({
      placeholder: proposal.placeholder,
      values: proposal.values,
      added: proposal.added,
      match: proposal.match,
      isNew: !proposal.extends,
      confidence: rounded(proposal.confidence),
      matched: proposal.effect.matched,
      together: proposal.effect.together,
      items: proposal.effect.items,
      pairs: proposal.judgements.map(pair),
      written: written.some(({ placeholder }) => placeholder === proposal.placeholder),
    })),
    unmatched,
    leftAlone: leftAlone.map(({ judgement, doubt, colliding }) => ({
      doubt,
      ...(colliding && { colliding }),
      ...pair(judgement),
    })),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

function rounded(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}

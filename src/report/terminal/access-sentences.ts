import type { AccessChange, AccessComparison, Answer } from '../../model/access.js';
import type { EntityKind } from '../../model/report.js';
import { type AccessPart, differs } from '../access.js';
import { visible } from '../../model/hidden-characters.js';
import { plural } from '../plural.js';
import { actionWords, conditionWords, principalWords, resourceWords } from './access-words.js';
import type { Sentence, Tags } from './finding-sentences.js';
import { capped, type Mark, type Style } from './style.js';

/** Sentences per direction, and reasons of one verdict, before the rest is counted. */
const MOST_CHANGES = 6;
const MOST_REASONS = 3;

/** For an entity of which nobody could say how access differs. */
export const UNJUDGED: Sentence = {
  mark: '?',
  text: 'access: unknown (a document could not be read)',
};

/** What one half of an entity's access gained and lost, then the verdict. */
export function accessSentences(
  { type, comparison }: AccessPart,
  kind: EntityKind,
  tags: Tags,
  style: Style,
): Sentence[] {
  const lists = [
    { mark: '+', verb: 'gained', changes: comparison.gained },
    { mark: '-', verb: 'lost', changes: comparison.lost },
  ] as const;
  return [
    ...lists.flatMap(({ mark, changes, verb }): Sentence[] => {
      const { shown, more } = capped(changes, MOST_CHANGES, style);
      return [
        ...shown.flatMap((change) => [
          { mark, text: visible(changeText(change, { type, comparison }, tags, style)) },
          ...(style.full ? [{ mark, text: visible(witnessText(change, tags)) }] : []),
        ]),
        ...(more > 0
          ? [{ mark, text: visible(`… and ${more} more like these ${verb} from ${tags[0]} to ${tags[1]}`) }]
          : []),
      ];
    }),
    verdictSentence(subjectOf(type, kind), comparison, style),
  ];
}

function changeText(
  change: AccessChange,
  { type, comparison }: AccessPart,
  tags: Tags,
  style: Style,
): string {
  const text = type === 'trust' ? trustText(change, tags, style) : identityText(change, tags, style);
  if (change.witness.today) return text;
  return comparison.today === 'unknown'
    ? `${text} (it is not known whether such a request can be made today)`
    : `${text} (no such request can be made today)`;
}

function identityText(change: AccessChange, [one, two]: Tags, style: Style): string {
  const actions = actionWords(change, style);
  const where = resourceWords(change, style) + conditionWords(change, style);
  const can = /^(?:everything|some) /.test(actions) ? `do ${actions}${where}` : actions + where;
  switch (change.cause) {
    case 'allow added':
      return `${two} can also ${can}`;
    case 'boundary widened':
      return `${two} can also ${can} (its permissions boundary lets it)`;
    case 'allow removed':
      return `${one} can ${can}; ${two} can't`;
    case 'boundary narrowed':
      return `${one} can ${can}; ${two} can't (its permissions boundary keeps it from that)`;
    case 'deny added':
      return `${two} also denies ${actions}${where}`;
    case 'deny removed':
      return `${two} no longer denies ${actions}${where}`;
  }
}

function trustText(change: AccessChange, [one, two]: Tags, style: Style): string {
  const { direction, cause, witness } = change;
  const denial = `${principalWords(change.principals, style)} ${actionWords(change, style)}${conditionWords(change, style)}`;
  if (cause === 'deny removed') return `${two} no longer denies ${denial}`;
  if (cause === 'deny added') return `${two} also denies ${denial}`;
  const [granted, other] =
    direction === 'gained' ? [witness.after, witness.before] : [witness.before, witness.after];
  const principals = grantedTo(change.principals, granted);
  const { can, cannot, also } = trustVerbs(change, principals, style);
  const left =
    granted === 'delegated'
      ? ` (left to ${principals.length === 1 ? 'that account' : 'their accounts'})`
      : '';
  if (direction === 'lost') {
    return `${one} ${can}${left}; ${two} ${other === 'delegated' ? 'leaves that to their account' : cannot}`;
  }
  return `${two} ${also}${left}${other === 'delegated' ? `; ${one} leaves that to their account` : ''}`;
}

/**
 * Those of a statement's principals to whom it can give this answer: an account as a whole is never granted anything
 * by the trust policy alone, and nothing but AWS principals has an account to leave it to.
 */
function grantedTo(principals: readonly string[], answer: Answer): readonly string[] {
  const fitting = principals.filter((text) =>
    answer === 'delegated' ? text.startsWith('AWS ') : !/^AWS arn:.*:root$/.test(text),
  );
  return fitting.length === 0 || principals[0]!.startsWith('not ') ? principals : fitting;
}

function trustVerbs(
  change: AccessChange,
  principals: readonly string[],
  style: Style,
): { can: string; cannot: string; also: string } {
  const who = principalWords(principals, style);
  const actions = actionWords(change, style);
  const about = conditionWords(change, style);
  const folded = change.actions.map((action) => action.toLowerCase());
  if (!folded.every((action) => ASSUMING.has(action))) {
    const call = `${who} call ${actions}${about}`;
    return { can: `lets ${call}`, cannot: "doesn't", also: `also lets ${call}` };
  }
  const how = folded.join() === 'sts:assumerole' ? '' : ` with ${actions}`;
  const assumed = `be assumed by ${who}${how}${about}`;
  return { can: `can ${assumed}`, cannot: "can't", also: `can also ${assumed}` };
}

const ASSUMING: ReadonlySet<string> = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
]);

/** The concrete request behind a sentence. */
function witnessText({ witness: { request, before, after } }: AccessChange, [one, two]: Tags): string {
  const { principal, resource } = request;
  const where = principal ? ` by ${principal.type} ${principal.value}` : ` on ${resource}`;
  const context = Object.keys(request.context).length > 0 ? ` with ${JSON.stringify(request.context)}` : '';
  return `for example ${request.action}${where}${context}: ${ANSWERS[before]} in ${one}, ${ANSWERS[after]} in ${two}`;
}

const ANSWERS: Readonly<Record<Answer, string>> = {
  'explicitly-denied': 'explicitly denied',
  'not-allowed': 'not allowed',
  delegated: "left to the principal's account",
  allowed: 'allowed',
};

function subjectOf(type: AccessPart['type'], kind: EntityKind): string {
  if (type === 'trust') return 'who may assume it';
  return kind === 'managed-policy' ? 'what it allows' : 'what it may do';
}

function verdictSentence(subject: string, comparison: AccessComparison, style: Style): Sentence {
  const { verdict, today, reasons } = comparison;
  if (!differs(comparison)) return { mark: '~', text: `${subject}: the same, written differently` };
  const { shown, more } = capped(reasons, MOST_REASONS, style);
  const why = shown.join('; ') + (more > 0 ? `; and ${plural(more, 'more reason')}` : '');
  const words = today === verdict ? verdict : `${verdict}, today ${today}`;
  const mark: Mark = verdict === 'unknown' ? '?' : '~';
  return { mark, text: visible(`${subject}: ${words}${why === '' ? '' : ` (${why})`}`) };
}

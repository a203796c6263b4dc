import type { AccessChange } from '../../model/access.js';
import { plural } from '../plural.js';
import { capped, type Style } from './style.js';

/** Of one sentence, before it counts the rest. */
const MOST_ACTIONS = 8;
const MOST_OTHERS = 4;

/** What precedes an element that comes from NotAction, NotResource or NotPrincipal. */
const NOT = 'not ';

/** `s3:GetObject, s3:PutObject`, `everything but iam:PassRole`. */
export function actionWords({ actions }: AccessChange, style: Style): string {
  return listed(actions, 'everything', 'action', MOST_ACTIONS, style);
}

/** ` on arn:…, arn:…`, ` on everything but arn:…`. */
export function resourceWords({ resources }: AccessChange, style: Style): string {
  if (resources.length === 0) return '';
  return ` on ${resources.includes('*') ? '*' : listed(resources, 'everything', 'resource', MOST_OTHERS, style)}`;
}

/** `AWS arn:…`, `everyone (*)`, `everyone but AWS arn:…`. */
export function principalWords(principals: readonly string[], style: Style): string {
  const texts = principals.map((text) => (text === 'AWS *' ? '*' : text));
  return listed(texts, 'everyone', 'principal', MOST_OTHERS, style);
}

/** ` if StringEquals aws:RequestedRegion eu-west-1 and Bool …`. */
export function conditionWords({ conditions }: AccessChange, style: Style): string {
  if (conditions.length === 0) return '';
  const { shown, more } = capped(conditions, MOST_OTHERS, style);
  return ` if ${shown.join(' and ')}${more > 0 ? ` and ${plural(more, 'more condition')}` : ''}`;
}

function listed(texts: readonly string[], all: string, noun: string, most: number, style: Style): string {
  if (texts.includes('*')) return `${all} (*)`;
  if (texts.length === 0) return `some ${noun}s`;
  const areNegated = texts.every((text) => text.startsWith(NOT));
  const { shown, more } = capped(
    areNegated ? texts.map((text) => text.slice(NOT.length)) : texts,
    most,
    style,
  );
  const rest = more > 0 ? ` and ${plural(more, `more ${noun}`)}` : '';
  return `${areNegated ? `${all} but ` : ''}${shown.join(', ')}${rest}`;
}

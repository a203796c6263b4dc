import { type Glyph, glyphsMatch, glyphText } from './glyphs.js';
import { addressInRange, compareDates, compareNumbers, sameBytes } from './scalars.js';

/** Does a request's value match a policy's? `invalid`: one of them can't be read as what the operator compares. */
export type ValueMatch = boolean | 'invalid';

type Matcher = (requested: string, glyphs: readonly Glyph[]) => ValueMatch;

interface Operator {
  /** True for StringNotEquals and its like: the condition holds where `matches` doesn't. */
  readonly negated: boolean;
  /** Policy variables work only in string and ARN operators. */
  readonly variables: boolean;
  readonly matches: Matcher;
}

const equals: Matcher = (requested, glyphs) => requested === glyphText(glyphs);
const equalsAnyCase: Matcher = (requested, glyphs) =>
  requested.toLowerCase() === glyphText(glyphs).toLowerCase();
const like: Matcher = (requested, glyphs) => glyphsMatch(glyphs, requested);

/**
 * "Each of the six colon-delimited components of the ARN is checked separately"; the sixth keeps its own colons.
 * A text with fewer components is no ARN, and matches none.
 */
const arnLike: Matcher = (requested, glyphs) => {
  const patterns = sixParts(glyphs, (glyph) => glyph === ':');
  const values = sixParts(Array.from(requested), (character) => character === ':');
  if (!patterns || !values) return false;
  return patterns.every((pattern, index) => glyphsMatch(pattern, (values[index] ?? []).join('')));
};

function sixParts<T>(items: readonly T[], isColon: (item: T) => boolean): readonly T[][] | null {
  const parts: T[][] = [[]];
  for (const item of items) {
    if (isColon(item) && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(item);
  }
  return parts.length === 6 ? parts : null;
}

const bool: Matcher = (requested, glyphs) => {
  const [actual, wanted] = [requested.toLowerCase(), glyphText(glyphs).toLowerCase()];
  if (!['true', 'false'].includes(actual) || !['true', 'false'].includes(wanted)) return 'invalid';
  return actual === wanted;
};

function compared(
  compare: (requested: string, wanted: string) => number | null,
  accepts: (order: number) => boolean,
): Matcher {
  return (requested, glyphs) => {
    const order = compare(requested, glyphText(glyphs));
    return order === null ? 'invalid' : accepts(order);
  };
}

function ordered(name: string, compare: (a: string, b: string) => number | null): [string, Operator][] {
  const plain = (accepts: (order: number) => boolean, negated = false): Operator => ({
    negated,
    variables: false,
    matches: compared(compare, accepts),
  });
  return [
    [`${name}equals`, plain((order) => order === 0)],
    [`${name}notequals`, plain((order) => order === 0, true)],
    [`${name}lessthan`, plain((order) => order < 0)],
    [`${name}lessthanequals`, plain((order) => order <= 0)],
    [`${name}greaterthan`, plain((order) => order > 0)],
    [`${name}greaterthanequals`, plain((order) => order >= 0)],
  ];
}

const inRange: Matcher = (requested, glyphs) => addressInRange(requested, glyphText(glyphs)) ?? 'invalid';
const bytes: Matcher = (requested, glyphs) => sameBytes(requested, glyphText(glyphs)) ?? 'invalid';

const text = (matches: Matcher, negated: boolean): Operator => ({ negated, variables: true, matches });
const plain = (matches: Matcher, negated: boolean): Operator => ({ negated, variables: false, matches });

/**
 * Condition operators by folded name, without set operator and IfExists; `null` is treated apart.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['stringequals', text(equals, false)],
  ['stringnotequals', text(equals, true)],
  ['stringequalsignorecase', text(equalsAnyCase, false)],
  ['stringnotequalsignorecase', text(equalsAnyCase, true)],
  ['stringlike', text(like, false)],
  ['stringnotlike', text(like, true)],
  ['arnequals', text(arnLike, false)],
  ['arnlike', text(arnLike, false)],
  ['arnnotequals', text(arnLike, true)],
  ['arnnotlike', text(arnLike, true)],
  ['bool', plain(bool, false)],
  ['binaryequals', plain(bytes, false)],
  ['ipaddress', plain(inRange, false)],
  ['notipaddress', plain(inRange, true)],
  ...ordered('numeric', compareNumbers),
  ...ordered('date', compareDates),
]);

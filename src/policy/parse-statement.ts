import { isRecord } from '../model/json.js';
import type { Condition, Effect, PatternSet, Principal, PrincipalSet, Statement } from '../model/policy.js';
import { operatorTakesWildcards } from './operators.js';
import { collapseWildcards } from './wildcard.js';

export interface ParseContext {
  /** Partition of the account, for principals written as a bare account id. */
  readonly partition: string;
}

/** The document is outside the grammar. Caught by `parsePolicy`; never leaves the parser. */
export class NotUnderstood extends Error {}

/** An odd value in a reason: as JSON, cut where it is long. Values can be nested more deeply than JSON can write. */
export function shown(value: unknown): string {
  try {
    const text = JSON.stringify(value);
    return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  } catch {
    return 'something nested too deeply to be written out';
  }
}

const LONGEST_SHOWN = 200;

const ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);

/** Reads one statement. Throws NotUnderstood with the reason. */
export function readStatement(value: unknown, context: ParseContext): Statement {
  if (!isRecord(value)) throw new NotUnderstood('not a JSON object');
  for (const key of Object.keys(value)) {
    if (!ELEMENTS.has(key)) throw new NotUnderstood(`unknown element ${shown(key)}`);
  }
  const action = readPatterns(value.Action, value.NotAction, 'Action');
  if (!action) throw new NotUnderstood('neither Action nor NotAction');
  return {
    effect: readEffect(value.Effect),
    action,
    resource: readPatterns(value.Resource, value.NotResource, 'Resource'),
    principal: readPrincipals(value, context),
    conditions: readConditions(value.Condition),
  };
}

function readEffect(value: unknown): Effect {
  if (value === 'Allow' || value === 'Deny') return value;
  throw new NotUnderstood(
    `Effect is ${value === undefined ? 'missing' : shown(value)}, not "Allow" or "Deny"`,
  );
}

function readPatterns(positive: unknown, negative: unknown, name: string): PatternSet | null {
  const negated = pick(positive, negative, name);
  if (negated === null) return null;
  const patterns = negated
    ? readTexts(negative, collapseWildcards, `Not${name}`)
    : readTexts(positive, collapseWildcards, name);
  return { negated, patterns };
}

/** Which of two elements stands there: false the positive one, true the negative one, null neither. */
function pick(positive: unknown, negative: unknown, name: string): boolean | null {
  if (negative === undefined) return positive === undefined ? null : false;
  if (positive !== undefined) throw new NotUnderstood(`both ${name} and Not${name}`);
  return true;
}

/** One text, or a list of them, in the spelling that counts. `name` and `type` say where, for messages. */
function readTexts<T>(value: unknown, spell: (text: string) => T, name: string, type?: string): T[] {
  if (typeof value === 'string' && value !== '') return [spell(value)];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((text) => {
    if (typeof text === 'string' && text !== '') return spell(text);
    const where = type === undefined ? name : `${name} ${type}`;
    throw new NotUnderstood(
      text === '' ? `${where} holds an empty text` : `${where} holds ${shown(text)}, not a text`,
    );
  });
}

function readPrincipals(value: Record<string, unknown>, context: ParseContext): PrincipalSet | null {
  const negated = pick(value.Principal, value.NotPrincipal, 'Principal');
  if (negated === null) return null;
  const name = negated ? 'NotPrincipal' : 'Principal';
  const element = negated ? value.NotPrincipal : value.Principal;
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
  if (element === '*') return { negated, principals: [{ type: 'AWS', value: '*' }] };
  if (!isRecord(element)) throw new NotUnderstood(`${name} is neither "*" nor an object`);
  const byType = Object.keys(element).map((type) => {
    // Rows write type and value as `AWS:arn:…`: a type with a colon in it could make two principals look alike.
    if (!/^\w+$/.test(type)) throw new NotUnderstood(`unknown type of ${name} ${shown(type)}`);
    return readTexts(element[type], (text) => canonicalPrincipal(type, text, context), name, type);
  });
  return { negated, principals: joined(byType) };
}

/** The items of all lists: mostly there is one. */
function joined<T>(lists: readonly (readonly T[])[]): readonly T[] {
  return lists.length === 1 ? lists[0]! : lists.flat();
}

/**
 * `123456789012` is short for the account's root ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 */
function canonicalPrincipal(type: string, value: string, context: ParseContext): Principal {
  const isAccountId = type === 'AWS' && value.length === 12 && /^\d{12}$/.test(value);
  return { type, value: isAccountId ? `arn:${context.partition}:iam::${value}:root` : value };
}

function readConditions(value: unknown): readonly Condition[] {
  if (value === undefined) return NONE;
  if (!isRecord(value)) throw new NotUnderstood('Condition is not an object');
  const byOperator = Object.keys(value).map((operator) => {
    const keys = value[operator];
    if (!isRecord(keys)) throw new NotUnderstood(`Condition ${operator} is not an object`);
    const takesWildcards = operatorTakesWildcards(operator);
    return Object.keys(keys).map((key) => {
      const values = readConditionValues(keys[key], operator, key);
      return { operator, key, values: takesWildcards ? values.map(collapseWildcards) : values };
    });
  });
  return joined(byOperator);
}

const NONE: readonly never[] = [];

function readConditionValues(value: unknown, operator: string, key: string): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    if (typeof one === 'string') return one;
    const where = `Condition ${operator} ${key}`;
    // Beyond that JSON.parse rounds: two numbers could look alike.
    if (typeof one === 'number' && Math.abs(one) > Number.MAX_SAFE_INTEGER) {
      throw new NotUnderstood(`${where} holds a number too large to be read exactly`);
    }
    if (typeof one === 'number' || typeof one === 'boolean') return String(one);
    throw new NotUnderstood(`${where} holds ${shown(one)}, not a value`);
  });
}

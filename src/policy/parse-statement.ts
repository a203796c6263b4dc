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
  const action = readPatterns(value, 'Action', 'NotAction');
  if (!action) throw new NotUnderstood('neither Action nor NotAction');
  return {
    effect: readEffect(value.Effect),
    action,
    resource: readPatterns(value, 'Resource', 'NotResource'),
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

function readPatterns(value: Record<string, unknown>, positive: string, negative: string): PatternSet | null {
  const negated = pick(value, positive, negative);
  if (negated === null) return null;
  const name = negated ? negative : positive;
  return { negated, patterns: readTexts(value[name], name).map(collapseWildcards) };
}

/** Which of the two elements stands there: false the positive one, true the negative one, null neither. */
function pick(value: Record<string, unknown>, positive: string, negative: string): boolean | null {
  if (value[positive] !== undefined && value[negative] !== undefined) {
    throw new NotUnderstood(`both ${positive} and ${negative}`);
  }
  return value[positive] !== undefined ? false : value[negative] !== undefined ? true : null;
}

function readTexts(value: unknown, name: string): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((text) => {
    if (typeof text !== 'string') throw new NotUnderstood(`${name} holds ${shown(text)}, not a text`);
    if (text === '') throw new NotUnderstood(`${name} holds an empty text`);
    return text;
  });
}

function readPrincipals(value: Record<string, unknown>, context: ParseContext): PrincipalSet | null {
  const negated = pick(value, 'Principal', 'NotPrincipal');
  if (negated === null) return null;
  const name = negated ? 'NotPrincipal' : 'Principal';
  const element = value[name];
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
  if (element === '*') return { negated, principals: [{ type: 'AWS', value: '*' }] };
  if (!isRecord(element)) throw new NotUnderstood(`${name} is neither "*" nor an object`);
  const principals = Object.entries(element).flatMap(([type, values]) => {
    // Rows write type and value as `AWS:arn:…`: a type with a colon in it could make two principals look alike.
    if (!/^\w+$/.test(type)) throw new NotUnderstood(`unknown type of ${name} ${shown(type)}`);
    return readTexts(values, `${name} ${type}`).map((text) => canonicalPrincipal(type, text, context));
  });
  return { negated, principals };
}

/**
 * `123456789012` is short for the account's root ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 */
function canonicalPrincipal(type: string, value: string, context: ParseContext): Principal {
  const isAccountId = type === 'AWS' && /^\d{12}$/.test(value);
  return { type, value: isAccountId ? `arn:${context.partition}:iam::${value}:root` : value };
}

function readConditions(value: unknown): Condition[] {
  if (value === undefined) return [];
  if (!isRecord(value)) throw new NotUnderstood('Condition is not an object');
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) throw new NotUnderstood(`Condition ${operator} is not an object`);
    const spell = operatorTakesWildcards(operator) ? collapseWildcards : (text: string): string => text;
    return Object.entries(keys).map(([key, values]) => ({
      operator,
      key,
      values: readConditionValues(values, `${operator} ${key}`).map(spell),
    }));
  });
}

function readConditionValues(value: unknown, where: string): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    if (typeof one === 'string') return one;
    // Beyond that JSON.parse rounds: two numbers could look alike.
    if (typeof one === 'number' && Math.abs(one) > Number.MAX_SAFE_INTEGER) {
      throw new NotUnderstood(`Condition ${where} holds a number too large to be read exactly`);
    }
    if (typeof one === 'number' || typeof one === 'boolean') return String(one);
    throw new NotUnderstood(`Condition ${where} holds ${shown(one)}, not a value`);
  });
}

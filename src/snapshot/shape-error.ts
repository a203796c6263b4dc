import type { z } from 'zod';
import { UserError } from '../model/errors.js';

/**
 * Checks a value against a shape. Returns what the shape makes of it.
 * Throws UserError for the first thing that doesn't fit, in one line that says where:
 * `dev.json: roles[3].path: expected a string, found null`.
 */
export function readShape<T>(shape: z.ZodType<T>, value: unknown, where: string): T {
  const result = shape.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const problem = issue ? `${pathText(issue.path)}${issueText(issue)}` : 'not of the expected shape';
  throw new UserError(`${where}: ${problem}`);
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>((before, step) => {
    if (typeof step === 'number') return `${before}[${step}]`;
    const name = String(step);
    if (!/^\w+$/.test(name)) return `${before}[${JSON.stringify(name)}]`;
    return before === '' ? name : `${before}.${name}`;
  }, '');
  return text === '' ? '' : `${text}: `;
}

function issueText(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${withArticle(issue.expected)}, found ${kindOf(issue.input)}`;
    case 'unrecognized_keys':
      return `unknown field ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_union':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
    case 'too_big':
    case 'too_small':
    case 'not_multiple_of':
    case 'custom':
      return issue.message;
  }
}

/** The checker's words, where people have others. */
const NOUNS: Readonly<Record<string, string>> = { array: 'list', int: 'whole number' };

function withArticle(type: string): string {
  const noun = NOUNS[type] ?? type;
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'number') return String(value);
  return withArticle(Array.isArray(value) ? 'array' : typeof value);
}

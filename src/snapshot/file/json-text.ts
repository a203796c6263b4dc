import { UserError } from '../../model/errors.js';
import { findKeyLostIn } from '../../model/duplicate-key.js';
import { findJsonProblem, type JsonProblem } from './json-problem.js';
import { EXPORT_AGAIN } from './read-text.js';

/**
 * `JSON.parse` whose complaint is a UserError with file, line and column. Complains as well of a field that is there
 * twice: of two lists of roles one would be lost without a word.
 */
export function parseJsonText(text: string, where: string): unknown {
  const value = parse(text, where);
  const twice = findKeyLostIn(value, text);
  if (twice === null) return value;
  const { line, column } = positionOf(twice.offset, text);
  throw new UserError(
    `${where}:${line}:${column}: the field ${JSON.stringify(twice.key)} is there twice in one object`,
    EXPORT_AGAIN,
  );
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const problem = findJsonProblem(text);
    const mend =
      problem.kind === 'second value' ? `keep one account in one file: ${EXPORT_AGAIN}` : EXPORT_AGAIN;
    throw new UserError(`${where}${describe(problem, text)}`, mend, { cause: error });
  }
}

function describe(problem: JsonProblem, text: string): string {
  const { line, column } = positionOf(problem.offset, text);
  switch (problem.kind) {
    case 'unexpected':
      return `:${line}:${column}: not JSON: expected ${problem.expected}`;
    case 'end':
      return `:${line}:${column}: the JSON ends early: is the file cut off?`;
    case 'second value':
      return `:${line}:${column}: a second JSON value begins here: several pages or lines, not one document`;
  }
}

/** Line and column from 1; the column counts UTF-16 units, as editors do. */
function positionOf(offset: number, text: string): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

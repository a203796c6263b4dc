import { UserError } from '../model/errors.js';

const FORBIDDEN_SEGMENTS: ReadonlySet<string> = new Set(['', '.', '..', '.git']);

/**
 * Checks that a run's file name stays inside the run's folder: relative, no `..`, no NUL or other control
 * character, no backslash (a separator on some systems), nothing named `.git`.
 * File names carry tags and profile names, so a bad one is a UserError.
 */
export function checkFileName(name: string): void {
  const bad =
    /[\p{Cc}\\]/u.test(name) ||
    /^[A-Za-z]:/.test(name) ||
    name.split('/').some((segment) => FORBIDDEN_SEGMENTS.has(segment.toLowerCase()));
  if (bad) {
    throw new UserError(
      `${JSON.stringify(name)} cannot be the name of a run's file`,
      'use a tag of letters, digits, "-", "_" and "."',
    );
  }
}

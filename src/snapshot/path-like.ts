import { isBaselineSource } from './baseline/source.js';

/** Whether a source looks like a path: what has a slash in it or ends in `.json`. Any other word may be a profile. */
export function isPathLike(source: string): boolean {
  return !isBaselineSource(source) && /[/\\]|\.json$/i.test(source);
}

import { describe, expect, it } from 'vitest';
import { isPathLike } from '../../src/snapshot/path-like.js';

describe('what looks like a path', () => {
  it.each(['dev.json', 'DEV.JSON', './dev', '../exports/dev', '/dev/fd/63', 'exports\\dev', 'C:\\dev.json'])(
    'is %s',
    (source) => {
      expect(isPathLike(source)).toBe(true);
    },
  );

  it.each([
    'dev',
    'dev.prod',
    'json',
    'dev.json.old',
    'a profile',
    '',
    '-',
    'baseline:dev',
    'baseline:dev@v1/x.json',
  ])('is not %j, which may be a profile or is a baseline', (source) => {
    expect(isPathLike(source)).toBe(false);
  });
});

import '../support/fast-time.js';
import { expect, it } from 'vitest';
import { runMatrix } from './matrix.js';

it('every fault at every call ends in the true result, a gap, or one clear line', async () => {
  const { wrong, unseenDrifts, ...figures } = await runMatrix('details');
  console.log(JSON.stringify(figures));
  expect(unseenDrifts).toEqual([]);
  expect(wrong).toEqual([]);
}, 1_200_000);

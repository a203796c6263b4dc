import '../support/fast-time.js';
import { expect, it } from 'vitest';
import { runMatrix, spread } from './matrix.js';

/** All cells take some minutes: they are run with IAMDRIFT_FAULTS=all, and a sample otherwise, chosen by IAMDRIFT_FAULTS_SEED. */
const sample =
  process.env.IAMDRIFT_FAULTS === 'all'
    ? undefined
    : { size: 120, seed: Number(process.env.IAMDRIFT_FAULTS_SEED ?? 1) };

it('faults at calls one by one end in the true result, a gap, or one clear line', async () => {
  const { wrong, unseenDrifts, ...figures } = await runMatrix(
    'one by one',
    sample && { choose: (all) => spread(all, sample) },
  );
  console.log(JSON.stringify({ ...figures, seed: sample?.seed ?? 'all' }));
  expect(unseenDrifts).toEqual([]);
  expect(wrong).toEqual([]);
}, 1_200_000);

// Compares every version of every AWS managed policy with the one before, checks each verdict with 200 random
// requests, and prints how often each verdict came and which pairs took longest. About ten minutes; not part of the tests,
// which take one pair of 100. `node scripts/check-managed-policies.js [step]`
import { spawnSync } from 'node:child_process';

const step = process.argv[2] ?? '1';
const test = 'test/policy/access-properties/managed.test.ts';
const vitest = ['vitest', 'run', test, '--disable-console-intercept=true'];
const { status } = spawnSync('npx', vitest, {
  stdio: 'inherit',
  env: { ...process.env, MANAGED_STEP: step },
});
process.exitCode = status ?? 1;

// Looks for hostile input that iamdrift does not withstand, for longer than the tests do.
//   npm run fuzz                            60 seconds for each property
//   npm run fuzz -- --seconds 600           longer
//   npm run fuzz -- --seed 42               the same inputs again, as a failure says
//   npm run fuzz -- --only "a policy"       properties whose name holds this
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    only: { type: 'string' },
  },
});
for (const [name, value] of Object.entries(values)) {
  if (name !== 'only' && !/^-?\d+$/.test(value)) {
    console.error(`--${name} ${value}: not a whole number`);
    process.exit(1);
  }
}
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', 'test/fuzz', ...(values.only ? ['-t', values.only] : [])],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      FUZZ_SECONDS: values.seconds,
      ...(values.seed !== undefined && { FUZZ_SEED: values.seed }),
    },
  },
);
process.exitCode = status ?? 1;

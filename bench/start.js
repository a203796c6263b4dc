import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measured } from './commands.js';
import { median, megabytes, ms, table } from './numbers.js';

const example = (name) => fileURLToPath(new URL(`../examples/${name}.json`, import.meta.url));

/** How often as long as `node -e 0` a command may take that does next to nothing. */
const AIMS = { '--help': 3, 'diff of two tiny files': 6 };

/** What a command costs before it has done anything: medians, the commands in turn so that a busy moment meets all. */
export async function benchStart({ folder, dist, runs }) {
  const cwd = mkdtempSync(join(folder, 'start-'));
  const bin = resolve(dist, 'bin.js');
  const commands = {
    'node -e 0': { args: ['-e', '0'], code: 0 },
    '--help': { args: [bin, '--help'], code: 0 },
    'diff of two tiny files': {
      args: [bin, 'diff', example('dev'), 'dev', example('qa'), 'qa', '--no-git', '--output', 'run'],
      code: 2,
    },
  };
  const results = new Map(Object.keys(commands).map((name) => [name, []]));
  try {
    for (let i = 0; i < runs; i++) {
      for (const [name, { args, code }] of Object.entries(commands)) {
        const result = await measured(args, { cwd });
        if (result.code !== code)
          throw new Error(`${name}: exit code ${result.code} instead of ${code}:\n${result.err}`);
        results.get(name).push(result);
        rmSync(join(cwd, 'run'), { recursive: true, force: true });
      }
    }
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
  const middle = (name, field) => median(results.get(name).map((result) => result[field]));
  const [floor] = results.keys();
  const times = (name, field) => `${(middle(name, field) / middle(floor, field)).toFixed(1)} ×`;
  const rows = [...results.keys()].map((name) => [
    name,
    ms(middle(name, 'wallMs')),
    ms(middle(name, 'cpuMs')),
    megabytes(middle(name, 'peakBytes')),
    times(name, 'wallMs'),
    times(name, 'cpuMs'),
    AIMS[name] === undefined ? '' : `${AIMS[name]} ×`,
  ]);
  console.log(`## Cold start; medians of ${runs}\n`);
  const head = ['Command', 'time', 'CPU', 'peak memory', `time / ${floor}`, 'CPU', 'aim'];
  console.log(`${table(head, rows)}\n`);
}

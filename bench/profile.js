/**
 * Where the time of a comparison goes, by the rooms of the source:
 *
 *   node bench/profile.js <dev.json> <qa.json> [options of diff ...]
 *
 * Runs `diff` on the modules as they are compiled, not on the bundle, under `--cpu-prof`, and prints a table. The list in
 * the folder of the first file is taken where there is one.
 */
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  existsSync,
  copyFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runNode } from './commands.js';
import { ms, table } from './numbers.js';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const NO_ROOM = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(program)', 'outside of JavaScript'],
]);

/** Prints the table. Throws if the comparison fails. */
export async function profileDiff({ dist = DIST, files, options = [] }) {
  const cwd = mkdtempSync(join(tmpdir(), 'iamdrift-profile-'));
  try {
    const list = join(dirname(resolve(files[0])), 'equivalency_list.json');
    if (existsSync(list)) copyFileSync(list, join(cwd, 'equivalency_list.json'));
    const entry = join(cwd, 'entry.mjs');
    const main = pathToFileURL(resolve(dist, 'cli', 'main.js')).href;
    writeFileSync(
      entry,
      `import { main } from '${main}';\nprocess.exitCode = await main(process.argv.slice(2));\n`,
    );
    const profiles = join(cwd, 'profiles');
    const { code, err } = await runNode(
      [
        ...['--cpu-prof', `--cpu-prof-dir=${profiles}`, entry],
        ...['diff', resolve(files[0]), 'dev', resolve(files[1]), 'qa', '--no-git', ...options],
      ],
      { cwd },
    );
    if (code !== 0 && code !== 2 && code !== 3) throw new Error(`diff: exit code ${code}\n${err}`);
    const threads = readdirSync(profiles)
      .sort()
      .map((name) =>
        sharesOf(JSON.parse(readFileSync(join(profiles, name), 'utf8')), pathToFileURL(resolve(dist)).href),
      );
    printShares(threads, ['diff', '--no-git', ...options].join(' '));
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** Milliseconds by room, of one thread. What Node and packages do counts for the room that asked for it. */
function sharesOf({ nodes, samples, timeDeltas }, home) {
  const rooms = new Map();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const roomOf = (node, above) => {
    const { functionName, url } = node.callFrame;
    if (functionName === '(idle)') return null;
    if (NO_ROOM.has(functionName)) return NO_ROOM.get(functionName);
    if (url.startsWith(`${home}/`)) return url.slice(home.length + 1).split('/')[0];
    return above;
  };
  const visit = (id, above) => {
    const node = byId.get(id);
    const room = roomOf(node, above);
    rooms.set(id, room);
    for (const child of node.children ?? []) visit(child, room);
  };
  visit(nodes[0].id, 'loading modules, and Node');
  const shares = new Map();
  samples.forEach((id, index) => {
    const room = rooms.get(id);
    if (room !== null) shares.set(room, (shares.get(room) ?? 0) + timeDeltas[index] / 1000);
  });
  return shares;
}

/** The thread that did the most of the command's work first, then what the others did together. */
function printShares(threads, command) {
  const total = (shares) => [...shares.values()].reduce((sum, value) => sum + value, 0);
  const isMain = (shares) => shares.has('cli');
  const main = threads.find(isMain);
  const others = new Map();
  for (const shares of threads.filter((one) => one !== main))
    for (const [room, value] of shares) others.set(room, (others.get(room) ?? 0) + value);
  const names = [...new Set([...main.keys(), ...others.keys()])].sort(
    (a, b) => (main.get(b) ?? 0) - (main.get(a) ?? 0),
  );
  const cells = (shares, name) => {
    const value = shares.get(name) ?? 0;
    return total(shares) === 0 ? ['', ''] : [ms(value), `${((100 * value) / total(shares)).toFixed(1)} %`];
  };
  console.log(`## Where the time goes: ${command}, by --cpu-prof, waiting left out\n`);
  const rows = names.map((name) => [name, ...cells(main, name), ...cells(others, name)]);
  console.log(`${table(['Room', 'main thread', 'share', 'access threads', 'share'], rows)}\n`);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [first, second, ...options] = process.argv.slice(2);
  if (first === undefined || second === undefined) {
    console.error('usage: node bench/profile.js <export of dev> <export of qa> [options of diff]');
    process.exitCode = 1;
  } else await profileDiff({ files: [first, second], options });
}

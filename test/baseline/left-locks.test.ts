import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitRun, writeRun } from '../../src/baseline/index.js';
import { listing, Machine, tempFolder } from './support.js';

const FILES = [{ name: 'run.json', content: '{}\n' }];

async function commitIn(folder: string, machine: Machine): ReturnType<typeof commitRun> {
  const run = await writeRun({
    root: join(folder, 'baselines/runs'),
    now: new Date('2026-01-02T03:04:05Z'),
    files: FILES,
  });
  return commitRun({ run, message: 'A run', env: machine.env });
}

/** `pre-commit` runs while git holds its locks. `$PPID` is the git that runs a hook. */
function hook(folder: string, script: string, name = 'pre-commit'): void {
  const path = join(folder, '.git/hooks', name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

describe('locks of a git that was killed', () => {
  it('are removed, so that nothing is left staged and the next commit can be made', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    hook(folder, 'kill -KILL $PPID');
    expect(await commitIn(folder, machine)).toMatchObject({
      committed: false,
      reason: 'git was stopped by a signal',
    });
    expect(listing(join(folder, '.git')).filter((name) => name.endsWith('.lock'))).toEqual([]);
    expect(machine.git(folder, 'diff', '--cached', '--name-only')).toBe('');
    hook(folder, 'exit 0');
    expect(await commitIn(folder, machine)).toMatchObject({ committed: true });
  });

  it('are removed after git add as well, and what it had staged is taken back', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    const once = join(tempFolder(), 'once');
    hook(folder, `test -e "${once}" && exit 0; touch "${once}"; kill -KILL $PPID`, 'post-index-change');
    expect(await commitIn(folder, machine)).toMatchObject({
      committed: false,
      reason: 'git was stopped by a signal',
    });
    expect(machine.git(folder, 'diff', '--cached', '--name-only')).toBe('');
  });

  it('are told from those that stood there before', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    const lock = join(folder, '.git/config.lock');
    writeFileSync(lock, '');
    hook(folder, 'kill -KILL $PPID');
    await commitIn(folder, machine);
    expect(existsSync(lock)).toBe(true);
  });

  it('are told from those of a git that is still at work', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    const lock = join(folder, '.git/shallow.lock');
    // Somebody else takes a lock meanwhile, and goes on writing to it.
    const others = tempFolder();
    hook(
      folder,
      `(for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do echo $n >> "${lock}"; sleep 0.1; done; touch "${others}/done") >/dev/null 2>&1 &
       sleep 0.2; kill -KILL $PPID`,
    );
    await commitIn(folder, machine);
    expect(existsSync(lock)).toBe(true);
  });
});

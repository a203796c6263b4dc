import { execFileSync, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const OPTIONS = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });

describe('compileLate', () => {
  it.runIf(process.versions.v8.startsWith('11.'))('sets a flag that this engine has', () => {
    expect(OPTIONS).toMatch(/^ *--interrupt-budget \(/m);
  });

  it('leaves engines alone that would complain of an unknown flag', () => {
    const { stderr, stdout } = spawnSync(process.execPath, [resolve('dist/bin.js'), '--version'], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

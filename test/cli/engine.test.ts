import { execFileSync, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineFlags } from '../../src/cli/engine.js';

const OPTIONS = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });

describe('tuneEngine', () => {
  it.each(engineFlags(process.versions.v8))('sets a flag that this engine has: %s', (flag) => {
    const [name, value] = flag.split('=');
    expect(OPTIONS).toMatch(new RegExp(`^ *${name} \\(`, 'm'));
    expect(value).toMatch(/^\d+$/);
  });

  it('knows the engines that Node has had since 20, and no other', () => {
    const known = ['11.3.244.8-node.38', '12.4.254.21-node.57', '13.6.233.17', '14.6.202.34'];
    expect(known.map((version) => engineFlags(version).length)).toEqual([2, 2, 2, 2]);
    expect(['10.2.154.26', '15.0.1', '111.3', ''].flatMap(engineFlags)).toEqual([]);
  });

  it('leaves engines alone that would complain of an unknown flag', () => {
    const { stderr, stdout } = spawnSync(process.execPath, [resolve('dist/bin.js'), '--version'], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lateFlag } from '../../src/cli/compiler.js';

const OPTIONS = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });

const FLAG = lateFlag(process.versions.v8);

describe('compileLate', () => {
  it.runIf(FLAG)('sets a flag that this engine has', () => {
    const [name, value] = FLAG!.split('=');
    expect(OPTIONS).toMatch(new RegExp(`^ *${name} \\(`, 'm'));
    expect(value).toMatch(/^\d+$/);
  });

  it('knows the engines that Node has had since 20, and no other', () => {
    expect(['11.3.244.8-node.38', '12.4.254.21-node.57', '13.6.233.17', '14.6.202.34'].map(lateFlag)).toEqual(
      expect.not.arrayContaining([null]),
    );
    expect(['10.2.154.26', '15.0.1', '111.3', ''].map(lateFlag)).toEqual([null, null, null, null]);
  });

  it('leaves engines alone that would complain of an unknown flag', () => {
    const { stderr, stdout } = spawnSync(process.execPath, [resolve('dist/bin.js'), '--version'], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

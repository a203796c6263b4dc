import { describe, expect, it } from 'vitest';
import { isDeviceName, isTag } from '../../src/model/tag.js';

// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
const DEVICES = ['con', 'prn', 'aux', 'nul', 'com0', 'com1', 'com9', 'lpt0', 'lpt1', 'lpt9'];

describe('a tag', () => {
  it.each(DEVICES)('is not %s, in any case and with any ending', (name) => {
    for (const tag of [name, name.toUpperCase(), `${name}.txt`, `${name}.tar.gz`, `${name}.`, `${name} `]) {
      expect([tag, isTag(tag)]).toEqual([tag, false]);
    }
  });

  it.each(['dev.', 'dev ', ' dev', '.dev', '-dev', '', 'a/b', 'a\\b', 'a:b', 'a\0', 'é', 'a'.repeat(65)])(
    'is not %j',
    (tag) => expect(isTag(tag)).toBe(false),
  );

  it.each([
    'dev',
    'console',
    'auxiliary',
    'null',
    'com',
    'com10',
    'dev.con',
    'con-1',
    'a'.repeat(64),
    '1.x_y-z',
  ])('is %j', (tag) => expect(isTag(tag)).toBe(true));
});

describe('a device of Windows', () => {
  it.each(['CONIN$', 'conout$', 'com¹', 'LPT³.csv', 'nul.'])('is %s', (name) =>
    expect(isDeviceName(name)).toBe(true),
  );
});

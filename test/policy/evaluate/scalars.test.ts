import { describe, expect, it } from 'vitest';
import {
  addressInRange,
  compareDates,
  compareNumbers,
  sameBytes,
} from '../../../src/policy/evaluate/scalars.js';

describe('numbers', () => {
  it.each([
    ['1', '2', -1],
    ['10', '9', 1],
    ['1.50', '1.5', 0],
    ['-0', '0', 0],
    ['-1.5', '-1.25', -1],
    ['9007199254740993', '9007199254740992', 1],
    ['+7', '7', 0],
  ])('%s against %s', (a, b, order) => {
    expect(compareNumbers(a, b)).toBe(order);
  });

  it.each(['', 'ten', '1e3', '0x10', '1.', '.5', ' 1', '1,5', 'Infinity'])('"%s" is none', (text) => {
    expect(compareNumbers(text, '1')).toBeNull();
    expect(compareNumbers('1', text)).toBeNull();
  });
});

describe('dates', () => {
  it.each([
    ['2026', '2026-01-01T00:00:00Z', 0],
    ['2026-11', '2026-11-01T00:00Z', 0],
    ['2026-11-22', '1795305600', 0],
    ['2026-11-22T10:00:00+02:00', '2026-11-22T08:00:00Z', 0],
    ['2026-11-22T10:00:00.5Z', '2026-11-22T10:00:00.25Z', 1],
    ['2024-02-29', '2024-03-01', -1],
    ['0', '1970', 0],
  ])('%s against %s', (a, b, order) => {
    expect(compareDates(a, b)).toBe(order);
  });

  it.each([
    '',
    'today',
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-11-22T25:00Z',
    '2026-11-22T10:00',
    '-5',
  ])('"%s" is none', (text) => {
    expect(compareDates(text, '2026-01-01')).toBeNull();
  });
});

describe('addresses', () => {
  it.each([
    ['203.0.113.9', '203.0.113.0/24', true],
    ['203.0.113.9', '203.0.113.9', true],
    ['203.0.113.9', '203.0.113.8/31', true],
    ['203.0.113.9', '203.0.113.10/31', false],
    ['203.0.113.9', '0.0.0.0/0', true],
    ['::1', '::/0', true],
    ['::1', '0.0.0.0/0', false],
    ['::1', '0:0:0:0:0:0:0:1', true],
    ['2001:db8::', '2001:db8::/32', true],
    ['::ffff:203.0.113.9', '::ffff:cb00:7109', true],
    ['1:2:3:4:5:6:7:8', '1:2:3:4::/64', true],
    ['1:2:3:4:5:6:7:8', '1:2:3:5::/64', false],
  ])('%s in %s: %s', (address, range, inside) => {
    expect(addressInRange(address, range)).toBe(inside);
  });

  it.each([
    '',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.09',
    '1::2::3',
    '1:2:3:4:5:6:7',
    ':::',
    '1:2:3:4:5:6:7::8',
    'x',
  ])('"%s" is none', (text) => {
    expect(addressInRange(text, '0.0.0.0/0')).toBeNull();
    expect(addressInRange('203.0.113.9', text)).toBeNull();
  });

  it.each(['203.0.113.0/33', '203.0.113.0/', '203.0.113.0/2x', '203.0.113.0/24/8', '::/129'])(
    '"%s" is no range',
    (text) => {
      expect(addressInRange('203.0.113.9', text)).toBeNull();
    },
  );
});

describe('bytes', () => {
  it('are compared after decoding, and text that is no base64 has none', () => {
    expect(sameBytes('QUJD', 'QUJD')).toBe(true);
    expect(sameBytes('QUJD', 'QUJE')).toBe(false);
    expect(sameBytes('QUJD', '?')).toBeNull();
  });
});

import { expect, test } from 'vitest';
import { isoSecond } from '../../src/snapshot/iso-second.js';

test.each([
  ['2024-01-31T12:00:00Z', '2024-01-31T12:00:00Z'],
  ['2024-01-31T12:00:00.999Z', '2024-01-31T12:00:00Z'],
  ['2024-01-31T12:00:00+00:00', '2024-01-31T12:00:00Z'],
  ['2024-01-31T12:00:00-0130', '2024-01-31T13:30:00Z'],
  // No zone: never the zone of this machine.
  ['2024-01-31T12:00:00', '2024-01-31T12:00:00Z'],
  ['last week', null],
  ['', null],
])('the date %s is %s', (text, iso) => {
  expect(isoSecond(text)).toBe(iso);
});

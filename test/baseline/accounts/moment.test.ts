import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../../src/baseline/accounts/moment.js';
import { UserError } from '../../../src/model/errors.js';
import { rejection } from '../support.js';

/** A Tuesday. */
const NOW = new Date('2026-11-24T15:04:05Z');

async function moment(text: string, edge: 'start' | 'end' = 'end'): Promise<string | null> {
  const found = await parseMoment(text, NOW, edge);
  return found && new Date(found.seconds * 1000).toISOString();
}

describe('parseMoment', () => {
  it.each([
    ['2026-11-01', '2026-11-01T23:59:59.000Z'],
    ['2026-11-01T10:00', '2026-11-01T10:00:00.000Z'],
    ['2026-11-01 10:00:30', '2026-11-01T10:00:30.000Z'],
    ['2026-11-01T10:00:00Z', '2026-11-01T10:00:00.000Z'],
    ['2026-11-01T10:00:00+02:00', '2026-11-01T08:00:00.000Z'],
    ['3 days ago', '2026-11-21T15:04:05.000Z'],
    ['a month ago', '2026-10-24T15:04:05.000Z'],
    ['2 hours ago', '2026-11-24T13:04:05.000Z'],
    ['now', '2026-11-24T15:04:05.000Z'],
    ['today', '2026-11-24T23:59:59.000Z'],
    ['yesterday', '2026-11-23T23:59:59.000Z'],
    ['friday', '2026-11-20T23:59:59.000Z'],
    ['last friday', '2026-11-20T23:59:59.000Z'],
    ['1 Nov 2026', '2026-11-01T23:59:59.000Z'],
  ])('reads %j', async (text, expected) => {
    expect(await moment(text)).toBe(expected);
  });

  it.each([
    ['2026-11-01', '2026-10-31T23:59:59.000Z'],
    ['friday', '2026-11-19T23:59:59.000Z'],
    ['2026-11-01T10:00Z', '2026-11-01T10:00:00.000Z'],
    ['3 days ago', '2026-11-21T15:04:05.000Z'],
  ])('takes the start of a day where a span begins: %j', async (text, expected) => {
    expect(await moment(text, 'start')).toBe(expected);
  });

  it.each([
    ...['', 'nonsense', 'main', '5', '2026', '2026-13-45', '2026-02-30', 'foo 3 days ago', '3 days ago foo'],
    ...['01/02/2026', '2026-11-01 - 2026-11-03', 'HEAD~3', '3 days'],
  ])('takes %j for no date', async (text) => {
    expect(await moment(text)).toBeNull();
  });

  it.each(['2026-11-25', 'in 3 days', 'tomorrow', '2027-01-01T00:00Z'])(
    'refuses the future: %j',
    async (text) => {
      expect(await rejection(moment(text))).toBeInstanceOf(UserError);
    },
  );
});

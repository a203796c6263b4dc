import { describe, expect, it } from 'vitest';
import { suggestSection } from '../../src/report/terminal/suggest-section.js';
import { styleOf } from '../../src/report/terminal/style.js';
import type { Report } from '../../src/model/report.js';
import { waivedInPart, walkthrough } from './support/scenarios.js';

const STYLE = styleOf({ color: false, full: false, width: 120 });

/** Two accounts that nobody has told apart by name yet. */
async function unnamed(change: (report: Report) => Partial<Report> = () => ({})): Promise<Report> {
  const { report } = await walkthrough([], { accountname: [] });
  return { ...report, ...change(report) };
}

const told = (report: Report): readonly string[] => suggestSection(report, STYLE);

describe('what to do about names that differ on purpose', () => {
  it('is told where each account has roles of its own, as a command to be copied', async () => {
    expect(told(await unnamed())).toEqual([
      'Do some of these names differ on purpose, as app_dev and app_qa? This proposes what to count as the same:',
      '  iamdrift equivalency suggest dev-profile dev qa-profile qa',
    ]);
  });

  it('is told where the list is the one of init, which is about nothing', async () => {
    const { report } = await walkthrough([], { 'example-environment': ['one-of-none', 'two-of-none'] });
    expect(report.equivalencies.some(({ automatic }) => !automatic)).toBe(true);
    expect(told(report)).toHaveLength(2);
  });

  it('copies no word that a shell would take for something else', async () => {
    for (const source of [
      'my export.json',
      'a;b',
      '$(id)',
      "it's",
      '-x',
      '=ls',
      '',
      'a\u202eb',
      '~/dev.json',
      'a*b',
    ]) {
      const report = await unnamed(({ sides: [one, two] }) => ({
        sides: [{ ...one, info: { ...one.info, source } }, two],
      }));
      expect(told(report).at(-1), source).toBe(
        '  iamdrift equivalency suggest <source1> <tag1> <source2> <tag2>',
      );
    }
  });

  it('is not told where a list is in use, nor where waivers are', async () => {
    const { report } = await walkthrough(['s3:PutObject']);
    expect(told(report)).toEqual([]);
    const { waivers } = (await waivedInPart()).report;
    expect(told(await unnamed(() => ({ waivers })))).toEqual([]);
  });

  it('is not told where only one account has roles of its own, nor of two states of one account', async () => {
    expect(
      told(await unnamed(({ roles }) => ({ roles: roles.filter(({ side2 }) => side2 !== null) }))),
    ).toEqual([]);
    const same = await unnamed(({ sides: [one, two] }) => ({
      sides: [one, { ...two, accountId: one.accountId }],
    }));
    expect(told(same)).toEqual([]);
  });
});

import type { Report } from '../../model/report.js';
import { uniqueRoles } from '../csv/role-lists.js';
import { SIDES } from '../entities.js';
import type { Section } from './sections.js';
import { type Style, wrap } from './style.js';

/**
 * For who compares two accounts for the first time: each has roles of its own, and no entry of the list is about names
 * of roles.
 */
export function suggestSection(report: Report, style: Style): Section {
  const [one, two] = report.sides;
  const haveOwn = SIDES.every((side) => uniqueRoles(report, side, 'non-service-linked').length > 0);
  if (one.accountId === two.accountId || report.waivers !== null || !haveOwn || hasListedName(report)) {
    return [];
  }
  const sides = [one.info.source, one.tag, two.info.source, two.tag];
  const words = sides.every((word) => PLAIN_WORD.test(word)) ? sides : PLACES;
  return [
    ...wrap(
      'Do some of these names differ on purpose, as app_dev and app_qa? This proposes what to count as the same:',
      style.width,
    ),
    // In one line, to be copied.
    style.colors.bold(`  iamdrift equivalency suggest ${words.join(' ')}`),
  ];
}

/** The list of `init` has an entry as well, which is about nothing. */
function hasListedName({ roles, equivalencies }: Report): boolean {
  const listed = equivalencies.filter(({ automatic }) => !automatic);
  return roles.some(({ name }) => listed.some(({ placeholder }) => name.includes(`<${placeholder}`)));
}

/** What every shell takes for one word as it is (zsh looks up a word that begins with `=`), and iamdrift for no option. */
const PLAIN_WORD = /^(?![-=])[\w+=,.@/:-]+$/;

const PLACES = ['<source1>', '<tag1>', '<source2>', '<tag2>'];

// Are the licences of everything that is installed with iamdrift permissive? Reads the lock file and what npm
// installed; ends with exit code 1, and one line for each package that is not.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ALLOWED = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
]);

/** Looked at one by one; a new version has to be looked at again. */
const KNOWN = new Map([
  // Permissive: the licence of Python 2.7, whose difflib this is. json-diff compares texts with it.
  ['@ewoudenberg/difflib@0.1.0', 'PSF'],
  // States no licence. Installed for the command line of json-diff, which iamdrift neither runs nor loads.
  ['dreamopt@0.8.0', null],
]);

const root = new URL('../', import.meta.url);
const readJson = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

/** An SPDX expression without brackets inside brackets: one of the alternatives has to be allowed as a whole. */
export function isAllowed(licence) {
  if (typeof licence !== 'string') return false;
  const plain = licence.replace(/^\((.*)\)$/, '$1');
  if (/[()]/.test(plain)) return false;
  return plain.split(' OR ').some((one) => one.split(' AND ').every((id) => ALLOWED.has(id.trim())));
}

/** What package.json says, in today's way or in the old ones. */
export function licenceOf({ license, licenses }) {
  if (typeof license === 'string') return license;
  if (typeof license?.type === 'string') return license.type;
  if (!Array.isArray(licenses)) return null;
  return licenses.map(({ type }) => type).join(' OR ');
}

function check() {
  const production = Object.entries(readJson('package-lock.json').packages).filter(
    ([path, entry]) => path !== '' && entry.dev !== true && entry.devOptional !== true,
  );
  const counts = new Map();
  const refused = [];
  for (const [path, { optional }] of production) {
    const file = `${path}/package.json`;
    // An optional one may be for another system.
    if (optional && !existsSync(new URL(file, root))) continue;
    const description = readJson(file);
    const licence = licenceOf(description);
    counts.set(licence, (counts.get(licence) ?? 0) + 1);
    const name = `${description.name}@${description.version}`;
    const isKnown = KNOWN.has(name) && KNOWN.get(name) === licence;
    if (!isKnown && !isAllowed(licence)) refused.push(`${name}: ${licence ?? 'no licence'}`);
  }
  if (production.length === 0) refused.push('the lock file names no package');
  for (const line of refused) console.error(`not permissive: ${line}`);
  const told = [...counts].sort(([, a], [, b]) => b - a).map(([licence, count]) => `${count} ${licence}`);
  console.log(`${production.length} packages: ${told.join(', ')}`);
  process.exitCode = refused.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) check();

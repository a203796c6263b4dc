/**
 * Makes two accounts of one template, whose names differ as a template makes them differ, and which have known drift:
 *
 *   node bench/template-estate.js --roles 1000 --out folder [--style suffix] [--seed 1] [--drift 0.02]
 *
 * writes `dev.json` and `qa.json` (what `aws iam get-account-authorization-details` prints) and `drift.json` (what a
 * comparison must report), and no equivalency list: that is to be suggested. The same options give the same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeTemplateEstate } from './template/make.js';
import { STYLES } from './template/words.js';

/** Writes an estate into `out`, which is made if need be. Returns the drift that was put in. */
export function writeTemplateEstate({ roles, out, style = 'suffix', seed = 1, drift = 0.02 }) {
  const estate = makeTemplateEstate({ roles, seed, style, drift });
  mkdirSync(out, { recursive: true });
  for (const name of ['dev', 'qa', 'drift']) {
    writeFileSync(join(out, `${name}.json`), `${JSON.stringify(estate[name])}\n`);
  }
  return estate.drift;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      roles: { type: 'string' },
      out: { type: 'string' },
      style: { type: 'string', default: 'suffix' },
      seed: { type: 'string', default: '1' },
      drift: { type: 'string', default: '0.02' },
    },
  });
  const roles = Number(values.roles);
  if (
    !Number.isInteger(roles) ||
    roles < 1 ||
    roles > 1200 ||
    !(values.style in STYLES) ||
    values.out === undefined
  ) {
    console.error(
      `usage: node bench/template-estate.js --roles NUMBER (to 1200) --out FOLDER [--style ${Object.keys(STYLES).join('|')}] [--seed NUMBER] [--drift SHARE]`,
    );
    process.exitCode = 1;
  } else {
    const drift = writeTemplateEstate({
      roles,
      out: values.out,
      style: values.style,
      seed: Number(values.seed),
      drift: Number(values.drift),
    });
    console.log(`${values.out}: ${roles} roles a side, ${drift.length} entities with drift`);
  }
}

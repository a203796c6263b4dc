/**
 * Makes two accounts of a chosen size, as JSON files:
 *
 *   node bench/estate.js --roles 5000 --out folder [--seed 1] [--drift 0.02]
 *
 * writes `dev.json` and `qa.json` (what `aws iam get-account-authorization-details` prints), `equivalency_list.json`
 * and `drift.json` (what a comparison must report). The same options give the same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeEstate } from './estate/make.js';

/** Writes an estate into `out`, which is made if need be. Returns the bytes of both exports together. */
export function writeEstate({ roles, out, seed = 1, drift = 0.02 }) {
  const estate = makeEstate({ roles, seed, drift });
  mkdirSync(out, { recursive: true });
  const write = (name, value) => {
    const text = `${JSON.stringify(value)}\n`;
    writeFileSync(join(out, name), text);
    return Buffer.byteLength(text);
  };
  write('equivalency_list.json', estate.equivalencies);
  write('drift.json', estate.drift);
  return write('dev.json', estate.dev) + write('qa.json', estate.qa);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      roles: { type: 'string' },
      out: { type: 'string' },
      seed: { type: 'string', default: '1' },
      drift: { type: 'string', default: '0.02' },
    },
  });
  const roles = Number(values.roles);
  if (!Number.isInteger(roles) || roles < 1 || values.out === undefined) {
    console.error('usage: node bench/estate.js --roles NUMBER --out FOLDER [--seed NUMBER] [--drift SHARE]');
    process.exitCode = 1;
  } else {
    const bytes = writeEstate({
      roles,
      out: values.out,
      seed: Number(values.seed),
      drift: Number(values.drift),
    });
    console.log(`${values.out}: ${roles} roles a side, ${(bytes / 1e6).toFixed(1)} MB in both exports`);
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { type ConformanceCase, conformanceCase } from './case.js';

export interface CaseFile {
  /** The rule that the cases are about: the file's name without `.json`. */
  readonly rule: string;
  readonly cases: readonly ConformanceCase[];
}

/** All case files beside this one. Throws at a case that has an unknown field or lacks one. */
export function readCaseFiles(): CaseFile[] {
  return readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const text = readFileSync(new URL(name, import.meta.url), 'utf8');
      const raw = JSON.parse(text) as readonly { readonly id?: unknown }[];
      const cases = raw.map((one) => {
        const read = conformanceCase.safeParse(one);
        if (!read.success) throw new Error(`${name}, case ${String(one.id)}: ${read.error.message}`);
        return read.data;
      });
      return { rule: name.replace(/\.json$/, ''), cases };
    });
}

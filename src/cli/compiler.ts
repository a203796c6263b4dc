import { setFlagsFromString } from 'node:v8';

/** Bytes of bytecode that a function has to run before it is considered for optimisation; Node 20's default is 67,584. */
const BUDGET = 3_000_000;

/** How often a function has to be called before it is optimised to the last; Node 22's and 24's default is 3,000. */
const INVOCATIONS = 30_000;

const LATER = `--invocation-count-for-turbofan=${INVOCATIONS}`;

/** V8's flag for it, by V8's major version: 11 is in Node 20, 12 in Node 22, 13 in Node 24, 14 in Node 26. */
const FLAGS: Readonly<Record<string, string>> = {
  11: `--interrupt-budget=${BUDGET}`,
  12: LATER,
  13: LATER,
  14: LATER,
};

/** null: nobody has tried that version of V8, and it might complain of a flag that it doesn't know. */
export function lateFlag(version: string): string | null {
  return FLAGS[version.split('.')[0]!] ?? null;
}

/**
 * Lets Node optimise only code that is hot for long. V8 takes a function to the optimising compiler early, and again
 * whenever its guess about types was wrong: a comparison of 5,000 roles spent a third of its CPU time there on Node 20
 * and 22 (a tenth on 24 and 26), for code that had little left to do. `version`: of V8, as `process.versions.v8` has
 * it. Functions that begin to run afterwards are affected.
 * https://nodejs.org/docs/latest-v20.x/api/v8.html#v8setflagsfromstringflags
 */
export function compileLate(version: string): void {
  const flag = lateFlag(version);
  if (flag !== null) setFlagsFromString(flag);
}

import { setFlagsFromString } from 'node:v8';

/** Bytes of bytecode that a function has to run before it is considered for optimisation; Node 20's default is 67,584. */
const BUDGET = 3_000_000;

/**
 * Lets Node 20 optimise only code that is hot for long. Its V8 (11) takes a function to the optimising compiler early,
 * and again whenever its guess about types was wrong: a comparison of 5,000 roles spent a third of its CPU time there,
 * for code that had little left to do. Later versions of V8 wait longer by themselves and don't know the flag.
 * `version`: of V8, as `process.versions.v8` has it. Functions that begin to run afterwards are affected.
 * https://nodejs.org/docs/latest-v20.x/api/v8.html#v8setflagsfromstringflags
 */
export function compileLate(version: string): void {
  if (version.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${BUDGET}`);
}

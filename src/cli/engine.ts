import { setFlagsFromString } from 'node:v8';

/** Bytes of bytecode that a function has to run before it is considered for optimisation; Node 20's default is 67,584. */
const BUDGET = 3_000_000;

/** How often a function has to be called before it is optimised to the last; Node 22's and 24's default is 3,000. */
const INVOCATIONS = 30_000;

const LATER = `--invocation-count-for-turbofan=${INVOCATIONS}`;

/** Percent by which the heap may grow until it is searched as a whole again; V8's default is 300 at most. */
const GROWTH = 900;

const GROW = `--heap-growing-percent=${GROWTH}`;

/** V8's flags for it, by V8's major version: 11 is in Node 20, 12 in Node 22, 13 in Node 24, 14 in Node 26. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  11: [`--interrupt-budget=${BUDGET}`, GROW],
  12: [LATER, GROW],
  13: [LATER, GROW],
  14: [LATER, GROW],
};

/** None where nobody has tried that version of V8: it might complain of a flag that it doesn't know. */
export function engineFlags(version: string): readonly string[] {
  return FLAGS[version.split('.')[0]!] ?? [];
}

/**
 * Suits Node to a command that reads, compares once, and ends. `version`: of V8, as `process.versions.v8` has it.
 *
 * Only code that is hot for long is optimised. V8 takes a function to the optimising compiler early, and again
 * whenever its guess about types was wrong: a comparison of 5,000 roles spent a third of its CPU time there on Node 20
 * and 22 (a tenth on 24 and 26), for code that had little left to do. Functions that begin to run afterwards are
 * affected.
 *
 * The heap is searched as a whole less often: nearly all that a comparison has made it needs to its end. It still is
 * searched once half of what is left of the memory that Node has is full.
 * https://nodejs.org/docs/latest-v20.x/api/v8.html#v8setflagsfromstringflags
 */
export function tuneEngine(version: string): void {
  for (const flag of engineFlags(version)) setFlagsFromString(flag);
}

import type { NormalisedSnapshot } from '../model/normalised.js';
import type { AppliedEquivalency } from '../model/report.js';
import { type CollisionScope, findCollisions, rejectCollisions } from './collisions.js';
import type { ComparedSide } from './compared-side.js';
import type { EquivalencyEntry } from './list/index.js';
import type { KeptNames } from './layer.js';
import { normaliseSnapshot } from './normalise.js';
import { DEFAULT_OPTIONS, type NormaliseOptions } from './options.js';
import { replacementsFor } from './replacements.js';

export { type EquivalencyEntry } from './list/index.js';
export { type NormaliseOptions } from './options.js';
export { type ComparedSide } from './compared-side.js';

export interface NormalisedSides {
  /** In the order of the accounts. */
  readonly sides: readonly NormalisedSnapshot[];
  readonly applied: readonly AppliedEquivalency[];
}

/**
 * The accounts with known differences replaced by placeholders: the user's entries, and what the tool knows by itself.
 * Throws UserError for names that collide, unless they are to be compared as they are (on every side: a name that is
 * kept on one can only be found by its raw name on another).
 */
export function normaliseSides(
  compared: readonly ComparedSide[],
  entries: readonly EquivalencyEntry[],
  scope: CollisionScope,
  { automatic, onCollision }: NormaliseOptions = DEFAULT_OPTIONS,
): NormalisedSides {
  const { sides: rules, applied } = replacementsFor(entries, compared, automatic);
  const normalise = (keep?: KeptNames): NormalisedSnapshot[] => {
    const done: NormalisedSnapshot[] = [];
    for (const [side, { snapshot }] of compared.entries()) {
      done.push(normaliseSnapshot(snapshot, rules[side]!, keep, done[0]));
    }
    return done;
  };
  let sides = normalise();
  if (onCollision === 'error') {
    sides.forEach((side, at) => rejectCollisions(side, compared[at]!.tag, scope));
    return { sides, applied };
  }
  const keep = new Set<string>();
  // A role that keeps its name has inline policies under another owner: those are looked at again.
  for (;;) {
    const found = sides.flatMap((side) => findCollisions(side, scope)).map(({ key }) => key);
    if (found.every((key) => keep.has(key))) return { sides, applied };
    for (const key of found) keep.add(key);
    sides = normalise(keep);
  }
}

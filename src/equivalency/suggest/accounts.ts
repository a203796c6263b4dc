import type { NormalisedSnapshot } from '../../model/normalised.js';
import { normaliseSnapshot } from '../normalise.js';
import { replacementsFor } from '../replacements.js';
import type { Proposals } from './proposed.js';
import type { SuggestSide } from './suggestions.js';

/** The accounts as they are with proposals in place. */
export class Accounts {
  #latest: { readonly proposals: Proposals; readonly normalised: readonly NormalisedSnapshot[] } | null =
    null;

  constructor(readonly sides: readonly SuggestSide[]) {}

  with(proposals: Proposals): readonly NormalisedSnapshot[] {
    if (this.#latest?.proposals === proposals) return this.#latest.normalised;
    const { sides } = replacementsFor(proposals.entries(), this.sides);
    const normalised = this.sides.map(({ snapshot }, at) => normaliseSnapshot(snapshot, sides[at]!));
    this.#latest = { proposals, normalised };
    return normalised;
  }
}

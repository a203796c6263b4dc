import type { Account } from './account.js';
import { attributeDrifts } from './drift-attributes.js';
import { entityDrifts } from './drift-entities.js';
import { identityDrifts } from './drift-identity.js';
import { trustDrifts } from './drift-trust.js';
import { harmless } from './harmless.js';

/** One change to the qa account of the base pair, and what must be said about it. */
export interface Case {
  readonly name: string;
  readonly expected: 'drift' | 'none' | 'incomplete';
  /** Normalised name of the entity that must have a finding; absent where nothing may be found. */
  readonly entity?: string;
  readonly change: (account: Account) => void;
}

/** Every case is the only change. The list of equivalencies is `{"accountname": ["dev", "qa"]}`. */
export const CASES: readonly Case[] = [
  ...identityDrifts,
  ...trustDrifts,
  ...attributeDrifts,
  ...entityDrifts,
  ...harmless,
];

import type { Account } from './account.js';
import { attributeDrifts } from './drift-attributes.js';
import { entityDrifts } from './drift-entities.js';
import { identityDrifts } from './drift-identity.js';
import { trustDrifts } from './drift-trust.js';
import { harmless } from './harmless.js';

/** One change to the qa account of the base pair, and what must be said about it. */
export interface Case {
  readonly name: string;
  /** `reorganised`: seen, told, and no drift, since access is the same. */
  readonly expected: 'drift' | 'reorganised' | 'none' | 'incomplete';
  /** Normalised name of the entity that must have a finding; absent where nothing may be found. */
  readonly entity?: string;
  readonly change: (account: Account) => void;
}

/** Changes of the text that leave access as it was. */
const SAME_ACCESS: ReadonlySet<string> = new Set([
  'a resource added', // beside `*`
  'StringEquals made StringLike', // of values without wildcards
  'an inline policy under another name',
]);

/** Every case is the only change. The list of equivalencies is `{"accountname": ["dev", "qa"]}`. */
export const CASES: readonly Case[] = [
  ...identityDrifts,
  ...trustDrifts,
  ...attributeDrifts,
  ...entityDrifts,
  ...harmless,
].map((one) => (SAME_ACCESS.has(one.name) ? { ...one, expected: 'reorganised' } : one));

import type { AppliedEquivalency } from '../model/report.js';
import { sortedUnique } from '../model/text.js';
import { type Collision, findCollisions } from './collisions.js';
import type { ComparedSide } from './compared-side.js';
import { type EquivalencyEntry, type NameField } from './list/index.js';
import { NAME_FIELDS } from './list/entry.js';
import { normaliseSnapshot } from './normalise.js';
import type { AutomaticOptions } from './options.js';
import { replacementsFor, type SideRules } from './replacements.js';
import { Finder, type Found, SSO_PLACEHOLDER } from './substitution.js';
import { visitTexts } from './texts.js';
import { isInsideWord } from './words-in-text.js';

/** How one entry applied to the accounts. */
export interface EntryUse {
  readonly entry: AppliedEquivalency;
  /** How often a value was found, in all accounts. */
  readonly count: number;
  /** The same by the kind of text. */
  readonly fields: ReadonlyMap<NameField, number>;
  /** Where it applied first: `dev: role app1_dev`. */
  readonly examples: readonly string[];
  /** Words that have a value inside them: `devices`, each with how often. Sorted. */
  readonly words: ReadonlyMap<string, number>;
}

export interface ListCheck {
  readonly uses: readonly EntryUse[];
  readonly collisions: readonly (Collision & { readonly tag: string })[];
}

/** What the list and the automatic equivalencies do to accounts, users and groups included. */
export function checkList(
  entries: readonly EquivalencyEntry[],
  compared: readonly ComparedSide[],
  automatic: AutomaticOptions,
): ListCheck {
  const { sides, applied } = replacementsFor(entries, compared, automatic);
  const tallies = new Map(applied.map((entry) => [entry.placeholder, new Tally(entry)]));
  compared.forEach(({ tag, snapshot }, side) => {
    const finders = findersOf(sides[side]!);
    visitTexts(snapshot, (field, text, owner) => {
      const { partition, region, names } = partsOf(text);
      const { partitions, bases } = sides[side]!;
      const where = `${tag}: ${owner}`;
      const tally = (part: string, { start, end, placeholder, replacement }: Found): void => {
        if (!replacement && placeholder === null) return;
        const base = placeholder === null ? null : (bases.get(placeholder) ?? placeholder);
        const name = replacement ? (base ?? ownerOf(replacement.value, entries)) : SSO_PLACEHOLDER;
        tallies.get(name ?? '')?.add(field, where, part, start, end);
      };
      const finder = finders.get(field)!;
      for (const found of finder.find(names)) tally(names, found);
      for (const found of finder.find(region)) {
        if (found.start === 0 && found.end === region.length) tally(region, found);
      }
      const placeholder = partitions.get(partition);
      if (placeholder !== undefined) {
        tallies.get(bases.get(placeholder) ?? placeholder)?.add(field, where, partition, 0, partition.length);
      }
    });
  });
  const collisions = compared.flatMap(({ tag, snapshot }, side) =>
    findCollisions(normaliseSnapshot(snapshot, sides[side]!), { users: true, groups: true }).map((one) => ({
      ...one,
      tag,
    })),
  );
  return { uses: [...tallies.values()].map((tally) => tally.use()), collisions };
}

/** A value that is neither account's stays as it is, and was found all the same. */
function ownerOf(value: string, entries: readonly EquivalencyEntry[]): string | null {
  return entries.find(({ values }) => values.includes(value))?.placeholder ?? null;
}

function findersOf({ replacements, sso }: SideRules): ReadonlyMap<NameField, Finder> {
  return new Map(
    NAME_FIELDS.map((field) => [
      field,
      new Finder(
        replacements.filter((one) => one.in?.includes(field) ?? true),
        { sso },
      ),
    ]),
  );
}

interface TextParts {
  /** Of an ARN; else empty, as the region. */
  readonly partition: string;
  readonly region: string;
  /** The account and resource parts of an ARN; any other text as a whole. */
  readonly names: string;
}

function partsOf(text: string): TextParts {
  if (!text.startsWith('arn:')) return { partition: '', region: '', names: text };
  const [, partition = '', , region = '', ...names] = text.split(':');
  if (names.length === 0) return { partition: '', region: '', names: '' };
  return { partition, region, names: names.join(':') };
}

const MOST_EXAMPLES = 3;

class Tally {
  #count = 0;
  readonly #fields = new Map<NameField, number>();
  readonly #examples = new Set<string>();
  readonly #words = new Map<string, number>();

  constructor(readonly entry: AppliedEquivalency) {}

  add(field: NameField, owner: string, text: string, start: number, end: number): void {
    this.#count++;
    this.#fields.set(field, (this.#fields.get(field) ?? 0) + 1);
    if (this.#examples.size < MOST_EXAMPLES) this.#examples.add(owner);
    if (!isInsideWord(text, start, end - start)) return;
    const before = /[0-9A-Za-z]*$/.exec(text.slice(0, start))?.[0] ?? '';
    const after = /^[0-9A-Za-z]*/.exec(text.slice(end))?.[0] ?? '';
    const word = before + text.slice(start, end) + after;
    this.#words.set(word, (this.#words.get(word) ?? 0) + 1);
  }

  use(): EntryUse {
    return {
      entry: this.entry,
      count: this.#count,
      fields: new Map(
        NAME_FIELDS.flatMap((field) => (this.#fields.has(field) ? [[field, this.#fields.get(field)!]] : [])),
      ),
      examples: [...this.#examples],
      words: new Map(sortedUnique(this.#words.keys()).map((word) => [word, this.#words.get(word)!])),
    };
  }
}

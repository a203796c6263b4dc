import type { NormalisedSnapshot } from '../../model/normalised.js';
import { sortedUnique } from '../../model/text.js';
import type { PlaceholderSymbols } from '../placeholder-symbols.js';
import { filledIn, type Part, partsOf, valuesBehind } from './placeholder-values.js';

/** Readings of one text before the rest is left out: an entry has few values, a text few placeholders. */
const MOST_READINGS = 12;

/** A normalised text of the documents, and what it is in the account; of texts that were substituted. */
type Changed = readonly (readonly [normalised: string, raw: string])[];

/** What the texts of some documents tell: what a shown text is, what a placeholder stands for. */
interface Known {
  readonly texts: ReadonlyMap<string, ReadonlySet<string>>;
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * What a text of a request can be in an account, the likeliest first: as a document has it, then with what its
 * placeholders stand for in the documents, in the account and in the list. `changed` is the same list at each call.
 */
export function readings(
  shown: string,
  changed: Changed,
  side: NormalisedSnapshot,
  symbols: PlaceholderSymbols,
): readonly string[] {
  const known = knownFrom(changed, symbols);
  const parts = partsOf(shown);
  const filled = parts ? fillings(parts, known, side, symbols).map((values) => filledIn(parts, values)) : [];
  const all = [
    ...sortedUnique(known.texts.get(shown) ?? []),
    ...filled.flatMap((text) => inOwnPartition(text, side, symbols)),
  ];
  return [...new Set(all)].slice(0, MOST_READINGS);
}

const knownTexts = new WeakMap<Changed, Known>();

function knownFrom(changed: Changed, symbols: PlaceholderSymbols): Known {
  let known = knownTexts.get(changed);
  if (known) return known;
  const texts = new Map<string, Set<string>>();
  const values = new Map<string, Set<string>>();
  for (const [normalised, raw] of changed) {
    addTo(texts, symbols.shown(normalised), raw);
    for (const [name, value] of valuesBehind(normalised, raw)) addTo(values, name, value);
  }
  knownTexts.set(changed, (known = { texts, values }));
  return known;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}

/** Every way to give each placeholder one of its values, up to a number. */
function fillings(
  parts: readonly Part[],
  known: Known,
  side: NormalisedSnapshot,
  symbols: PlaceholderSymbols,
): readonly ReadonlyMap<string, string>[] {
  const names = new Set(parts.flatMap((part) => (part.kind === 'placeholder' ? [part.name] : [])));
  let all: readonly ReadonlyMap<string, string>[] = [new Map()];
  for (const name of names) {
    const values = valuesOf(name, known, side, symbols);
    all = all
      .flatMap((filling) => values.map((value) => new Map([...filling, [name, value]])))
      .slice(0, MOST_READINGS);
  }
  return all;
}

/** The number in `accountname#2` tells texts of one document apart: elsewhere it means nothing. */
function valuesOf(
  placeholder: string,
  { values }: Known,
  side: NormalisedSnapshot,
  symbols: PlaceholderSymbols,
): string[] {
  const base = placeholder.replace(/#\d+$/, '');
  const idsOf = (ids: ReadonlyMap<string, string>): string[] =>
    [...ids].filter(([, name]) => name === `<${base}>`).map(([id]) => id);
  const all = [
    ...sortedUnique(values.get(placeholder) ?? []),
    ...sortedUnique(values.get(base) ?? []),
    ...idsOf(side.accountIds),
    ...(side.values.get(base) ?? []).slice(0, MOST_READINGS),
    // An id that no entry replaces in this place is shown by its placeholder all the same.
    ...idsOf(symbols.accountIds),
  ];
  return [...new Set(all)].slice(0, MOST_READINGS);
}

/** Results name partitions as side 1 does. */
function inOwnPartition(text: string, side: NormalisedSnapshot, symbols: PlaceholderSymbols): string[] {
  const [, partition = '', rest = ''] = /^arn:([^:]*)(:.*)$/s.exec(text) ?? [];
  const placeholder = symbols.partitions.get(partition);
  const own = [...side.partitions].find(([, name]) => name === placeholder)?.[0] ?? partition;
  return own === partition ? [text] : [`arn:${own}${rest}`, text];
}

import type { Statement } from '../model/policy.js';
import { compareText, sortedUnique } from '../model/text.js';
import { canonicalStatements } from '../policy/canonical.js';

/** What a changed text is called: mostly its normalised text itself. `place` is where in its statement it stands. */
export type Naming = (raw: string, normalised: string, place: string) => string;

/** Calls `naming` for each text of a statement that the substitution changes. */
type VisitTexts = (statement: Statement, naming: Naming) => void;

/**
 * Names for texts of one document that would become one: the first keeps the normalised text, the others get a
 * number. Which is first must not hang on what they are called in this account, so it is decided by where
 * they stand (`normalised` are the statements after substitution, in the order of `raw`), and by their text only
 * where that ties: DEV's "read dev, write qa" and QA's "read qa, write dev" stay equal.
 */
export function distinctNames(
  raw: readonly Statement[],
  normalised: readonly Statement[],
  visitTexts: VisitTexts,
): (raw: string, normalised: string) => string {
  const places = new Map<string, Map<string, string[]>>();
  raw.forEach((statement, index) => {
    const context = JSON.stringify(canonicalStatements([normalised[index]!]));
    visitTexts(statement, (text, name, place) => {
      const group = places.get(name) ?? new Map<string, string[]>();
      places.set(name, group.set(text, [...(group.get(text) ?? []), `${place} ${context}`]));
      return name;
    });
  });
  const orders = new Map([...places].map(([name, group]) => [name, inOrder(group)]));
  return (text, name) => {
    const at = orders.get(name)?.indexOf(text) ?? 0;
    // Inside the placeholder: behind the text, a wildcard at its end would cover the number.
    return at > 0 ? name.replace(/<([^<>]+)>/, `<$1#${at + 1}>`) : name;
  };
}

function inOrder(group: ReadonlyMap<string, readonly string[]>): string[] {
  return [...group]
    .map(([text, contexts]) => ({ text, contexts: sortedUnique(contexts).join('\n') }))
    .sort((a, b) => compareText(a.contexts, b.contexts) || compareText(a.text, b.text))
    .map(({ text }) => text);
}

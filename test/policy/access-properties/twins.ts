import fc from 'fast-check';
import type { DrawnDocument, DrawnStatement } from './drawn.js';

/** A document with one thing changed: a statement more, less or other, or one token of one statement. */
export function twinOf(
  document: DrawnDocument,
  statement: fc.Arbitrary<DrawnStatement>,
): fc.Arbitrary<DrawnDocument> {
  return fc
    .tuple(fc.nat(Math.max(0, document.statements.length - 1)), fc.nat(7), statement, fc.nat(2))
    .map(([at, how, other, place]) => {
      const old = document.statements[at];
      if (!old || how === 0) return { ...document, statements: [...document.statements, other] };
      const changed = change(old, other, how, place);
      const statements = document.statements.flatMap((one, index) =>
        index !== at ? [one] : changed === null ? [] : [changed],
      );
      return { ...document, statements };
    });
}

/** null: the statement goes. */
function change(
  old: DrawnStatement,
  other: DrawnStatement,
  how: number,
  place: number,
): DrawnStatement | null {
  switch (how) {
    case 1:
      return null;
    case 2:
      return { ...old, actions: replaced(old.actions, other.actions, place) };
    case 3:
      return { ...old, resources: replaced(old.resources, other.resources, place) };
    case 4:
      return { ...old, principals: replaced(old.principals, other.principals, place) };
    case 5:
      return { ...old, conditions: other.conditions };
    case 6: {
      const [mine, ...rest] = old.conditions;
      // Null has values of its own.
      const values = other.conditions.find(
        (one) => one.key === mine?.key && (one.operator === 'Null') === (mine.operator === 'Null'),
      )?.values;
      return mine && values
        ? { ...old, conditions: [{ ...mine, values }, ...rest] }
        : { ...old, conditions: rest };
    }
    default:
      return { ...old, deny: other.deny, notAction: other.notAction, notPrincipal: other.notPrincipal };
  }
}

/** One of the old texts gives way to the first of the others; past the end it is added. */
function replaced(old: readonly string[], other: readonly string[], place: number): readonly string[] {
  const [fresh] = other;
  if (fresh === undefined || old.length === 0) return old;
  return [...old.slice(0, place), fresh, ...old.slice(place + 1)];
}

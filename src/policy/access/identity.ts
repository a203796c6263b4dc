import type { Statement } from '../../model/policy.js';
import { type Entries, entriesOf } from './action-classes.js';
import { restOf } from './rest.js';
import { type Side, statementTerm, type Term, withinTerm } from './terms.js';
import type { Entry } from './action-classes.js';
import type { PolicySet } from './types.js';

const BOUNDARY = 'boundary ';

/** The statements of all policies and of the boundary, by what they say. */
export function identityEntries({ policies, boundary }: PolicySet): Entries {
  const tagged = [
    ...policies.map((document) => ({ document, tag: '' })),
    ...(boundary ? [{ document: boundary, tag: BOUNDARY }] : []),
  ];
  return entriesOf(
    tagged.flatMap(({ document, tag }) =>
      document.statements.map((statement: Statement) => {
        const rest = restOf(statement, document.version);
        // A Deny denies from wherever it stands.
        return { id: (statement.effect === 'Deny' ? '' : tag) + rest.id, rest };
      }),
    ),
  );
}

/**
 * What an identity's policies say to a class of actions: a boundary limits what they allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function identitySide(entries: readonly Entry[], bounded: boolean): Side {
  const terms = (wanted: (entry: Entry) => boolean): Term[] =>
    entries
      .filter(wanted)
      .map(({ rest }) =>
        statementTerm(rest, rest.statement.effect === 'Deny' ? 'explicitly-denied' : 'allowed'),
      );
  const isDeny = ({ rest }: Entry): boolean => rest.statement.effect === 'Deny';
  const ofBoundary = ({ id }: Entry): boolean => id.startsWith(BOUNDARY);
  const allows = terms((entry) => !isDeny(entry) && !ofBoundary(entry));
  const limits = terms((entry) => !isDeny(entry) && ofBoundary(entry));
  return {
    denies: terms(isDeny),
    grants: bounded ? allows.flatMap((allow) => limits.map((limit) => withinTerm(allow, limit))) : allows,
  };
}

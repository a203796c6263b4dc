import type { Finding } from '../model/finding.js';
import type { NormalisedSnapshot } from '../model/normalised.js';
import type { EntityKind } from '../model/report.js';
import type { Entity } from '../model/snapshot.js';
import type { DocumentResult } from './documents.js';

/** What a comparison of two entities of one name found, document by document and attribute by attribute. */
export interface Compared {
  readonly attributes: readonly Finding[];
  readonly documents: readonly DocumentResult[];
}

/** Sides on which something of an entity was not read. */
export interface UnreadSides {
  readonly in1: boolean;
  readonly in2: boolean;
}

export function unreadSides(
  side1: NormalisedSnapshot,
  side2: NormalisedSnapshot,
  kind: EntityKind,
  entity: Entity,
): UnreadSides {
  return { in1: isUnread(side1, kind, entity), in2: isUnread(side2, kind, entity) };
}

/** Does a gap cover the entity: itself, or the whole list of its kind? */
function isUnread({ gapSubjects }: NormalisedSnapshot, kind: EntityKind, { name, arn }: Entity): boolean {
  if (gapSubjects.size === 0) return false;
  if (kind !== 'managed-policy') return gapSubjects.has(`${kind}s`) || gapSubjects.has(`${kind}:${name}`);
  // A policy whose document was looked for in vain may be known by its ARN alone.
  return ['policies', `policy:${arn}`, `policy-document:${arn}`].some((subject) => gapSubjects.has(subject));
}

/**
 * The findings that hold in spite of gaps: what seems to be missing on a side where something was not read may be
 * there.
 */
export function conclusive(compared: Compared, unread: UnreadSides): Compared {
  if (!unread.in1 && !unread.in2) return compared;
  const holds = (finding: Finding): boolean =>
    finding.kind === 'recreated' ||
    finding.kind === 'presence' ||
    !((unread.in1 && finding.side1 === null) || (unread.in2 && finding.side2 === null));
  return {
    attributes: compared.attributes.filter(holds),
    documents: compared.documents.map((document) =>
      document.findings.every(holds) ? document : { relation: 'unreadable', findings: [] },
    ),
  };
}

import type { PresenceFinding } from '../model/finding.js';
import type { EntityStatus } from '../model/report.js';
import type { Compared, UnreadSides } from './gaps.js';

/** Which boundary there is counts as an attribute: policies elsewhere can ask for it by name. */
export function attributesDiffer({ attributes, documents }: Compared): boolean {
  return (
    attributes.length > 0 ||
    documents.some(({ findings }) =>
      findings.some(
        (finding) =>
          finding.kind === 'document' &&
          finding.policyType === 'boundary' &&
          finding.side1?.arn?.normalised !== finding.side2?.arn?.normalised,
      ),
    )
  );
}

export function statusOf({ attributes, documents }: Compared, unread: UnreadSides): EntityStatus {
  const relations = documents.map(({ relation }) => relation);
  if (attributes.length > 0 || relations.includes('different')) return 'drifted';
  if (relations.includes('unreadable') || unread.in1 || unread.in2) return 'unreadable';
  return relations.includes('rewritten') ? 'reorganised' : 'same';
}

export function presenceFindings(status: EntityStatus): PresenceFinding[] {
  return status === 'only-in-1' || status === 'only-in-2' ? [{ kind: 'presence', type: status }] : [];
}

/** What one side has and the other may have as well, if only it had been read, is no drift. */
export function statusOfOnly(isIn1: boolean, unread: UnreadSides): EntityStatus {
  if (isIn1 ? unread.in2 : unread.in1) return 'unreadable';
  return isIn1 ? 'only-in-1' : 'only-in-2';
}

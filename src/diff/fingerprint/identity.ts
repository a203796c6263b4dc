import type { DocumentSide, Finding, SideText } from '../../model/finding.js';
import type { Json } from '../../model/json.js';
import type { EntityComparison } from '../../model/report.js';
import type { SideContents } from './contents.js';

/** What identities are made from. */
export interface Look {
  readonly entity: EntityComparison;
  readonly sides: readonly [SideContents, SideContents];
}

type FindingOf<K extends Finding['kind']> = Extract<Finding, { readonly kind: K }>;

/**
 * What makes a finding that finding and no other, beside the entity and the type. It covers what both sides say, so
 * that whoever accepted it has not accepted what comes later; and neither rows nor notes, which depend on the
 * catalogue and on wording. A new kind of finding doesn't compile until it is told apart here.
 */
export const IDENTITY: { readonly [K in Finding['kind']]: (finding: FindingOf<K>, look: Look) => Json } = {
  attribute: ({ key, side1, side2 }) => [key, text(side1), text(side2)],
  document: ({ policyType, side1, side2 }, { sides }) => [
    policyType,
    documentSide(side1, sides[0]),
    documentSide(side2, sides[1]),
  ],
  unreadable: ({ policyType, side1, side2, reason1, reason2 }, { sides }) => [
    policyType,
    reason1 === null,
    documentSide(side1, sides[0]),
    reason2 === null,
    documentSide(side2, sides[1]),
  ],
  recreated: ({ id1, id2 }) => [id1, id2],
  'cross-reference': ({ side, place, key, part, side1, side2 }) => [
    side,
    place,
    key,
    part,
    text(side1),
    text(side2),
  ],
  presence: (_finding, { entity, sides }) =>
    entity.side1
      ? sides[0].entity(entity.kind, entity.side1.arn.raw)
      : sides[1].entity(entity.kind, entity.side2!.arn.raw),
};

function text(side: SideText | null): Json {
  return side && [side.raw, side.normalised];
}

function documentSide(side: DocumentSide | null, contents: SideContents): Json {
  return side && [text(side.name), text(side.arn), contents.document(side.document)];
}

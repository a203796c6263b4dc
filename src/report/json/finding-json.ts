import type { DocumentSide, Finding, ItemDifference, SideText } from '../../model/finding.js';
import type { Item } from '../../model/item.js';
import type { Json } from '../../model/json.js';
import { ITEM_COLUMNS } from '../../policy/items.js';
import type { DocumentTable } from './document-table.js';

/** A finding as `report.json` has it; documents go to the table, findings name them. */
export function findingJson(finding: Finding, documents: DocumentTable): Readonly<Record<string, Json>> {
  const { kind, type } = finding;
  switch (finding.kind) {
    case 'attribute':
      return { kind, type, key: finding.key, side1: textJson(finding.side1), side2: textJson(finding.side2) };
    case 'document':
      return {
        kind,
        type,
        policyType: finding.policyType,
        side1: documentSideJson(finding.side1, documents),
        side2: documentSideJson(finding.side2, documents),
        onlyIn1: finding.onlyIn1.map(differenceJson),
        onlyIn2: finding.onlyIn2.map(differenceJson),
        notes: finding.notes,
      };
    case 'unreadable':
      return {
        kind,
        type,
        policyType: finding.policyType,
        side1: documentSideJson(finding.side1, documents),
        side2: documentSideJson(finding.side2, documents),
        reason1: finding.reason1,
        reason2: finding.reason2,
      };
    case 'recreated':
      return { kind, type, id1: finding.id1, id2: finding.id2 };
    case 'presence':
      return { kind, type };
    case 'cross-reference':
      return {
        kind,
        type,
        side: finding.side,
        severity: finding.severity,
        place: finding.place,
        key: finding.key,
        rawKey: finding.rawKey,
        part: finding.part,
        owner: finding.owner,
        side1: textJson(finding.side1),
        side2: textJson(finding.side2),
      };
  }
}

/** Keys in a fixed order, whatever object the text comes from. */
function textJson(text: SideText | null): Json {
  return text && { raw: text.raw, normalised: text.normalised };
}

function documentSideJson(side: DocumentSide | null, documents: DocumentTable): Json {
  if (!side) return null;
  return {
    name: textJson(side.name),
    arn: textJson(side.arn),
    document: documents.idOf(side.document),
    rawDocument: documents.idOf(side.rawDocument),
  };
}

/** `raw` is left out where it is the same. */
function differenceJson({ item, raw }: ItemDifference): Json {
  const isSame = ITEM_COLUMNS.every((column) => item[column] === raw[column]);
  return isSame ? { item: itemJson(item) } : { item: itemJson(item), raw: itemJson(raw) };
}

/** Cells that are empty are left out. */
function itemJson(item: Item): Json {
  return Object.fromEntries(
    ITEM_COLUMNS.filter((column) => item[column] !== '').map((column) => [column, item[column]]),
  );
}

import type {
  AttributeFinding,
  CrossReferenceFinding,
  Finding,
  RecreatedFinding,
  SideText,
} from '../../model/finding.js';
import type { EntityComparison, Report } from '../../model/report.js';
import { crossReferencePlace } from '../cross-reference.js';
import { DIFFERENCE_COLUMNS, differenceCells, differenceOf } from '../differences.js';
import { allEntities } from '../entities.js';
import { type Row, sortedRows } from './cells.js';

export const ATTRIBUTE_COLUMNS = [
  'kind',
  'name',
  'type',
  'attribute',
  'key',
  'side1',
  'side2',
  'raw_side1',
  'raw_side2',
  'raw_name_1',
  'raw_name_2',
  'raw_key',
  ...DIFFERENCE_COLUMNS,
] as const;

/**
 * What differs beside policy documents, of roles, managed policies, users and groups that both sides have; and every
 * cross-reference, wherever it stands.
 */
export function attributeRows(report: Report): Row[] {
  return sortedRows(allEntities(report).flatMap((entity) => rowsOf(entity)));
}

/** Findings that are rows of `attribute_differences.csv`. */
export function isAboutAttribute(
  finding: Finding,
): finding is AttributeFinding | RecreatedFinding | CrossReferenceFinding {
  return finding.kind === 'attribute' || finding.kind === 'recreated' || finding.kind === 'cross-reference';
}

function rowsOf(entity: EntityComparison): Row[] {
  return entity.findings.filter(isAboutAttribute).map((finding) => {
    const { attribute, key, rawKey, side1, side2 } = cellsOf(finding);
    return [
      entity.kind,
      entity.name,
      finding.type,
      attribute,
      key,
      side1?.normalised ?? '',
      side2?.normalised ?? '',
      side1?.raw ?? '',
      side2?.raw ?? '',
      entity.side1?.name.raw ?? '',
      entity.side2?.name.raw ?? '',
      rawKey,
      ...differenceCells(differenceOf(entity, finding)),
    ];
  });
}

interface AttributeCells {
  readonly attribute: string;
  readonly key: string;
  readonly rawKey: string;
  readonly side1: SideText | null;
  readonly side2: SideText | null;
}

function cellsOf(finding: AttributeFinding | RecreatedFinding | CrossReferenceFinding): AttributeCells {
  if (finding.kind === 'cross-reference') {
    const { key, rawKey, side1, side2 } = finding;
    return { attribute: crossReferencePlace(finding), key: key ?? '', rawKey: rawKey ?? '', side1, side2 };
  }
  if (finding.kind === 'recreated') {
    const [side1, side2] = [finding.id1, finding.id2].map((id) => ({ raw: id, normalised: id }));
    return { attribute: 'id', key: '', rawKey: '', side1: side1!, side2: side2! };
  }
  const attribute = finding.type.slice(0, finding.type.lastIndexOf('-'));
  const key = finding.key ?? '';
  return { attribute, key, rawKey: key, side1: finding.side1, side2: finding.side2 };
}

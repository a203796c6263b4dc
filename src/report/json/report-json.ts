import type { Json } from '../../model/json.js';
import type { EntityComparison, EntitySide, Report, ReportSide } from '../../model/report.js';
import type { WaiverReport } from '../../model/waiver.js';
import { joinChunks } from '../csv/cells.js';
import { visibleJson } from '../../model/hidden-characters.js';
import { differenceOf } from '../differences.js';
import { metricsOf } from '../metrics.js';
import type { Tags } from '../terminal/finding-sentences.js';
import { accessJson } from './access-json.js';
import { commitJson } from './commit-json.js';
import { differenceJson } from './difference-json.js';
import { DocumentTable } from './document-table.js';
import { findingJson } from './finding-json.js';
import { markerJson } from './marker-json.js';

/** Raised when a field changes its meaning or goes; a new field doesn't raise it. */
export const REPORT_SCHEMA_VERSION = 1;

/**
 * `report.json` as text with LF and a final newline; schema/report.schema.json describes it. It depends on the
 * two snapshots, the tags, the equivalencies and the action catalogue alone, save for `sides`, which says where the
 * snapshots came from.
 */
export function reportJson(report: Report): string {
  return [...reportJsonChunks(report)].join('');
}

/** The same in pieces of about 64 KB. Can be iterated more than once. */
export function reportJsonChunks(report: Report): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      for (const chunk of joinChunks(parts(report))) yield visibleJson(chunk);
    },
  };
}

/** JSON, whose hidden characters are still to be escaped: of whole pieces that is quicker. */
function* parts(report: Report): Generator<string> {
  const documents = new DocumentTable();
  const tags = [report.sides[0].tag, report.sides[1].tag] as const;
  yield '{\n';
  const head: Record<string, Json> = {
    tool: 'iamdrift',
    schemaVersion: REPORT_SCHEMA_VERSION,
    outcome: report.outcome,
    complete: report.complete,
    exitCode: report.exitCode,
    sides: report.sides.map(sideJson),
    summary: summaryJson(report),
    coverage: {
      sides: report.sides.map(({ tag, coverage: { gaps, notRecorded } }) => ({
        tag,
        gaps: gaps.map(({ subject, api, reason }) => ({ subject, api, reason })),
        notRecorded,
      })),
      notCompared: report.notCompared,
    },
    equivalencies: report.equivalencies.map(({ placeholder, values, automatic, match, why }) => ({
      placeholder,
      values,
      automatic,
      match,
      why,
    })),
    waivers: waiversJson(report.waivers),
    markers: report.markers.map((marker) => markerJson(marker, report)),
    warnings: report.warnings,
  };
  for (const [key, value] of Object.entries(head))
    yield `  ${JSON.stringify(key)}: ${pretty(value, '  ')},\n`;
  for (const key of ['roles', 'policies', 'users', 'groups'] as const) {
    yield* listPart(key, report[key], documents, tags);
  }
  yield* documentsPart(documents);
  yield '}\n';
}

function* listPart(
  key: string,
  entities: readonly EntityComparison[] | null,
  documents: DocumentTable,
  tags: Tags,
): Generator<string> {
  if (!entities || entities.length === 0) {
    yield `  "${key}": ${entities ? '[]' : 'null'},\n`;
    return;
  }
  yield `  "${key}": [`;
  let separator = '\n';
  for (const entity of entities) {
    const json = entityJson(entity, documents, tags);
    // What does not differ takes one line.
    const text = entity.findings.length === 0 ? JSON.stringify(json) : pretty(json, '    ');
    yield `${separator}    ${text}`;
    separator = ',\n';
  }
  yield '\n  ],\n';
}

function* documentsPart(documents: DocumentTable): Generator<string> {
  yield '  "documents": {';
  let separator = '\n';
  for (const [id, document] of documents.entries()) {
    yield `${separator}    "${id}": ${pretty(document, '    ')}`;
    separator = ',\n';
  }
  yield separator === '\n' ? '}\n' : '\n  }\n';
}

function pretty(json: Json, indent: string): string {
  return JSON.stringify(json, null, 2).replaceAll('\n', `\n${indent}`);
}

function sideJson({ tag, info, accountId, accountAlias, partition }: ReportSide): Json {
  return {
    tag,
    source: info.source,
    kind: info.kind,
    account: { id: accountId, alias: accountAlias, partition },
    capturedAt: info.capturedAt,
    ...commitJson(info),
  };
}

function waiversJson(waivers: WaiverReport | null): Json {
  return (
    waivers && {
      file: waivers.file,
      sha256: waivers.sha256,
      entries: waivers.uses.map(({ entry, line, reason, owner, expires, status, findings }) => ({
        entry,
        line,
        reason,
        owner,
        expires,
        status,
        findings,
      })),
    }
  );
}

function summaryJson(report: Report): Json {
  return Object.fromEntries(
    metricsOf(report).map(({ id, values: [side1, side2] }) => [id, { side1, side2 }]),
  );
}

function entityJson(entity: EntityComparison, documents: DocumentTable, tags: Tags): Json {
  return {
    kind: entity.kind,
    name: entity.name,
    status: entity.status,
    attributesDiffer: entity.attributesDiffer,
    access: accessJson(entity, tags),
    side1: entitySideJson(entity.side1),
    side2: entitySideJson(entity.side2),
    findings: entity.findings.map((finding) => ({
      ...findingJson(finding, documents),
      ...differenceJson(differenceOf(entity, finding), entity, tags),
    })),
  };
}

/** As it is in the account; `name` of the entity is the normalised one, and `path-changed` tells of paths. */
function entitySideJson(side: EntitySide | null): Json {
  if (!side) return null;
  const { name, path, arn, serviceLinked } = side;
  return { name: name.raw, path: path.raw, arn: arn.raw, serviceLinked };
}

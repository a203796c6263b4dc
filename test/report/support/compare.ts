import {
  compareSnapshots,
  type DiffScope,
  judgeAccess,
  allEntities,
  incidentMarkers,
  sceneOf,
} from '../../../src/diff/index.js';
import { plainEntry } from '../../../src/equivalency/list/index.js';
import { normaliseSides } from '../../../src/equivalency/index.js';
import type { NormalisedSnapshot } from '../../../src/model/normalised.js';
import type { Report, ReportSide, ItemCounts } from '../../../src/model/report.js';
import type { Capture, SourceInfo } from '../../../src/model/run.js';
import type { Snapshot } from '../../../src/model/snapshot.js';
import { ActionCatalogue } from '../../../src/policy/catalogue.js';
import { countItems } from '../../../src/report/index.js';
import { applyWaivers } from '../../../src/waivers/index.js';
import { parseWaivers } from '../../../src/waivers/parse.js';

/** Small, so that wildcards expand to few rows and golden files stay readable. */
export const CATALOGUE = new ActionCatalogue({
  s3: ['GetBucketPolicy', 'GetObject', 'GetObjectAcl', 'ListAllMyBuckets', 'ListBucket', 'PutObject'],
  sts: ['AssumeRole', 'AssumeRoleWithSAML', 'TagSession'],
  iam: ['PassRole', 'GetRole', 'ListRoles'],
  ec2: ['DescribeInstances', 'RunInstances', 'TerminateInstances'],
});

export interface CompareOptions {
  readonly equivalencies?: Readonly<Record<string, readonly string[]>>;
  readonly scope?: DiffScope;
  readonly tags?: readonly [string, string];
  readonly info?: Partial<SourceInfo>;
  readonly catalogue?: ActionCatalogue;
  /** Text of a waivers file. */
  readonly waivers?: string;
  readonly now?: Date;
}

const NOW = new Date('2026-11-22T08:00:00Z');

export interface Compared {
  readonly report: Report;
  readonly captures: readonly [Capture, Capture];
  readonly sides: readonly [NormalisedSnapshot, NormalisedSnapshot];
}

/** Two snapshots through the real pipeline. */
export async function compare(one: Snapshot, two: Snapshot, options: CompareOptions = {}): Promise<Compared> {
  const { equivalencies = {}, scope = { users: false, groups: false }, catalogue = CATALOGUE } = options;
  const [tag1, tag2] = options.tags ?? ['dev', 'qa'];
  const entries = Object.entries(equivalencies).map(([placeholder, values]) =>
    plainEntry(placeholder, values),
  );
  const compared = [
    { tag: tag1, snapshot: one },
    { tag: tag2, snapshot: two },
  ];
  const normalised = normaliseSides(compared, entries, scope);
  const sides = normalised.sides as readonly [NormalisedSnapshot, NormalisedSnapshot];
  const captures = [captureOf(tag1, one, options.info), captureOf(tag2, two, options.info)] as const;
  const judged = await judgeAccess(compareSnapshots(...sides, catalogue, scope), ...sides);
  const { waivers } = options;
  const waiverEntries = waivers === undefined ? [] : parseWaivers(waivers, 'waivers.yaml');
  const { comparison, uses } = applyWaivers(judged, waiverEntries, [tag1, tag2], options.now ?? NOW);
  const items = countItems(sides, catalogue);
  const report: Report = {
    ...comparison,
    sides: [sideOf(captures[0], items[0]), sideOf(captures[1], items[1])],
    waivers: waivers === undefined ? null : { file: 'waivers.yaml', sha256: 'a'.repeat(64), uses },
    markers: incidentMarkers(allEntities(comparison), sceneOf(...sides)),
    equivalencies: normalised.applied,
    warnings: [],
    exitCode: { 'in-sync': 0, drift: 2, incomplete: 3 }[comparison.outcome],
  };
  return { report, captures, sides };
}

export function captureOf(tag: string, snapshot: Snapshot, info: Partial<SourceInfo> = {}): Capture {
  return {
    tag,
    info: {
      source: `${tag}-profile`,
      kind: 'profile',
      callerArn: `arn:aws:sts::${snapshot.account.id}:assumed-role/audit/me`,
      capturedAt: '2026-11-22T08:00:00Z',
      ...info,
    },
    snapshot,
  };
}

function sideOf({ tag, info, snapshot }: Capture, items: ItemCounts): ReportSide {
  return {
    tag,
    info,
    accountId: snapshot.account.id,
    accountAlias: snapshot.account.alias ?? null,
    partition: snapshot.account.partition,
    coverage: snapshot.coverage,
    items,
  };
}

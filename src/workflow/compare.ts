import {
  AccessJudge,
  compareSnapshots,
  type DiffScope,
  judgeAccess,
  allEntities,
  incidentMarkers,
  sceneOf,
} from '../diff/index.js';
import { type NormaliseOptions, normaliseSides } from '../equivalency/index.js';
import type { NormalisedSnapshot } from '../model/normalised.js';
import type { ItemCounts, Report, ReportSide } from '../model/report.js';
import type { Capture, SnapshotText } from '../model/run.js';
import { type ActionCatalogue, loadCatalogue } from '../policy/catalogue.js';
import { commitMessage, countItems, diffFiles, type RunCommand } from '../report/index.js';
import { applyWaivers } from '../waivers/index.js';
import { withAccessThreads } from './access-threads.js';
import { canonicalText } from './canonical-text.js';
import { captureBoth, type SourceRequest } from './captures.js';
import { type EquivalencyList, readEquivalencyFile } from './equivalency-file.js';
import type { ReadAside } from './file-thread.js';
import { commitBefore, evidenceOf, keepRun, type KeptRun, type KeepOptions } from './keep-run.js';
import { readWaiversFile, type Waivers, type WaiversChoice } from './waivers-file.js';
import type { World } from './world.js';

/** A report that nobody has given an exit code yet. */
export type UnratedReport = Omit<Report, 'exitCode'>;

export interface ComparisonOptions extends KeepOptions {
  readonly scope: DiffScope;
  /** Automatic equivalencies, and what to do with names that collide; without it the defaults. */
  readonly normalise?: NormaliseOptions;
  readonly exitCodeOf: (report: UnratedReport) => number;
  readonly waivers?: WaiversChoice;
}

export interface CompareRequest extends ComparisonOptions {
  readonly sides: readonly [SourceRequest, SourceRequest];
  /** File of the equivalency list; without it `equivalency_list.json` where there is one. */
  readonly equivalency?: string | undefined;
}

export interface CompareResult {
  readonly report: Report;
  readonly kept: KeptRun;
}

/** Snapshots both, normalises, compares, writes the run, commits it. `aside`: the thread that reads the second one. */
export async function compareSources(
  request: CompareRequest,
  aside: ReadAside | null,
  world: World,
): Promise<CompareResult> {
  const startedAt = world.now();
  const list = await readEquivalencyFile(world.cwd, request.equivalency);
  const waivers = await readWaiversFile(world.cwd, request.waivers);
  const captures = await captureBoth(...request.sides, world, aside);
  const title = `diff ${captures[0].tag} ${captures[1].tag}`;
  return compareAndKeep({ command: 'diff', title, captures, list, waivers, startedAt }, request, world);
}

export interface CapturedComparison {
  readonly command: Exclude<RunCommand, 'harvest'>;
  /** How the commit's message begins: `diff dev qa`. */
  readonly title: string;
  readonly captures: readonly [Capture, Capture];
  readonly list: EquivalencyList;
  readonly waivers: Waivers | null;
  readonly startedAt: Date;
}

/** What `diff` and `drift` share: compares what was captured, writes the run, commits it. */
export async function compareAndKeep(
  { command, title, captures, list, waivers, startedAt }: CapturedComparison,
  options: ComparisonOptions,
  world: World,
): Promise<CompareResult> {
  const catalogue = await loadCatalogue();
  // While access is compared in threads, texts are made, and git is asked.
  const [report, snapshotTexts, baselineCommit] = await Promise.all([
    compareCaptures({ captures, list, waivers, startedAt }, catalogue, options, world.threads),
    textsOf(captures),
    commitBefore(options, world),
  ]);
  const evidence = await evidenceOf(
    captures,
    snapshotTexts,
    { equivalencyListSha256: list.sha256, waiversSha256: waivers?.sha256 ?? null, baselineCommit },
    startedAt,
    world,
  );
  const files = diffFiles({
    command,
    report,
    captures,
    snapshotTexts: [snapshotTexts[0].bytes, snapshotTexts[1].bytes],
    catalogue,
    includeItems: options.includeItems,
    evidence,
  });
  const kept = await keepRun({ files, message: commitMessage(report, title), startedAt, options }, world);
  return { report, kept };
}

/** Roles of both sides together that a thread is started for, before it is known how many differ. */
const MANY_ROLES = 2000;

/**
 * Two captured accounts as a report. Access is compared in `threads` threads beside this one, where there is much to
 * compare. Throws UserError for names that collide.
 */
export async function compareCaptures(
  { captures, list, waivers, startedAt }: Omit<CapturedComparison, 'command' | 'title'>,
  catalogue: ActionCatalogue,
  { scope, exitCodeOf, normalise }: Pick<ComparisonOptions, 'scope' | 'exitCodeOf' | 'normalise'>,
  threads = 0,
): Promise<Report> {
  const early = captures[0].snapshot.roles.length + captures[1].snapshot.roles.length >= MANY_ROLES;
  return withAccessThreads({ threads, early }, async (answers) => {
    const { sides, applied } = normaliseSides(captures, list.entries, scope, normalise);
    const [side1, side2] = sides as readonly [NormalisedSnapshot, NormalisedSnapshot];
    const judge = new AccessJudge(side1, side2, answers);
    const compared = compareSnapshots(side1, side2, catalogue, scope, (entity) => judge.hear(entity));
    // While others compare access, and before this thread takes its share.
    const scene = sceneOf(side1, side2);
    await captures[0].text;
    const judging = judgeAccess(compared, side1, side2, judge);
    const counting = async (): Promise<readonly [ItemCounts, ItemCounts]> =>
      countItems([side1, side2], catalogue, (await captures[1].rows) ?? undefined);
    const [[items1, items2], judged] = await Promise.all([counting(), judging]);
    const reportSides = [reportSide(captures[0], items1), reportSide(captures[1], items2)] as const;
    const tags = [captures[0].tag, captures[1].tag] as const;
    const { comparison, uses } = applyWaivers(judged, waivers?.entries ?? [], tags, startedAt);
    const report = {
      sides: reportSides,
      ...comparison,
      equivalencies: applied,
      waivers: waivers && { file: waivers.file, sha256: waivers.sha256, uses },
      markers: incidentMarkers(allEntities(comparison), scene),
      warnings: warningsOf(captures),
    };
    return { ...report, exitCode: exitCodeOf(report) };
  });
}

async function textsOf(
  captures: readonly [Capture, Capture],
): Promise<readonly [SnapshotText, SnapshotText]> {
  const [text1, text2] = captures.map(async ({ text, snapshot }) => (await text) ?? canonicalText(snapshot));
  return [await text1!, await text2!];
}

function reportSide({ tag, info, snapshot }: Capture, items: ItemCounts): ReportSide {
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

function warningsOf([one, two]: readonly [Capture, Capture]): string[] {
  const isOneAccount = one.snapshot.account.id === two.snapshot.account.id;
  const areProfiles = one.info.kind === 'profile' && two.info.kind === 'profile';
  const isEmpty = one.snapshot.roles.length === 0 && two.snapshot.roles.length === 0;
  return [
    ...(one.warnings ?? []),
    ...(two.warnings ?? []),
    ...(isOneAccount && areProfiles
      ? [
          `The profiles ${one.info.source} and ${two.info.source} are the same account (${one.snapshot.account.id}): it was compared with itself`,
        ]
      : []),
    ...(isEmpty
      ? ['Neither side has a role: nothing was compared. Are these the accounts that you meant?']
      : []),
  ];
}

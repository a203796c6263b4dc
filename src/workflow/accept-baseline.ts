import path from 'node:path';
import { acceptFiles, type AcceptOutcome, findBaseline } from '../baseline/index.js';
import { isBaselineFile, type StoredBaseline } from '../model/baseline.js';
import type { Report } from '../model/report.js';
import type { Capture } from '../model/run.js';
import type { Gap } from '../model/snapshot.js';
import { loadCatalogue } from '../policy/catalogue.js';
import { acceptanceMessage } from '../report/index.js';
import { baselineSource, filesOfSnapshot, snapshotOfFiles } from '../snapshot/index.js';
import { acceptRoles } from './accepted-roles.js';
import { capture, type SourceRequest } from './captures.js';
import { compareCaptures } from './compare.js';
import { BASELINE_SIDE, refuseOtherAccounts } from './drift.js';
import { NO_LIST } from './equivalency-file.js';
import type { World } from './world.js';

/** What is about to be accepted. */
export interface Proposal {
  readonly tag: string;
  readonly proposed: Capture;
  /** What was accepted before; null: nothing. */
  readonly accepted: StoredBaseline | null;
  /** The accepted baseline against what is proposed; null where there is none. */
  readonly report: Report | null;
  /** How many files of the baseline change. */
  readonly filesChanged: number;
  /** ARNs of managed policies that differ, and stay as they were accepted. */
  readonly policiesLeft: readonly string[];
}

export interface AcceptBaselineRequest {
  readonly side: SourceRequest;
  /** First line of the commit's message; without it the tool's own words. */
  readonly message?: string | undefined;
  /** Accept only roles of these names; empty: the whole account. */
  readonly roles: readonly string[];
  /** Accept an account of which something could not be read. */
  readonly allowGaps: boolean;
  /** Shows the proposal, and asks. */
  readonly decide: (proposal: Proposal, world: World) => Promise<boolean>;
  /** Another run is accepting a baseline, and is waited for. */
  readonly onWait: () => void;
}

export type AcceptResult =
  | {
      readonly kind: 'accepted';
      readonly proposal: Proposal;
      readonly outcome: AcceptOutcome & { readonly kind: 'accepted' };
    }
  | { readonly kind: 'unchanged'; readonly accepted: StoredBaseline | null }
  | { readonly kind: 'declined'; readonly proposal: Proposal }
  /** What could not be read must not be accepted as absent. */
  | { readonly kind: 'incomplete'; readonly gaps: readonly Gap[] }
  | { readonly kind: 'refused'; readonly reason: string; readonly mend?: string };

/** The story of `baseline accept`: snapshot, compare with what was accepted, ask, write, commit. */
export async function acceptBaseline(request: AcceptBaselineRequest, world: World): Promise<AcceptResult> {
  const baselines = path.join(world.cwd, 'baselines');
  const { tag } = request.side;
  // A folder in no repository is told before an account is read.
  await findBaseline(baselines, tag, world.env);
  const captured = await capture(request.side, world);
  const { gaps } = captured.snapshot.coverage;
  if (gaps.length > 0 && !request.allowGaps) return { kind: 'incomplete', gaps };

  for (;;) {
    const accepted = await findBaseline(baselines, tag, world.env);
    const { proposal, files } = await propose(accepted, captured, request, world);
    if (proposal.filesChanged === 0) return { kind: 'unchanged', accepted };
    if (!(await request.decide(proposal, world))) return { kind: 'declined', proposal };
    const outcome = await acceptFiles({
      baselines,
      tag,
      files,
      base: accepted?.tree ?? null,
      message: acceptanceMessage({ ...proposal, message: request.message }),
      env: world.env,
      signal: world.signal,
      onWait: request.onWait,
    });
    switch (outcome.kind) {
      case 'accepted':
        return { kind: 'accepted', proposal, outcome };
      case 'unchanged':
        return { kind: 'unchanged', accepted };
      case 'refused':
        return outcome;
      case 'moved':
      // Another run accepted a baseline meanwhile: what was shown is not what would change.
    }
  }
}

interface Proposed {
  readonly proposal: Proposal;
  readonly files: ReadonlyMap<string, string>;
}

async function propose(
  accepted: StoredBaseline | null,
  captured: Capture,
  { side: { tag }, roles }: AcceptBaselineRequest,
  world: World,
): Promise<Proposed> {
  const before = accepted?.files ?? new Map<string, string>();
  const whole = filesOfSnapshot(captured.snapshot);
  const proposal = { tag, proposed: captured, accepted, report: null, filesChanged: 0, policiesLeft: [] };
  // Nothing to read back and to compare.
  if (changedNames(before, whole).length === 0) return { proposal, files: whole };

  const base = accepted && (await acceptedCapture(accepted, tag));
  if (base) refuseOtherAccounts([base, captured]);
  const { snapshot, policiesLeft } =
    roles.length === 0
      ? { snapshot: captured.snapshot, policiesLeft: [] }
      : acceptRoles(base?.snapshot ?? null, captured.snapshot, roles);
  const files = roles.length === 0 ? whole : filesOfSnapshot(snapshot);
  const filesChanged = changedNames(before, files).length;
  const proposed = { ...captured, snapshot };
  const report = base && filesChanged > 0 ? await compared([base, proposed], world) : null;
  return { proposal: { ...proposal, proposed, report, filesChanged, policiesLeft }, files };
}

async function acceptedCapture(accepted: StoredBaseline, tag: string): Promise<Capture> {
  const info = {
    source: baselineSource({ tag, moment: null }),
    kind: 'baseline',
    callerArn: null,
    capturedAt: null,
    commit: accepted.commit,
  } as const;
  const snapshot = await snapshotOfFiles(accepted.files, accepted.where);
  return { tag: BASELINE_SIDE, info, snapshot };
}

/** Nothing is made equal and nothing is waived: what is accepted is accepted in full view. */
async function compared(captures: readonly [Capture, Capture], world: World): Promise<Report> {
  const catalogue = await loadCatalogue();
  return compareCaptures(
    { captures, list: NO_LIST, waivers: null, startedAt: world.now() },
    catalogue,
    { scope: { users: true, groups: true }, exitCodeOf: () => 0 },
    world.threads,
  );
}

/** Files of a baseline that come, go or change; what else stands in the folder doesn't count. */
function changedNames(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const gone = [...before.keys()].filter((name) => !after.has(name) && isBaselineFile(name));
  return [...gone, ...[...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name)];
}

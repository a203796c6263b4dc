import { UserError } from '../model/errors.js';
import type { Capture } from '../model/run.js';
import { baselineSource } from '../snapshot/index.js';
import { captureBoth, type SourceRequest } from './captures.js';
import { compareAndKeep, type ComparisonOptions, type CompareResult } from './compare.js';
import { type EquivalencyList, NO_LIST, readEquivalencyFile } from './equivalency-file.js';
import { withFileThread } from './file-thread.js';
import { readWaiversFile } from './waivers-file.js';
import type { World } from './world.js';

/** The tag of the accepted side in reports. */
export const BASELINE_SIDE = 'baseline';
/** The tags of two moments of one baseline. */
export const MOMENT_SIDES = ['before', 'after'] as const;

export interface DriftRequest extends ComparisonOptions {
  /** The account as it is now; its tag names the baseline. */
  readonly side: SourceRequest;
  /** A ref or a date; null: what is accepted now. */
  readonly against: string | null;
  /** File of an equivalency list; without it none is applied: an account is compared with itself. */
  readonly equivalency?: string | undefined;
}

/** The story of `drift`: an accepted baseline against the account as it is, compared and kept as `diff` does. */
export async function driftFromBaseline(request: DriftRequest, world: World): Promise<CompareResult> {
  const { side, against } = request;
  const accepted = { source: baselineSource({ tag: side.tag, moment: against }), tag: BASELINE_SIDE };
  return driftBetween([accepted, side], `drift ${side.tag}`, request, world);
}

export interface HistoryRequest extends ComparisonOptions {
  /** Of the baseline. */
  readonly tag: string;
  /** A ref or a date; a date without a time: the start of that day. */
  readonly since: string;
  /** A ref or a date; a date without a time: the end of that day. Null: what is accepted now. */
  readonly until: string | null;
  readonly equivalency?: string | undefined;
}

/** The story of `drift --since --until`: two moments of one baseline, offline. */
export async function driftOverTime(request: HistoryRequest, world: World): Promise<CompareResult> {
  const { tag, since, until } = request;
  const [before, after] = MOMENT_SIDES;
  return driftBetween(
    [
      { source: baselineSource({ tag, moment: since }), tag: before, dayEdge: 'start' },
      { source: baselineSource({ tag, moment: until }), tag: after },
    ],
    `drift ${tag} ${before} ${after}`,
    request,
    world,
  );
}

async function driftBetween(
  sides: readonly [SourceRequest, SourceRequest],
  title: string,
  options: ComparisonOptions & Pick<DriftRequest, 'equivalency'>,
  world: World,
): Promise<CompareResult> {
  const startedAt = world.now();
  const list: EquivalencyList =
    options.equivalency === undefined ? NO_LIST : await readEquivalencyFile(world.cwd, options.equivalency);
  const waivers = await readWaiversFile(world.cwd, options.waivers);
  return withFileThread(sides[1], world, async (aside) => {
    const captures = await captureBoth(...sides, world, aside);
    refuseOtherAccounts(captures);
    return compareAndKeep({ command: 'drift', title, captures, list, waivers, startedAt }, options, world);
  });
}

/** Throws UserError: two accounts have no drift from each other, `diff` compares them. */
export function refuseOtherAccounts([one, two]: readonly [Capture, Capture]): void {
  if (one.snapshot.account.id === two.snapshot.account.id) return;
  throw new UserError(
    `${one.info.source} is of account ${one.snapshot.account.id}, and ${two.info.source} of account ${two.snapshot.account.id}`,
    'Name the source of that account, or compare two accounts with iamdrift diff.',
  );
}

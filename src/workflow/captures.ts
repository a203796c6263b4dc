import path from 'node:path';
import { type DayEdge, readBaseline } from '../baseline/index.js';
import type { Capture } from '../model/run.js';
import { withoutSecrets } from '../model/secrets.js';
import { takeSnapshot } from '../snapshot/index.js';
import type { TakenSnapshot } from '../snapshot/snapshotter.js';
import { canonicalTextMeanwhile } from './canonical-text.js';
import type { ReadAside } from './file-thread.js';
import type { World } from './world.js';

/** A source and the short name of its account in reports. */
export interface SourceRequest {
  readonly source: string;
  readonly tag: string;
  readonly accountId?: string | undefined;
  /** Of a baseline at a date without a time: the start or the end of that day [default: its end]. */
  readonly dayEdge?: DayEdge | undefined;
}

/** Takes one snapshot. */
export async function capture(side: SourceRequest, world: World): Promise<Capture> {
  const { source, accountId, dayEdge = 'end' } = side;
  const taken = await takeSnapshot({
    source,
    cwd: world.cwd,
    now: world.now,
    env: world.env,
    readBaseline: (of, moment) =>
      readBaseline({
        baselines: path.join(world.cwd, 'baselines'),
        tag: of,
        moment,
        dayEdge,
        now: world.now(),
        env: world.env,
      }),
    ...(accountId !== undefined && { accountId }),
    ...(world.onProgress && { onProgress: world.onProgress }),
    ...(world.askMfaCode && { askMfaCode: world.askMfaCode }),
  });
  return captured(side, taken);
}

/**
 * Takes both snapshots at the same time; `aside` is the thread that reads the second one, where there is one. If both
 * fail, both reasons are told.
 */
export async function captureBoth(
  side1: SourceRequest,
  side2: SourceRequest,
  world: World,
  aside: ReadAside | null,
): Promise<readonly [Capture, Capture]> {
  const both = aside
    ? [captureWithText(side1, world), captureAside(side2, aside, world)]
    : [capture(side1, world), capture(side2, world)];
  return (await allOf(both)) as [Capture, Capture];
}

/** Takes all snapshots at the same time. If several fail, each reason is told. */
export async function captureAll(sides: readonly SourceRequest[], world: World): Promise<readonly Capture[]> {
  return allOf(sides.map((side) => capture(side, world)));
}

async function allOf(captures: readonly Promise<Capture>[]): Promise<readonly Capture[]> {
  const settled = await Promise.allSettled(captures);
  const reasons: unknown[] = settled.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  if (reasons.length > 1) throw new AggregateError(reasons, 'several sides could not be read');
  if (reasons.length === 1) throw reasons[0];
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/** Makes the canonical text as well, since there is nothing else to do until the thread has read the other side. */
async function captureWithText(side: SourceRequest, world: World): Promise<Capture> {
  const made = await capture(side, world);
  return { ...made, text: canonicalTextMeanwhile(made.snapshot) };
}

/** What the thread failed to read is read here, where errors keep their class and their stack. */
async function captureAside(side: SourceRequest, aside: ReadAside, world: World): Promise<Capture> {
  const taken = await aside.taken;
  const { text, rows } = aside;
  return taken ? { ...captured(side, taken), text, rows } : capture(side, world);
}

function captured({ tag }: SourceRequest, { info, snapshot, warnings }: TakenSnapshot): Capture {
  // Kept in reports: a path can hold whatever somebody typed.
  const told = { ...info, source: withoutSecrets(info.source) };
  return { tag, info: told, snapshot, ...(warnings && { warnings }) };
}

import path from 'node:path';
import { type DayEdge, readBaseline } from '../baseline/index.js';
import type { Capture } from '../model/run.js';
import { withoutSecrets } from '../model/secrets.js';
import { takeSnapshot } from '../snapshot/index.js';
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
export async function capture(
  { source, tag, accountId, dayEdge = 'end' }: SourceRequest,
  world: World,
): Promise<Capture> {
  const { info, snapshot, warnings } = await takeSnapshot({
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
  // Kept in reports: a path can hold whatever somebody typed.
  return {
    tag,
    info: { ...info, source: withoutSecrets(info.source) },
    snapshot,
    ...(warnings && { warnings }),
  };
}

/** Takes both snapshots at the same time. If both fail, both reasons are told. */
export async function captureBoth(
  side1: SourceRequest,
  side2: SourceRequest,
  world: World,
): Promise<readonly [Capture, Capture]> {
  return (await captureAll([side1, side2], world)) as [Capture, Capture];
}

/** Takes all snapshots at the same time. If several fail, each reason is told. */
export async function captureAll(sides: readonly SourceRequest[], world: World): Promise<readonly Capture[]> {
  const settled = await Promise.allSettled(sides.map((side) => capture(side, world)));
  const reasons: unknown[] = settled.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  if (reasons.length > 1) throw new AggregateError(reasons, 'several sides could not be read');
  if (reasons.length === 1) throw reasons[0];
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

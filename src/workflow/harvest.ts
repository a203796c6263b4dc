import type { Capture, SnapshotText } from '../model/run.js';
import { loadCatalogue } from '../policy/catalogue.js';
import { harvestCommitMessage, harvestFiles } from '../report/index.js';
import { canonicalText } from './canonical-text.js';
import { capture, type SourceRequest } from './captures.js';
import { commitBefore, evidenceOf, keepRun, type KeepOptions, type KeptRun } from './keep-run.js';
import type { World } from './world.js';

export interface HarvestRequest extends KeepOptions {
  readonly side: SourceRequest;
}

export interface HarvestResult {
  readonly capture: Capture;
  readonly snapshotText: SnapshotText;
  readonly kept: KeptRun;
}

/** The story of `harvest`: snapshot one account, write it and its items, commit. */
export async function harvestOne(request: HarvestRequest, world: World): Promise<HarvestResult> {
  const startedAt = world.now();
  const captured = await capture(request.side, world);
  const catalogue = await loadCatalogue();
  const snapshotText = canonicalText(captured.snapshot);
  const evidence = await evidenceOf(
    [captured],
    [snapshotText],
    {
      equivalencyListSha256: null,
      waiversSha256: null,
      baselineCommit: await commitBefore(request, world),
    },
    startedAt,
    world,
  );
  const files = harvestFiles({
    capture: captured,
    snapshotText: snapshotText.bytes,
    catalogue,
    includeItems: request.includeItems,
    evidence,
  });
  const kept = await keepRun(
    { files, message: harvestCommitMessage(captured), startedAt, options: request },
    world,
  );
  return { capture: captured, snapshotText, kept };
}

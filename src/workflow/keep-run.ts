import path from 'node:path';
import {
  type CommitOutcome,
  commitRun,
  ensureGitignore,
  headCommit,
  writeRun,
  writeRunInto,
} from '../baseline/index.js';
import type { Capture, SnapshotText } from '../model/run.js';
import { catalogueVersion } from '../policy/catalogue.js';
import type { RunEvidence, RunFile } from '../report/index.js';
import type { World } from './world.js';

/** How a run is kept. */
export interface KeepOptions {
  /** Folder that takes the files itself; without it a folder of the run's own under `baselines/runs`. */
  readonly output?: string | undefined;
  /** Write the large files of all items. */
  readonly includeItems: boolean;
  readonly commit: boolean;
}

/** Where a run is now. */
export interface KeptRun {
  /** Absolute path. */
  readonly folder: string;
  readonly files: readonly string[];
  readonly commit: CommitOutcome | null;
}

export interface KeepRequest {
  readonly files: readonly RunFile[];
  readonly message: string;
  readonly startedAt: Date;
  readonly options: KeepOptions;
}

/** Writes a run, whole or not at all, and commits it. `commit` is null where none was asked for. */
export async function keepRun(
  { files, message, startedAt, options }: KeepRequest,
  world: World,
): Promise<KeptRun> {
  const signal = world.signal && { signal: world.signal };
  const baselines = path.join(world.cwd, 'baselines');
  const written =
    options.output === undefined
      ? await writeRun({ root: path.join(baselines, 'runs'), now: startedAt, files, ...signal })
      : await writeRunInto({ folder: path.resolve(world.cwd, options.output), files, ...signal });
  const gitignore = options.output === undefined ? await ensureGitignore(baselines) : null;
  const commit = options.commit
    ? await commitRun({ run: written, message, gitignore, env: world.env })
    : null;
  return { folder: written.folder, files: written.files.map(({ name }) => name), commit };
}

/** The commit of the baseline repository before a run; null where there is none. */
export function commitBefore(
  { output }: Pick<KeepOptions, 'output'>,
  { cwd, env }: World,
): Promise<string | null> {
  const folder = output === undefined ? path.join(cwd, 'baselines') : path.resolve(cwd, output);
  return headCommit(folder, env);
}

/** What an auditor needs to trust a run, for `run.json`. */
export async function evidenceOf(
  captures: readonly Capture[],
  snapshotTexts: readonly SnapshotText[],
  known: Pick<RunEvidence, 'equivalencyListSha256' | 'waiversSha256' | 'baselineCommit'>,
  startedAt: Date,
  { version, commandLine }: World,
): Promise<RunEvidence> {
  return {
    iamdriftVersion: version,
    catalogueVersion: await catalogueVersion(),
    commandLine,
    startedAt: startedAt.toISOString(),
    ...known,
    snapshotSha256: captures.map(({ tag }, index) => ({
      tag,
      sha256: snapshotTexts[index]!.sha256,
    })),
  };
}

import type { Json } from '../../model/json.js';
import type { Outcome } from '../../model/report.js';
import type { Capture } from '../../model/run.js';
import { visibleJson } from '../../model/hidden-characters.js';
import { commitJson } from './commit-json.js';

export const RUN_SCHEMA_VERSION = 1;

/** The commands that leave a run. */
export type RunCommand = 'diff' | 'drift' | 'harvest';

/** What only the run itself knows. */
export interface RunEvidence {
  readonly iamdriftVersion: string;
  /** Version of the action catalogue's data. */
  readonly catalogueVersion: string;
  /** The program's arguments as typed. */
  readonly commandLine: readonly string[];
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** The commit that the repository stood at before the run; null: none. */
  readonly baselineCommit: string | null;
  /** null: no list was used. */
  readonly equivalencyListSha256: string | null;
  /** null: no waivers were applied. */
  readonly waiversSha256: string | null;
  /** Of the snapshots' texts, lower-case hex, by tag. */
  readonly snapshotSha256: readonly { readonly tag: string; readonly sha256: string }[];
}

export interface RunJsonInput {
  readonly command: RunCommand;
  readonly evidence: RunEvidence;
  readonly captures: readonly Capture[];
  /** File names of the snapshots, in the order of the captures. */
  readonly snapshotFiles: readonly string[];
  /** Every file of the run, also those that stay out of git. */
  readonly files: readonly { readonly name: string; readonly inGit: boolean }[];
  /** null: nothing was compared. */
  readonly result: { readonly outcome: Outcome; readonly exitCode: number } | null;
}

/** `run.json`, the evidence of a run, as text with a final newline; schema/run.schema.json describes it. */
export function runJson(input: RunJsonInput): string {
  const { command, evidence, captures, result } = input;
  const json: Json = {
    tool: 'iamdrift',
    schemaVersion: RUN_SCHEMA_VERSION,
    command,
    iamdriftVersion: evidence.iamdriftVersion,
    catalogueVersion: evidence.catalogueVersion,
    commandLine: evidence.commandLine,
    startedAt: evidence.startedAt,
    baselineCommit: evidence.baselineCommit,
    equivalencyListSha256: evidence.equivalencyListSha256,
    waiversSha256: evidence.waiversSha256,
    sides: captures.map((capture, index) => sideJson(capture, index, input)),
    outcome: result?.outcome ?? null,
    exitCode: result?.exitCode ?? null,
    files: input.files.map(({ name, inGit }) => ({ name, inGit })),
  };
  return `${visibleJson(JSON.stringify(json, null, 2))}\n`;
}

function sideJson(
  { tag, info, snapshot }: Capture,
  index: number,
  { evidence, snapshotFiles }: RunJsonInput,
): Json {
  const { account, coverage } = snapshot;
  return {
    tag,
    source: info.source,
    kind: info.kind,
    callerArn: info.callerArn,
    account: { id: account.id, alias: account.alias ?? null, partition: account.partition },
    capturedAt: info.capturedAt,
    ...commitJson(info),
    snapshot: { file: snapshotFiles[index]!, sha256: sha256Of(tag, evidence) },
    coverage: {
      calls: coverage.calls.map(({ api, count }) => ({ api, count })),
      gaps: coverage.gaps.map(({ subject, api, reason }) => ({ subject, api, reason })),
      notRecorded: coverage.notRecorded,
    },
  };
}

function sha256Of(tag: string, { snapshotSha256 }: RunEvidence): string {
  const found = snapshotSha256.find((one) => one.tag === tag);
  if (!found) throw new Error(`no sha256 for the snapshot of ${tag}`);
  return found.sha256;
}

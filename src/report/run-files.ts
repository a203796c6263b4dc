import type { Report } from '../model/report.js';
import type { Capture } from '../model/run.js';
import type { ActionCatalogue } from '../policy/catalogue.js';
import { csvChunks } from './csv/cells.js';
import { csvName, REPORT_CSVS } from './csv/registry.js';
import { distinctNames, safeName, sourceName } from './file-names.js';
import { reportJsonChunks } from './json/report-json.js';
import { type RunCommand, type RunEvidence, runJson, type RunJsonInput } from './json/run-json.js';
import { tuplesCsv } from './tuples/tuples-csv.js';

/** A text as it is, or in UTF-8. */
type WholeText = string | Uint8Array;

/** One file of a run: its name below the run's folder, and its text, whole or in pieces. */
export interface RunFile {
  readonly name: string;
  readonly content: WholeText | Iterable<string>;
  /** Large, and derivable from the snapshots. */
  readonly keepOutOfGit?: boolean;
}

export interface DiffFilesInput {
  readonly command: Exclude<RunCommand, 'harvest'>;
  readonly report: Report;
  readonly captures: readonly [Capture, Capture];
  /** The captures' snapshots as they stand on disk. */
  readonly snapshotTexts: readonly [WholeText, WholeText];
  readonly catalogue: ActionCatalogue;
  /** Write the two files of all items. */
  readonly includeItems: boolean;
  readonly evidence: RunEvidence;
}

/** Every file that a `diff` or a `drift` leaves behind. No two have the same name, also where case doesn't count. */
export function diffFiles({ report, ...input }: DiffFilesInput): RunFile[] {
  const reports: RunFile[] = [
    { name: 'report.json', content: reportJsonChunks(report) },
    ...REPORT_CSVS.map((csv) => ({
      name: csvName(csv, report),
      content: csvChunks(csv.columns(report), {
        [Symbol.iterator]: () => csv.rows(report)[Symbol.iterator](),
      }),
    })),
  ];
  const { outcome, exitCode } = report;
  return filesOf({ ...input, reports, result: { outcome, exitCode } });
}

export interface HarvestFilesInput {
  readonly capture: Capture;
  readonly snapshotText: WholeText;
  readonly catalogue: ActionCatalogue;
  readonly includeItems: boolean;
  readonly evidence: RunEvidence;
}

/** Every file that a `harvest` leaves behind. */
export function harvestFiles({ capture, snapshotText, ...input }: HarvestFilesInput): RunFile[] {
  return filesOf({
    ...input,
    command: 'harvest',
    captures: [capture],
    snapshotTexts: [snapshotText],
    reports: [],
    result: null,
  });
}

interface FilesInput extends Pick<RunJsonInput, 'command' | 'captures' | 'evidence' | 'result'> {
  readonly snapshotTexts: readonly WholeText[];
  readonly catalogue: ActionCatalogue;
  readonly includeItems: boolean;
  readonly reports: readonly RunFile[];
}

/** Reports first, so that they keep their names whatever the tags are. */
function filesOf({
  reports,
  captures,
  snapshotTexts,
  catalogue,
  includeItems,
  ...input
}: FilesInput): RunFile[] {
  const snapshots = captures.map(({ tag }, index): RunFile => ({
    name: `snapshots/${safeName(tag)}.json`,
    content: snapshotTexts[index]!,
  }));
  const items = captures.map(({ tag, info, snapshot }): RunFile => ({
    name: `${safeName(tag)}_${sourceName(info)}_iam_tuples.csv`,
    content: tuplesCsv(snapshot, catalogue),
    keepOutOfGit: true,
  }));
  const files = withDistinctNames([...reports, ...snapshots, ...(includeItems ? items : [])]);
  const named = files.slice(reports.length, reports.length + snapshots.length);
  const others = files.filter((file) => !named.includes(file));
  const run: RunJsonInput = {
    ...input,
    captures,
    snapshotFiles: named.map(({ name }) => name),
    files: [...files, { name: RUN_JSON }].map(({ name, keepOutOfGit }: Omit<RunFile, 'content'>) => ({
      name,
      inGit: !keepOutOfGit,
    })),
  };
  // Snapshots are there already, and take no time but the disk's.
  return [...named, ...others, { name: RUN_JSON, content: runJson(run) }];
}

const RUN_JSON = 'run.json';

function withDistinctNames(files: readonly RunFile[]): RunFile[] {
  const names = distinctNames(files.map(({ name }) => name));
  return files.map((file, index) => ({ ...file, name: names[index]! }));
}

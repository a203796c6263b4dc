import { describe, expect, it } from 'vitest';
import { snapshotToJson } from '../../src/snapshot/snapshot-json.js';
import {
  commitMessage,
  diffFiles,
  harvestCommitMessage,
  harvestFiles,
  reportJson,
  terminalReport,
} from '../../src/report/index.js';
import { CATALOGUE, type Compared } from './support/compare.js';
import { EVIDENCE, textOfFile } from './support/evidence.js';
import { expectGolden } from './support/golden.js';
import { everything, walkthrough } from './support/scenarios.js';

const PLAIN = { color: false, full: false, width: 110 };

function filesOf({ report, captures }: Compared): Map<string, string> {
  const snapshotTexts = captures.map(({ snapshot }) => snapshotToJson(snapshot)) as [string, string];
  const files = diffFiles({
    report,
    captures,
    snapshotTexts,
    catalogue: CATALOGUE,
    includeItems: true,
    evidence: EVIDENCE,
  });
  return new Map(files.map((file) => [file.name, textOfFile(file)]));
}

describe('what a person reads', () => {
  it('terminal, walkthrough, drift', () => {
    expectGolden('walkthrough-drift.txt', terminalReport(walkthrough(['s3:PutObject']).report, PLAIN));
  });

  it('terminal, walkthrough, in sync', () => {
    expectGolden('walkthrough-in-sync.txt', terminalReport(walkthrough().report, PLAIN));
  });

  it('terminal, walkthrough, no equivalencies', () => {
    expectGolden(
      'walkthrough-unique.txt',
      terminalReport(walkthrough([], { accountname: [] }).report, PLAIN),
    );
  });

  it('terminal, everything', () => {
    expectGolden('everything.txt', terminalReport(everything().report, PLAIN));
  });

  it('terminal, everything, full, narrow, with colour', () => {
    const text = terminalReport(everything().report, { color: true, full: true, width: 72 });
    expectGolden('everything-colour.txt', text.replaceAll('\u001b', '\\e'));
  });

  it('commit messages', () => {
    const { report, captures } = everything();
    expectGolden('commit-diff.txt', commitMessage(report));
    expectGolden('commit-in-sync.txt', commitMessage(walkthrough().report));
    expectGolden('commit-harvest.txt', harvestCommitMessage(captures[1]));
  });

  it('every file of a run', () => {
    const files = filesOf(everything());
    expectGolden('files.txt', `${[...files.keys()].join('\n')}\n`);
    for (const [name, text] of files) {
      if (!name.startsWith('snapshots/')) expectGolden(`everything/${name}`, text);
    }
  });

  it('every file of a harvest', () => {
    const { captures } = walkthrough();
    const files = harvestFiles({
      capture: captures[0],
      snapshotText: snapshotToJson(captures[0].snapshot),
      catalogue: CATALOGUE,
      includeItems: true,
      evidence: EVIDENCE,
    });
    expect(files.map(({ name, keepOutOfGit }) => [name, keepOutOfGit ?? false])).toEqual([
      ['snapshots/dev.json', false],
      ['dev_dev-profile_iam_tuples.csv', true],
      ['run.json', false],
    ]);
    expectGolden('harvest/run.json', textOfFile(files[2]!));
  });

  it('report.json, in sync', () => {
    expectGolden('walkthrough-in-sync.json', reportJson(walkthrough().report));
  });
});

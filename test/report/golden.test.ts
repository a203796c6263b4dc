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
import { everything, waivedInPart, waivedWhole, walkthrough } from './support/scenarios.js';

const PLAIN = { color: false, full: false, width: 110 };

function filesOf({ report, captures }: Compared): Map<string, string> {
  const snapshotTexts = captures.map(({ snapshot }) => snapshotToJson(snapshot)) as [string, string];
  const files = diffFiles({
    command: 'diff',
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
  it('terminal, walkthrough, drift', async () => {
    expectGolden(
      'walkthrough-drift.txt',
      terminalReport((await walkthrough(['s3:PutObject'])).report, PLAIN),
    );
  });

  it('terminal, walkthrough, in sync', async () => {
    expectGolden('walkthrough-in-sync.txt', terminalReport((await walkthrough()).report, PLAIN));
  });

  it('terminal, walkthrough, no equivalencies', async () => {
    expectGolden(
      'walkthrough-unique.txt',
      terminalReport((await walkthrough([], { accountname: [] })).report, PLAIN),
    );
  });

  it('terminal, everything', async () => {
    expectGolden('everything.txt', terminalReport((await everything()).report, PLAIN));
  });

  it('terminal, everything, full, narrow, with colour', async () => {
    const text = terminalReport((await everything()).report, { color: true, full: true, width: 72 });
    expectGolden('everything-colour.txt', text.replaceAll('\u001b', '\\e'));
  });

  it('terminal, with waivers that hold, that have expired and that match nothing', async () => {
    const { report } = await waivedInPart();
    expectGolden('waivers.txt', terminalReport(report, PLAIN));
    const text = terminalReport(report, { color: true, full: true, width: 72 });
    expectGolden('waivers-colour.txt', text.replaceAll('\u001b', '\\e'));
  });

  it('terminal, all of it waived', async () => {
    expectGolden('waivers-all.txt', terminalReport((await waivedWhole()).report, PLAIN));
  });

  it('commit messages', async () => {
    const { report, captures } = await everything();
    expectGolden('commit-diff.txt', commitMessage(report, 'diff dev qa'));
    expectGolden('commit-in-sync.txt', commitMessage((await walkthrough()).report, 'diff dev qa'));
    expectGolden('commit-harvest.txt', harvestCommitMessage(captures[1]));
    expectGolden('commit-waivers.txt', commitMessage((await waivedInPart()).report, 'diff dev qa'));
  });

  it('every file of a run', async () => {
    const files = filesOf(await everything());
    expectGolden('files.txt', `${[...files.keys()].join('\n')}\n`);
    for (const [name, text] of files) {
      if (!name.startsWith('snapshots/')) expectGolden(`everything/${name}`, text);
    }
  });

  it('every file of a harvest', async () => {
    const { captures } = await walkthrough();
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

  it('report.json, in sync', async () => {
    expectGolden('walkthrough-in-sync.json', reportJson((await walkthrough()).report));
  });
});

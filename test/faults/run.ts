import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { exitCodeOf } from '../../src/cli/exit-codes.js';
import { reportError } from '../../src/cli/errors.js';
import { reportJson } from '../../src/report/json/report-json.js';
import { compareTwo } from '../../src/workflow/diff.js';
import { debrisIn, type Outcome, type ToldReport } from './judge.js';

/** Two sides of a comparison: the one is healthy, the other may have a fault. */
export interface Sides {
  readonly url: string;
  /** A file with a snapshot of the healthy account, and the key that leads to it. */
  readonly healthy: { readonly snapshot: string; readonly accessKeyId: string };
  readonly faulty: { readonly accessKeyId: string };
}

/** Compares the sides, in a folder of its own, which it takes away again. */
export type Runner = (sides: Sides) => Promise<Outcome>;

/**
 * `diff` of a snapshot file with a live account, by a role that the profile's keys assume: everything that the
 * command does but the parsing of its options.
 */
export const runDiff: Runner = async ({ url, healthy, faulty }) => {
  const root = mkdtempSync(join(tmpdir(), 'iamdrift-faults-'));
  const cwd = join(root, 'work');
  mkdirSync(cwd);
  const config = join(root, 'config');
  writeFileSync(
    config,
    [
      `[profile base]\naws_access_key_id = ${faulty.accessKeyId}\naws_secret_access_key = secret\nendpoint_url = ${url}`,
      `[profile live]\nrole_arn = arn:aws:iam::111122223333:role/reader\nsource_profile = base\nendpoint_url = ${url}\n`,
    ].join('\n'),
  );
  const began = performance.now();
  let code: number;
  let report: ToldReport | undefined;
  const said: string[] = [];
  try {
    const result = await compareTwo(
      {
        sides: [
          { source: healthy.snapshot, tag: 'one' },
          { source: 'live', tag: 'two' },
        ],
        scope: { users: true, groups: true },
        includeItems: false,
        commit: false,
        exitCodeOf: (unrated) => exitCodeOf(unrated, { gate: 'drift', today: false }),
      },
      {
        cwd,
        env: { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(root, 'none'), HOME: root },
        now: () => new Date('2026-01-31T12:00:00Z'),
        version: '0.0.0',
        commandLine: [],
      },
    );
    report = JSON.parse(reportJson(result.report)) as ToldReport;
    code = result.report.exitCode;
  } catch (error) {
    code = reportError(error, { warn: (text) => void said.push(text), colors: pc.createColors(false) });
  }
  const ms = performance.now() - began;
  const debris = debrisIn(cwd, code);
  rmSync(root, { recursive: true, force: true });
  return { code, said: said.join('\n'), report, debris, ms };
};

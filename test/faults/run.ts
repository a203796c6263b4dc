import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { exitCodeOf } from '../../src/cli/exit-codes.js';
import { reportError } from '../../src/cli/errors.js';
import type { Report } from '../../src/model/report.js';
import { compareTwo } from '../../src/workflow/compare.js';

/** How a run ended, as a user and the next program see it. */
export interface Outcome {
  readonly code: number;
  /** What stands on stderr. */
  readonly said: string;
  readonly report: Report | undefined;
  /** What is wrong with what lies on the disk; empty: nothing. */
  readonly debris: readonly string[];
  readonly ms: number;
}

export interface Side2 {
  readonly url: string;
  readonly accessKeyId: string;
}

/**
 * `diff` of a snapshot file with a live account, by a role that the profile's keys assume: everything that the
 * command does but the parsing of its options.
 */
export async function runDiff(snapshot1: string, { url, accessKeyId }: Side2): Promise<Outcome> {
  const root = mkdtempSync(join(tmpdir(), 'iamdrift-faults-'));
  const cwd = join(root, 'work');
  mkdirSync(cwd);
  const config = join(root, 'config');
  writeFileSync(
    config,
    [
      `[profile base]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = secret\nendpoint_url = ${url}`,
      `[profile live]\nrole_arn = arn:aws:iam::111122223333:role/reader\nsource_profile = base\nendpoint_url = ${url}\n`,
    ].join('\n'),
  );
  const began = performance.now();
  let code: number;
  let report: Report | undefined;
  const said: string[] = [];
  try {
    const result = await compareTwo(
      {
        sides: [
          { source: snapshot1, tag: 'one' },
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
    report = result.report;
    code = report.exitCode;
  } catch (error) {
    code = reportError(error, { warn: (text) => void said.push(text), colors: pc.createColors(false) });
  }
  const ms = performance.now() - began;
  const debris = debrisIn(cwd, code);
  rmSync(root, { recursive: true, force: true });
  return { code, said: said.join('\n'), report, debris, ms };
}

/** Only whole runs may lie in the folder, and none at all after an error. */
export function debrisIn(cwd: string, code: number): string[] {
  const names = (readdirSync(cwd, { recursive: true }) as string[]).filter(
    (name) => !name.startsWith('.git/'),
  );
  if (code === 1) return names.filter((name) => !/^(\.git|equivalency_list\.json)$/.test(name));
  const temporary = names.filter((name) => /\.tmp-|\.lock$|~$/.test(name));
  const runs = names
    .filter((name) => name.endsWith('run.json'))
    .map((name) => name.slice(0, -'run.json'.length));
  const missing = runs.flatMap((run) => {
    const { files } = JSON.parse(readFileSync(join(cwd, run, 'run.json'), 'utf8')) as {
      files: readonly ({ readonly name: string } | string)[];
    };
    return files
      .map((file) => join(run, typeof file === 'string' ? file : file.name))
      .filter((name) => !existsSync(join(cwd, name)))
      .map((name) => `${name} is missing`);
  });
  return [...temporary, ...missing, ...(runs.length === 1 ? [] : [`${runs.length} runs`])];
}

/** Everything that a report claims to differ, one text each; what can't be read is no such claim. */
export function claims({ roles, policies, users, groups }: Report): string[] {
  const entities = [...roles, ...policies, ...(users ?? []), ...(groups ?? [])];
  return entities.flatMap(({ kind, name, status, findings }) => {
    if (status === 'only-in-1' || status === 'only-in-2') return [`${kind} ${name} ${status}`];
    return findings
      .filter((finding) => finding.kind !== 'unreadable')
      .map((finding) => `${kind} ${name} ${JSON.stringify(finding)}`);
  });
}

/** Whether a report says that something could not be read. */
export function tellsGap(report: Report): boolean {
  const entities = [...report.roles, ...report.policies, ...(report.users ?? []), ...(report.groups ?? [])];
  return (
    report.sides.some(({ coverage }) => coverage.gaps.length > 0) ||
    entities.some(({ status }) => status === 'unreadable')
  );
}

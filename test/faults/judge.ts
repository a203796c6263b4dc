import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a run ended, as a user and the next program see it. */
export interface Outcome {
  readonly code: number;
  /** What stands on stderr. */
  readonly said: string;
  readonly report: ToldReport | undefined;
  /** What is wrong with what lies on the disk; empty: nothing. */
  readonly debris: readonly string[];
  readonly ms: number;
}

/** What a run came to; `true`: the result is that of a healthy run. */
export type Ending = 'true' | 'gap' | 'error';

/** As much of a `report.json` as a run is judged by. */
export interface ToldReport {
  readonly roles: readonly ToldEntity[];
  readonly policies: readonly ToldEntity[];
  readonly users: readonly ToldEntity[] | null;
  readonly groups: readonly ToldEntity[] | null;
  readonly coverage: {
    readonly sides: readonly {
      readonly gaps: readonly { readonly subject: string; readonly reason: string }[];
    }[];
  };
}

interface ToldEntity {
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly findings: readonly { readonly kind: string }[];
}

/** Longer than any run should take, by a clock that is not the sped-up one. */
export const TOO_LONG_MS = 120_000;

/** Which of the three ends it was, and what is wrong with it. */
export function judge(
  { code, said, report, debris, ms }: Outcome,
  truth: Outcome,
  mustPass: boolean,
): { readonly ending?: Ending; readonly problems: readonly string[] } {
  const problems: string[] = [];
  if (debris.length > 0) problems.push(`left behind: ${debris.slice(0, 5).join(', ')}`);
  if (ms > TOO_LONG_MS) problems.push(`took ${Math.round(ms)} ms`);
  if (report === undefined) {
    if (code !== 1) problems.push(`exit code ${code} without a report`);
    if (!/^iamdrift: .+$/.test(said) || /\n|this is a bug| at .*:\d+:\d+/.test(said)) {
      problems.push(`not one clear line: ${said.slice(0, 700)}`);
    }
    if (mustPass) problems.push(`should have passed: ${said}`);
    return { ending: 'error', problems };
  }
  const told = claims(report);
  const known = new Set(claims(truth.report!));
  const madeUp = told.filter((claim) => !known.has(claim));
  if (madeUp.length > 0) problems.push(`made up: ${madeUp[0]!.slice(0, 500)}`);
  if (code === truth.code && told.length === known.size && madeUp.length === 0 && !tellsGap(report)) {
    return { ending: 'true', problems };
  }
  if (mustPass) problems.push(`should have passed: exit code ${code}, ${gapsOf(report)}`);
  if (!tellsGap(report))
    problems.push(`exit code ${code} without a gap, ${told.length} of ${known.size} differences`);
  if (code !== 3 && code !== 2) problems.push(`exit code ${code} in spite of gaps: ${gapsOf(report)}`);
  return { ending: 'gap', problems };
}

function gapsOf({ coverage }: ToldReport): string {
  return coverage.sides
    .flatMap(({ gaps }) => gaps.map(({ subject, reason }) => `${subject}: ${reason}`))
    .join('; ');
}

/** Everything that a report claims to differ, one text each; what can't be read is no such claim. */
function claims(report: ToldReport): string[] {
  return entitiesOf(report).flatMap(({ kind, name, status, findings }) => {
    if (status === 'only-in-1' || status === 'only-in-2') return [`${kind} ${name} ${status}`];
    return findings
      .filter((finding) => finding.kind !== 'unreadable')
      .map((finding) => `${kind} ${name} ${JSON.stringify(finding, withoutIds)}`);
  });
}

/** Documents are numbered in the order in which a report comes to them: what is missing moves the others. */
function withoutIds(key: string, value: unknown): unknown {
  return key === 'document' || key === 'rawDocument' ? undefined : value;
}

/** Whether a report says that something could not be read. */
function tellsGap(report: ToldReport): boolean {
  return (
    report.coverage.sides.some(({ gaps }) => gaps.length > 0) ||
    entitiesOf(report).some(({ status }) => status === 'unreadable')
  );
}

function entitiesOf({ roles, policies, users, groups }: ToldReport): readonly ToldEntity[] {
  return [...roles, ...policies, ...(users ?? []), ...(groups ?? [])];
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

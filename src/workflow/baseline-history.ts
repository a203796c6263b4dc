import path from 'node:path';
import { type BaselineState, baselineStates, baselineTags, findBaseline } from '../baseline/index.js';
import { isBaselineFile, type StoredBaseline } from '../model/baseline.js';
import { visibleJson } from '../model/hidden-characters.js';
import type { HistoryEntry } from '../model/history.js';
import type { Report } from '../model/report.js';
import type { Capture } from '../model/run.js';
import type { Snapshot } from '../model/snapshot.js';
import { loadCatalogue } from '../policy/catalogue.js';
import { snapshotOfFiles } from '../snapshot/index.js';
import { matchesGlobs } from './accepted-roles.js';
import { capture } from './captures.js';
import { compareCaptures } from './compare.js';
import { MOMENT_SIDES } from './drift.js';
import { NO_LIST } from './equivalency-file.js';
import type { World } from './world.js';

export interface LogRequest {
  readonly tag: string;
  /** Only these roles (globs); empty: everything. */
  readonly roles: readonly string[];
  /** At most so many commits. */
  readonly most: number;
}

/** The story of `baseline log`: what each commit of a baseline changed, newest first. */
export async function baselineLog({ tag, roles, most }: LogRequest, world: World): Promise<HistoryEntry[]> {
  const states = await baselineStates(path.join(world.cwd, 'baselines'), tag, most, world.env);
  const entries: HistoryEntry[] = [];
  for (const [index, state] of states.slice(0, most).entries()) {
    entries.push(await entryOf(state, states[index + 1] ?? null, roles, world));
  }
  if (roles.length === 0) return entries;
  return entries
    .map((entry) => (entry.report ? { ...entry, report: ofRoles(entry.report, roles) } : entry))
    .filter(
      ({ report, counts }) =>
        counts?.roles !== 0 && (report === null || report.roles.some(({ status }) => status !== 'same')),
    );
}

async function entryOf(
  { commit, files }: BaselineState,
  before: BaselineState | null,
  globs: readonly string[],
  world: World,
): Promise<HistoryEntry> {
  if (files === null) return { commit, kind: 'removed', report: null, counts: null };
  if (!before?.files) {
    const { roles, managedPolicies, users, groups } = await snapshotOfFiles(files, commit.id.slice(0, 12));
    const counts =
      globs.length > 0
        ? {
            roles: roles.filter(({ name }) => matchesGlobs(name, globs)).length,
            ...{ policies: 0, users: 0, groups: 0 },
          }
        : {
            roles: roles.length,
            ...{ policies: managedPolicies.length, users: users.length, groups: groups.length },
          };
    return { commit, kind: 'first', report: null, counts };
  }
  const [one, two] = withoutTheSame(before.files, files);
  const report = await compared(
    [
      await captureOf({ ...before, files: one }, MOMENT_SIDES[0]),
      await captureOf({ commit, files: two }, MOMENT_SIDES[1]),
    ],
    world,
  );
  return { commit, kind: 'changed', report, counts: null };
}

async function captureOf(
  { commit, files }: { commit: BaselineState['commit']; files: ReadonlyMap<string, string> },
  tag: string,
): Promise<Capture> {
  const info = { source: commit.id, kind: 'baseline', callerArn: null, capturedAt: null, commit } as const;
  const snapshot = await snapshotOfFiles(files, `commit ${commit.id.slice(0, 12)}`);
  return { tag, info, snapshot };
}

async function compared(captures: readonly [Capture, Capture], world: World): Promise<Report> {
  const catalogue = await loadCatalogue();
  const input = { captures, list: NO_LIST, waivers: null, startedAt: world.now() };
  return compareCaptures(input, catalogue, {
    scope: { users: true, groups: true },
    exitCodeOf: () => 0,
  });
}

type Files = ReadonlyMap<string, string>;

/**
 * Both sides without the roles and users that can't differ: their file is the same, and no managed policy or group
 * changed that it names. A history of thousands of roles is then compared by what changed.
 */
export function withoutTheSame(before: Files, after: Files): readonly [Files, Files] {
  const names = [...new Set([...before.keys(), ...after.keys()])].filter(isBaselineFile);
  const changed = names.filter((name) => before.get(name) !== after.get(name));
  const arns = changed
    .filter((name) => name.startsWith('policies/'))
    .flatMap((name) => [before.get(name), after.get(name)])
    .flatMap((text) => (text === undefined ? [] : [(JSON.parse(text) as { arn?: unknown }).arn]))
    .filter((arn): arn is string => typeof arn === 'string')
    .map((arn) => visibleJson(JSON.stringify(arn)));
  const groupsChanged = changed.some((name) => name.startsWith('groups/'));
  const isKept = (name: string): boolean => {
    const text = after.get(name);
    if (text === undefined || before.get(name) !== text) return true;
    if (name.startsWith('users/')) return groupsChanged || arns.some((arn) => text.includes(arn));
    return !name.startsWith('roles/') || arns.some((arn) => text.includes(arn));
  };
  const kept = new Set(names.filter(isKept));
  const pick = (files: Files): Files => new Map([...files].filter(([name]) => kept.has(name)));
  return [pick(before), pick(after)];
}

function ofRoles(report: Report, globs: readonly string[]): Report {
  const roles = report.roles.filter(({ name, side1, side2 }) =>
    [name, side1?.name.raw, side2?.name.raw].some((one) => one !== undefined && matchesGlobs(one, globs)),
  );
  return { ...report, roles, policies: [], users: null, groups: null };
}

export interface ShowRequest {
  /** `baseline:prod@2026-11-01` */
  readonly source: string;
  readonly roles: readonly string[];
}

/** The story of `baseline show`: what was accepted, whole or some roles of it. */
export async function showBaseline({ source, roles }: ShowRequest, world: World): Promise<Capture> {
  const captured = await capture({ source, tag: 'baseline' }, world);
  if (roles.length === 0) return captured;
  const kept = captured.snapshot.roles.filter(({ name }) => matchesGlobs(name, roles));
  return { ...captured, snapshot: { ...captured.snapshot, roles: kept } };
}

export interface ListedBaseline {
  readonly tag: string;
  readonly stored: StoredBaseline;
  readonly snapshot: Snapshot;
}

/** The story of `baseline list`: every baseline that is accepted now. */
export async function listBaselines(world: World): Promise<ListedBaseline[]> {
  const baselines = path.join(world.cwd, 'baselines');
  const listed: ListedBaseline[] = [];
  for (const tag of await baselineTags(baselines, world.env)) {
    const stored = await findBaseline(baselines, tag, world.env);
    if (!stored) continue;
    listed.push({ tag, stored, snapshot: await snapshotOfFiles(stored.files, stored.where) });
  }
  return listed;
}

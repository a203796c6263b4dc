import { readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { gitUser, latestRun } from '../baseline/index.js';
import { UserError } from '../model/errors.js';
import { visible } from '../model/hidden-characters.js';
import { matchesWildcard } from '../policy/wildcard.js';
import { decodeText } from '../snapshot/index.js';
import { appendEntries, type NewEntry } from '../waivers/append.js';
import { hasEnded, readDate, WAIVABLE_TYPES } from '../waivers/index.js';
import { parseWaivers } from '../waivers/parse.js';
import { readRunFindings, REPORT_FILE, type RunFinding } from './run-findings.js';
import { WAIVERS_FILE } from './waivers-file.js';
import type { World } from './world.js';

export interface WaiveRequest {
  /** Fingerprints, or beginnings of them, of the latest run; or run folders. */
  readonly what: readonly string[];
  /** Of run folders: only findings of roles of these names (globs), of these types. */
  readonly roles: readonly string[];
  readonly types: readonly string[];
  readonly reason: string;
  /** Without it git's user. */
  readonly owner?: string | undefined;
  /** `2026-12-31`, `30d`, `4w`. */
  readonly expires: string;
  readonly waivers?: string | undefined;
}

/** What would be written, and what it would leave. */
export interface WaivePlan {
  readonly file: string;
  readonly entries: readonly NewEntry[];
  /** The whole file as it is now (null: there is none), and as it would be. */
  readonly before: string | null;
  readonly after: string;
  /** Findings of the same entities that would still count. */
  readonly left: readonly RunFinding[];
}

/** The first half of `waive`: finds what is meant and says what would be written. Changes nothing. */
export async function planWaivers(request: WaiveRequest, world: World): Promise<WaivePlan> {
  const file = request.waivers ?? WAIVERS_FILE;
  const now = world.now();
  const terms = {
    reason: oneLine(request.reason, '--reason'),
    owner: await ownerOf(request, world),
    expires: expiryOf(request.expires, now),
  };
  for (const type of request.types) checkType(type);
  const before = await readText(path.resolve(world.cwd, file), file);
  const known = new Map(
    parseWaivers(before ?? '', file)
      .filter((entry) => !hasEnded(entry.expires, now))
      .flatMap((entry) => entry.fingerprints.map((fingerprint) => [fingerprint, entry] as const)),
  );
  const { chosen, all } = await findingsOf(request, world);
  // What is named is meant, also where an entry without fingerprints waived it in that run.
  const fresh = chosen.filter(
    ({ finding, isNamed }) => !known.has(finding.fingerprint) && (isNamed || !finding.isWaived),
  );
  for (const { finding, isNamed } of chosen) {
    const entry = known.get(finding.fingerprint);
    if (entry && isNamed) {
      throw new UserError(
        `${finding.fingerprint} is waived already: ${file}, entry ${entry.number} (line ${entry.line}), until ${entry.expires}`,
        'Change that entry where it is to last longer.',
      );
    }
  }
  const findings = uniqueFindings(fresh.map(({ finding }) => finding));
  if (findings.length === 0) {
    throw new UserError(
      'nothing is left to waive',
      'All of it was waived already in that run; if the waivers have changed since, run the comparison again.',
    );
  }
  const entries = groupedByEntity(findings, terms);
  const waived = new Set([...findings.map(({ fingerprint }) => fingerprint), ...known.keys()]);
  const left = all.filter(
    (one) =>
      !one.isWaived && !waived.has(one.fingerprint) && findings.some((other) => isSameEntity(one, other)),
  );
  return {
    file,
    entries,
    before,
    after: appendEntries(before ?? '', entries, file),
    left: uniqueFindings(left),
  };
}

/** The second half: writes the file, whole or not at all. Throws UserError if it changed meanwhile. */
export async function writeWaivers(
  { file, before, after }: WaivePlan,
  { cwd }: Pick<World, 'cwd'>,
): Promise<void> {
  const target = path.resolve(cwd, file);
  if ((await readText(target, file)) !== before) {
    throw new UserError(`${file} was changed meanwhile`, 'Run the command again.');
  }
  try {
    // A file that stands keeps its mode.
    await writeFileAtomic(target, after, before === null ? { mode: 0o600 } : {});
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      `${file}: can't be written (${code ?? 'unknown error'})`,
      'Make its folder writable, or name another file with --waivers.',
      { cause: error },
    );
  }
}

interface Chosen {
  readonly finding: RunFinding;
  /** By its fingerprint, not as one of a run. */
  readonly isNamed: boolean;
}

async function findingsOf(
  { what, roles, types }: WaiveRequest,
  world: World,
): Promise<{ chosen: Chosen[]; all: RunFinding[] }> {
  const chosen: Chosen[] = [];
  const all: RunFinding[] = [];
  const latest = what.some(isFingerprint) ? await latestFindings(world) : [];
  for (const word of what) {
    if (isFingerprint(word)) {
      all.push(...latest);
      chosen.push({ finding: theOne(word, latest), isNamed: true });
      continue;
    }
    const folder = path.resolve(world.cwd, word.replace(/[/\\]report\.json$/, ''));
    const findings = await readRunFindings(folder, word);
    all.push(...findings);
    const fitting = findings.filter(
      ({ kind, names, type }) =>
        type !== UNREADABLE &&
        (roles.length === 0 ||
          (kind === 'role' && roles.some((glob) => names.some((name) => matchesWildcard(glob, name))))) &&
        (types.length === 0 || types.includes(type)),
    );
    if (fitting.length === 0) {
      const filters = roles.length + types.length > 0 ? ' of that role and type' : '';
      throw new UserError(
        `${word}: no finding${filters} that can be waived`,
        'Its report.json tells what was found.',
      );
    }
    chosen.push(...fitting.map((finding) => ({ finding, isNamed: false })));
  }
  return { chosen, all };
}

const UNREADABLE = 'document-unreadable';

/** Four digits or more: fewer are soon those of several findings. */
function isFingerprint(word: string): boolean {
  return /^[0-9a-f]{4,20}$/.test(word);
}

async function latestFindings(world: World): Promise<RunFinding[]> {
  const root = path.join(world.cwd, 'baselines', 'runs');
  const folder = await latestRun(root, REPORT_FILE);
  if (folder === null) {
    throw new UserError(
      'there is no run below baselines/runs to look the fingerprint up in',
      'Run iamdrift diff first, or name a run folder.',
    );
  }
  return readRunFindings(folder, path.relative(world.cwd, folder));
}

function theOne(prefix: string, findings: readonly RunFinding[]): RunFinding {
  const found = uniqueFindings(findings.filter(({ fingerprint }) => fingerprint.startsWith(prefix)));
  const [one] = found;
  if (!one) {
    throw new UserError(
      `no finding of the latest run has the fingerprint ${prefix}`,
      'Copy it from the latest report, or name the folder of the run that has it.',
    );
  }
  if (found.length > 1) {
    throw new UserError(
      `${found.length} findings have a fingerprint that begins with ${prefix}`,
      'Write more of it.',
    );
  }
  if (one.type === UNREADABLE) {
    throw new UserError(
      `${prefix}: what could not be read can't be waived`,
      'Mend the document, or the gap.',
    );
  }
  return one;
}

function uniqueFindings(findings: readonly RunFinding[]): RunFinding[] {
  return [...new Map(findings.map((finding) => [finding.fingerprint, finding])).values()];
}

function isSameEntity(one: RunFinding, other: RunFinding): boolean {
  return one.kind === other.kind && one.name === other.name && one.tags.join() === other.tags.join();
}

function groupedByEntity(
  findings: readonly RunFinding[],
  terms: Pick<NewEntry, 'reason' | 'owner' | 'expires'>,
): NewEntry[] {
  const groups: RunFinding[][] = [];
  for (const finding of findings) {
    const group = groups.find(([first]) => isSameEntity(first!, finding));
    if (group) group.push(finding);
    else groups.push([finding]);
  }
  return groups.map((group): NewEntry => {
    const { tags, kind, name } = group[0]!;
    const told = group.map(({ fingerprint, text }) => ({ fingerprint, text: visible(text) }));
    return { tags, kind, name, findings: told, ...terms };
  });
}

async function ownerOf({ owner }: WaiveRequest, world: World): Promise<string> {
  if (owner !== undefined) return oneLine(owner, '--owner');
  const user = await gitUser(world.cwd, world.env);
  if (user !== null) return user;
  throw new UserError(
    'nobody is named who answers for it, and git does not know who you are',
    'Give --owner.',
  );
}

function oneLine(text: string, option: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line !== '') return line;
  throw new UserError(`${option} is empty`, 'A waiver needs a reason and an owner.');
}

function expiryOf(text: string, now: Date): string {
  const date = readDate(text, now);
  if (date === null) {
    throw new UserError(
      `--expires ${text}: not a date`,
      'Write 2026-12-31, or a number of days or weeks from today: 30d, 4w.',
    );
  }
  if (hasEnded(date, now)) throw new UserError(`--expires ${text}: that day is over`, 'Name a day to come.');
  return date;
}

function checkType(type: string): void {
  if (WAIVABLE_TYPES.includes(type)) return;
  throw new UserError(
    `--type ${type}: no type of finding that can be waived`,
    `It is one of ${WAIVABLE_TYPES.join(', ')}.`,
  );
}

/** null: there is no such file. Throws UserError for one that is no text: written again, its bytes would be others. */
async function readText(file: string, shown: string): Promise<string | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new UserError(
      `${shown}: can't be read (${code ?? 'unknown error'})`,
      'Name a file with --waivers.',
      { cause: error },
    );
  }
  return decodeText(bytes, shown);
}

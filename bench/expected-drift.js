import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NO_DRIFT = new Set(['same', 'reorganised']);

/**
 * Compares what was reported with what was injected. `roles` and `policies` are entity comparisons (`name` as
 * normalised, `status`). Returns one line per difference; none is right.
 */
export function wrongReports(estateFolder, { roles, policies }) {
  const expected = JSON.parse(readFileSync(join(estateFolder, 'drift.json'), 'utf8'));
  return [
    ...differences('role', expected.roles, roles),
    ...differences('managed policy', expected.policies, policies),
  ];
}

function differences(kind, expected, reported) {
  const drifted = reported.filter(({ status }) => !NO_DRIFT.has(status));
  const wanted = new Map(expected.map((one) => [one.name, one]));
  const found = new Map(drifted.map((one) => [normalisedName(one), one]));
  return [
    ...[...wanted].flatMap(([name, { kind: drift, status }]) => {
      const reportedStatus = found.get(name)?.status ?? 'no drift';
      return reportedStatus === status
        ? []
        : [`${kind} ${name} (${drift}): ${status} expected, ${reportedStatus} reported`];
    }),
    ...[...found.keys()].filter((name) => !wanted.has(name)).map((name) => `${kind} ${name}: a false alarm`),
  ];
}

/** report.json may tell a name as a text, or with the texts of the sides beside it. */
function normalisedName({ name }) {
  return typeof name === 'string' ? name : name.normalised;
}

/** The report.json of the only run below a folder. */
export function readReport(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) =>
    /(^|[\\/])report\.json$/.test(file),
  );
  if (files.length !== 1) throw new Error(`${folder}: expected one report.json, found ${files.length}`);
  return JSON.parse(readFileSync(join(folder, files[0]), 'utf8'));
}

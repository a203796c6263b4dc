import type { Report, ReportSide } from '../model/report.js';
import type { Capture } from '../model/run.js';
import { commonRoles } from './csv/role-lists.js';
import { visible } from '../model/hidden-characters.js';
import { metricsOf } from './metrics.js';
import { plural } from './plural.js';
import { driftParts, verdictLine } from './verdict.js';

/** Message of a comparison's commit, which `title` begins (`diff dev qa`): a summary in the first line, then the numbers. No names of roles. */
export function commitMessage(report: Report, title: string): string {
  const [one, two] = report.sides;
  const metrics = metricsOf(report);
  const width = Math.max(...metrics.map(({ name }) => name.length));
  const lines = [
    `${title}: ${headline(report)}`,
    '',
    `${verdictLine(report)}.`,
    '',
    sideLine(one),
    sideLine(two),
    '',
    ...metrics.map(({ name, values }) => `${name.padEnd(width)}  ${values[0]}  ${values[1]}`),
    '',
    `Exit code: ${report.exitCode}`,
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

/** Message of a harvest's commit. */
export function harvestCommitMessage({ tag, info, snapshot }: Capture): string {
  const { account, roles, managedPolicies, users, groups, coverage } = snapshot;
  const gaps = coverage.gaps.length;
  const lines = [
    `harvest ${tag}: ${plural(roles.length, 'role')}${gaps > 0 ? `, incomplete: ${plural(gaps, 'gap')}` : ''}`,
    '',
    `${tag}: account ${account.id} (${account.partition}) from ${info.source}`,
    '',
    `Roles             ${roles.length}`,
    `Managed policies  ${managedPolicies.length}`,
    `Users             ${users.length}`,
    `Groups            ${groups.length}`,
    `Gaps              ${gaps}`,
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

export interface AcceptanceInput {
  readonly tag: string;
  readonly proposed: Capture;
  /** Against what was accepted before; null: nothing was. */
  readonly report: Report | null;
  /** The user's own words. */
  readonly message?: string | undefined;
}

/** Message of the commit that accepts a baseline: the user's words or the tool's, then where it came from. */
export function acceptanceMessage({ tag, proposed, report, message }: AcceptanceInput): string {
  const { account, roles, managedPolicies, users, groups } = proposed.snapshot;
  const what = report === null ? `first baseline, ${plural(roles.length, 'role')}` : headline(report);
  const lines = [
    ...(message === undefined
      ? [`accept ${tag}: ${what}`]
      : [...message.trim().split(/\r?\n/), '', `accept ${tag}: ${what}`]),
    '',
    `${tag}: account ${account.id} (${account.partition}) from ${proposed.info.source}`,
    '',
    `Roles             ${roles.length}`,
    `Managed policies  ${managedPolicies.length}`,
    `Users             ${users.length}`,
    `Groups            ${groups.length}`,
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

function headline(report: Report): string {
  const common = plural(commonRoles(report, 'all').length, 'common role');
  switch (report.outcome) {
    case 'in-sync':
      return `no drift in ${common}`;
    case 'drift':
      return shortened(driftParts(report));
    case 'incomplete':
      return `incomplete, no drift found in ${common}`;
  }
}

/** Git shows the first line everywhere, so it is not to be long. */
function shortened(parts: readonly string[]): string {
  const shown = parts.slice(0, 3).join(', ');
  return parts.length > 3 ? `${shown}, …` : shown;
}

function sideLine({ tag, info, accountId, partition }: ReportSide): string {
  const commit = info.commit === undefined ? '' : ` (commit ${info.commit.id.slice(0, 12)})`;
  return `${tag}: account ${accountId} (${partition}) from ${info.source}${commit}`;
}

import type { Report } from '../../model/report.js';
import type { Capture } from '../../model/run.js';
import { visible } from '../../model/hidden-characters.js';
import { plural } from '../plural.js';
import { styleOf, type TerminalOptions, wrap } from './style.js';
import { terminalReport } from './terminal-report.js';

export interface ProposalInput {
  readonly tag: string;
  readonly proposed: Capture;
  /** Against what was accepted before; null: nothing was. */
  readonly report: Report | null;
  readonly filesChanged: number;
  readonly policiesLeft: readonly string[];
}

/** What would be accepted: how it differs from what was, or what a first baseline holds. With a final newline. */
export function proposalText(input: ProposalInput, options: TerminalOptions): string {
  const { tag, proposed, report, filesChanged, policiesLeft } = input;
  const { width } = styleOf(options);
  const left = policiesLeft.map(
    (arn) => `Stays as it was accepted, as other roles may have it: the managed policy ${arn}`,
  );
  const notes = [...left, ...(report ? recordingNotes(report, filesChanged) : [])];
  const head = report === null ? firstText(tag, proposed) : terminalReport(report, options).trimEnd();
  const tail = notes.flatMap((note) => wrap(visible(note), width));
  return [head, ...(tail.length > 0 ? ['', ...tail] : []), ''].join('\n');
}

function firstText(tag: string, { info, snapshot }: Capture): string {
  const { account, roles, managedPolicies, users, groups, coverage } = snapshot;
  const counts = [
    plural(roles.length, 'role'),
    plural(managedPolicies.length, 'managed policy'),
    plural(users.length, 'user'),
    plural(groups.length, 'group'),
  ].join(', ');
  return [
    visible(`The first baseline of ${tag}: account ${account.id} from ${info.source}`),
    `  ${counts}`,
    ...(coverage.notRecorded.length > 0
      ? [`  Not recorded by this source, so never compared: ${coverage.notRecorded.join(', ')}`]
      : []),
  ].join('\n');
}

/** What changes in the files without being a difference. */
function recordingNotes({ sides, outcome }: Report, filesChanged: number): string[] {
  const [before, after] = sides.map(({ coverage }) => coverage.notRecorded) as [
    readonly string[],
    readonly string[],
  ];
  const lost = after.filter((field) => !before.includes(field as never));
  const won = before.filter((field) => !after.includes(field as never));
  return [
    ...(lost.length > 0
      ? [`This source does not record ${lost.join(', ')}: once accepted, that is not compared any more.`]
      : []),
    ...(won.length > 0 ? [`From now on recorded, and compared: ${won.join(', ')}`] : []),
    ...(outcome === 'drift'
      ? []
      : [`${plural(filesChanged, 'file')} of the baseline would be written anew.`]),
  ];
}

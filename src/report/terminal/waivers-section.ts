import { visible } from '../../model/hidden-characters.js';
import type { Report } from '../../model/report.js';
import type { WaiverUse } from '../../model/waiver.js';
import { countFindings } from '../differences.js';
import { plural } from '../plural.js';
import type { Section } from './sections.js';
import { markedLines, type Mark, type Style } from './style.js';

/** How many findings are waived, and which entries of the file have expired or match nothing. */
export function waiversSection(report: Report, style: Style): Section {
  const { waivers } = report;
  if (!waivers) return [];
  const { waived } = countFindings(report);
  const lines = waivers.uses.flatMap((use) => {
    const said = saidOf(use);
    return said ? markedLines(said.mark, visible(said.text), '  ', style) : [];
  });
  if (waived === 0 && lines.length === 0) return [];
  const title = `Waived by ${visible(waivers.file)} (${plural(waived, 'finding')})`;
  return [style.colors.bold(title), ...lines];
}

/** null: it does what it is for. */
function saidOf(use: WaiverUse): { mark: Mark; text: string } | null {
  const { entry, line, owner, reason, expires, findings } = use;
  const which = `entry ${entry} (line ${line}; ${owner}: ${reason})`;
  switch (use.status) {
    case 'expired': {
      const counts = findings === 1 ? 'counts' : 'count';
      const again =
        findings === 0 ? '' : `: ${plural(findings, 'finding')} ${counts} unless another entry waives them`;
      return { mark: '?', text: `${which} expired on ${expires}${again}` };
    }
    case 'unused':
      return { mark: '~', text: `${which} matches nothing` };
    case 'used':
    case 'other':
      return null;
  }
}

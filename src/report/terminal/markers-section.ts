import { visible } from '../../model/hidden-characters.js';
import type { Report } from '../../model/report.js';
import { entityOf, isMarkerWaived, MARKER_PAGES, markerWhy } from '../incident-words.js';
import { nameWithRaw } from './entity-lines.js';
import type { Section } from './sections.js';
import { capped, markedLines, type Style, wrap } from './style.js';

/** Markers that are shown without `--full`. */
const MOST_MARKERS = 20;

/** What matters after an incident, what matters most first, each with its page. */
export function markersSection(report: Report, style: Style): Section {
  const { markers } = report;
  if (markers.length === 0) return [];
  const tags = [report.sides[0].tag, report.sides[1].tag] as const;
  const { shown, more } = capped(markers, MOST_MARKERS, style);
  const { colors } = style;
  return [
    colors.bold(`Incident markers (${markers.length})`),
    ...shown.flatMap((marker) => {
      const entity = entityOf(marker, report);
      const name = entity ? nameWithRaw(entity, tags) : visible(marker.name);
      const note = [
        marker.type,
        ...(isMarkerWaived(marker, report) ? ['waived'] : []),
        ...marker.fingerprints,
      ];
      return [
        ...markedLines('!', `${marker.severity}: ${marker.kind} ${name}`, '  ', style, note.join(' ')),
        ...wrap(visible(markerWhy(marker, report)), style.width - 4).map((line) => `    ${line}`),
        `    ${colors.dim(MARKER_PAGES[marker.type])}`,
      ];
    }),
    ...(more > 0 ? [colors.dim(`  … and ${more} more: see incident_markers.csv, or --full`)] : []),
  ];
}

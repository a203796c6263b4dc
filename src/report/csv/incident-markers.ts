import type { Report } from '../../model/report.js';
import { entityOf, isMarkerWaived, MARKER_PAGES, markerWhy } from '../incident-words.js';
import { type Row, sortedRows } from './cells.js';

export const MARKER_COLUMNS = [
  'severity',
  'type',
  'kind',
  'name',
  'side',
  'why',
  'page',
  'raw_name_1',
  'raw_name_2',
  'fingerprints',
  'is_waived',
] as const;

/** What matters after an incident: a row per marker. */
export function markerRows(report: Report): Row[] {
  return sortedRows(
    report.markers.map((marker) => {
      const entity = entityOf(marker, report);
      return [
        marker.severity,
        marker.type,
        marker.kind,
        marker.name,
        marker.sides.join(' '),
        markerWhy(marker, report),
        MARKER_PAGES[marker.type],
        entity?.side1?.name.raw ?? '',
        entity?.side2?.name.raw ?? '',
        marker.fingerprints.join(' '),
        String(isMarkerWaived(marker, report)),
      ];
    }),
  );
}

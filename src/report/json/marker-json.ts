import type { Json } from '../../model/json.js';
import type { Marker } from '../../model/marker.js';
import type { Report } from '../../model/report.js';
import { entityOf, isMarkerWaived, MARKER_PAGES, markerWhy } from '../incident-words.js';

/** A marker as `report.json` has it; what is seen beside its type stands under `details`. */
export function markerJson(marker: Marker, report: Report): Json {
  const { type, severity, kind, name, sides, fingerprints } = marker;
  return {
    type,
    severity,
    kind,
    name,
    rawNames: rawNamesJson(marker, report),
    sides,
    fingerprints,
    isWaived: isMarkerWaived(marker, report),
    why: markerWhy(marker, report),
    page: MARKER_PAGES[type],
    details: detailsJson(marker),
  };
}

function rawNamesJson(marker: Marker, report: Report): Json {
  const entity = entityOf(marker, report);
  return { side1: entity?.side1?.name.raw ?? null, side2: entity?.side2?.name.raw ?? null };
}

function detailsJson(marker: Marker): Json {
  switch (marker.type) {
    case 'entity-recreated':
      return { id1: marker.id1, id2: marker.id2 };
    case 'dangling-principal':
      return { ids: marker.ids };
    case 'sessions-revoked':
      return { since: { side1: marker.since.side1, side2: marker.since.side2 } };
    case 'new-trusted-account':
      return { accounts: marker.accounts };
    case 'boundary-removed':
      return { boundary: marker.boundary };
    case 'session-duration-raised':
      return { from: marker.from, to: marker.to };
    case 'self-assumption-added':
    case 'deny-removed':
    case 'unfamiliar-principal':
      return {};
  }
}

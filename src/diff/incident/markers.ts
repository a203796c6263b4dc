import type { Marker } from '../../model/marker.js';
import type { NormalisedSnapshot } from '../../model/normalised.js';
import type { EntityComparison } from '../../model/report.js';
import { boundaryRemoved, denyRemoved, entityRecreated, sessionDurationRaised } from './change-markers.js';
import { unfamiliarPrincipal } from './resemblance.js';
import { type Detector, sceneOf } from './scene.js';
import { sessionsRevoked } from './sessions-revoked.js';
import { withSeverity } from './severity.js';
import { danglingPrincipal, newTrustedAccount, selfAssumptionAdded } from './trust-markers.js';

const DETECTORS: readonly Detector[] = [
  newTrustedAccount,
  selfAssumptionAdded,
  boundaryRemoved,
  unfamiliarPrincipal,
  entityRecreated,
  denyRemoved,
  sessionDurationRaised,
  danglingPrincipal,
  sessionsRevoked,
];

/**
 * What of a comparison matters after an incident: what an intruder may have left behind, and a tired responder. Takes
 * entities with their fingerprints and the sides that they come from. Markers point at findings that count already
 * and change no status and no exit code.
 */
export function incidentMarkers(
  entities: readonly EntityComparison[],
  side1: NormalisedSnapshot,
  side2: NormalisedSnapshot,
): Marker[] {
  const scene = sceneOf(side1, side2);
  return withSeverity(entities.flatMap((entity) => DETECTORS.flatMap((detect) => detect(entity, scene))));
}

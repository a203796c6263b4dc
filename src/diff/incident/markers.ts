import type { Marker, Observation } from '../../model/marker.js';
import type { EntityComparison } from '../../model/report.js';
import { boundaryRemoved, denyRemoved, entityRecreated, sessionDurationRaised } from './change-markers.js';
import { unfamiliarPrincipals } from './resemblance.js';
import { type Detector, type RoleDetector, roleScene, type Scene } from './scene.js';
import { sessionsRevoked } from './sessions-revoked.js';
import { withSeverity } from './severity.js';
import { danglingPrincipal, newTrustedAccount, selfAssumptionAdded } from './trust-markers.js';

/** What is seen in differences alone. */
const DETECTORS: readonly Detector[] = [boundaryRemoved, entityRecreated, denyRemoved, sessionDurationRaised];

const ROLE_DETECTORS: readonly RoleDetector[] = [
  newTrustedAccount,
  selfAssumptionAdded,
  danglingPrincipal,
  sessionsRevoked,
];

/**
 * What of a comparison matters after an incident: what an intruder may have left behind, and a tired responder. Takes
 * entities with their fingerprints, and what was looked up in the sides that they come from. Markers point at findings
 * that count already and change no status and no exit code.
 */
export function incidentMarkers(entities: readonly EntityComparison[], scene: Scene): Marker[] {
  const seen: Observation[] = [];
  for (const entity of entities) {
    if (entity.differences.length > 0) for (const detect of DETECTORS) seen.push(...detect(entity));
    const role = roleScene(entity, scene);
    if (role) for (const detect of ROLE_DETECTORS) seen.push(...detect(entity, role, scene));
  }
  return withSeverity([...seen, ...unfamiliarPrincipals(entities, scene.side1.side, scene.side2.side)]);
}

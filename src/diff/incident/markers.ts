import type { Marker, Observation } from '../../model/marker.js';
import type { NormalisedSnapshot } from '../../model/normalised.js';
import type { EntityComparison } from '../../model/report.js';
import { boundaryRemoved, denyRemoved, entityRecreated, sessionDurationRaised } from './change-markers.js';
import { unfamiliarPrincipals } from './resemblance.js';
import { type Detector, type RoleDetector, rolesOf } from './scene.js';
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
 * entities with their fingerprints and the sides that they come from. Markers point at findings that count already
 * and change no status and no exit code.
 */
export function incidentMarkers(
  entities: readonly EntityComparison[],
  side1: NormalisedSnapshot,
  side2: NormalisedSnapshot,
): Marker[] {
  const scene = { side1, side2 };
  const seen: Observation[] = [];
  for (const entity of entities) {
    if (entity.differences.length > 0) for (const detect of DETECTORS) seen.push(...detect(entity));
    const roles = rolesOf(entity, scene);
    if (roles) for (const detect of ROLE_DETECTORS) seen.push(...detect(entity, roles, scene));
  }
  return withSeverity([...seen, ...unfamiliarPrincipals(entities, scene)]);
}

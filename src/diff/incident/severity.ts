import type { Marker, MarkerType, Observation, Severity } from '../../model/marker.js';
import { compareText } from '../../model/text.js';

/** How much a marker matters by itself. */
const SEVERITIES: Readonly<Record<MarkerType, Severity>> = {
  'new-trusted-account': 'high',
  'self-assumption-added': 'high',
  'boundary-removed': 'high',
  'unfamiliar-principal': 'high',
  'entity-recreated': 'medium',
  'deny-removed': 'medium',
  'session-duration-raised': 'medium',
  'dangling-principal': 'medium',
  'sessions-revoked': 'medium',
};

const ORDER: readonly Severity[] = ['high', 'medium', 'low'];

/** What was seen, with how much it matters; what matters most first. What holds without a difference is news to nobody. */
export function withSeverity(observations: readonly Observation[]): Marker[] {
  return observations
    .map((one): Marker => ({
      ...one,
      severity: one.fingerprints.length === 0 ? 'low' : SEVERITIES[one.type],
    }))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
        compareText(a.type, b.type) ||
        compareText(a.kind, b.kind) ||
        compareText(a.name, b.name),
    );
}

import { POLICY_NAME } from './revocation.js';
import { fingerprintsOf, type RoleDetector } from './scene.js';

/** Sessions of a role were revoked: a state, told whether or not it differs. */
export const sessionsRevoked: RoleDetector = (entity, { revocation1: one, revocation2: two }) => {
  if (!one && !two) return [];
  const sides = ([1, 2] as const).filter((side) => (side === 1 ? one : two) !== null);
  const fingerprints = fingerprintsOf(
    entity,
    ({ finding }) =>
      finding?.kind === 'presence' ||
      (finding?.kind === 'document' && (finding.side1 ?? finding.side2)!.name.raw === POLICY_NAME),
  );
  const since = { side1: one?.since ?? null, side2: two?.since ?? null };
  return [{ type: 'sessions-revoked', kind: entity.kind, name: entity.name, sides, fingerprints, since }];
};

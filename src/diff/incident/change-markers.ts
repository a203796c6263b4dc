import type { Difference } from '../../model/difference.js';
import type { EntityComparison } from '../../model/report.js';
import { type Detector, fingerprintsOf } from './scene.js';

/** Deleted and created anew under its name, within one account. */
export const entityRecreated: Detector = ({ kind, name, differences }) =>
  differences.flatMap(({ finding, fingerprint }) =>
    finding?.kind === 'recreated'
      ? [
          {
            type: 'entity-recreated' as const,
            kind,
            name,
            sides: [2] as const,
            fingerprints: [fingerprint],
            id1: finding.id1,
            id2: finding.id2,
          },
        ]
      : [],
  );

export const boundaryRemoved: Detector = ({ kind, name, differences }) =>
  differences.flatMap(({ finding, fingerprint }) =>
    finding?.kind === 'document' && finding.type === 'permissions-boundary-removed'
      ? [
          {
            type: 'boundary-removed' as const,
            kind,
            name,
            sides: [2] as const,
            fingerprints: [fingerprint],
            boundary: finding.side1!.arn?.raw ?? finding.side1!.name.raw,
          },
        ]
      : [],
  );

export const sessionDurationRaised: Detector = ({ kind, name, differences }) =>
  differences.flatMap(({ finding, fingerprint }) => {
    if (finding?.kind !== 'attribute' || finding.type !== 'max-session-duration-changed') return [];
    const [from, to] = [finding.side1, finding.side2].map((side) => Number(side!.raw)) as [number, number];
    return to > from
      ? [{ type: 'session-duration-raised', kind, name, sides: [2], fingerprints: [fingerprint], from, to }]
      : [];
  });

/**
 * A request that side 1 denies explicitly is no longer denied. Where access could not be compared, a row of a Deny that
 * only side 1 has must do.
 */
export const denyRemoved: Detector = (entity) => {
  const halves = (['identity', 'trust'] as const).filter((half) =>
    entity.access?.[half]?.gained.some(({ cause }) => cause === 'deny removed'),
  );
  const isMarked = (difference: Difference): boolean =>
    halves.some((half) => difference.type === `${half}-access`) || isRemovedDeny(difference, entity);
  const fingerprints = fingerprintsOf(entity, isMarked);
  if (fingerprints.length === 0) return [];
  return [{ type: 'deny-removed', kind: entity.kind, name: entity.name, sides: [2], fingerprints }];
};

function isRemovedDeny({ finding }: Difference, { access }: EntityComparison): boolean {
  if (finding?.kind !== 'document' || finding.policyType === 'boundary') return false;
  const verdict = access?.[finding.policyType === 'trust' ? 'trust' : 'identity']?.verdict ?? null;
  const isOpen = access === null || verdict === 'unknown';
  return isOpen && finding.onlyIn1.some(({ item }) => item.effect === 'Deny');
}

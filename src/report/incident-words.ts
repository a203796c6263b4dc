import type { Marker, MarkerType } from '../model/marker.js';
import type { EntityComparison, Report } from '../model/report.js';
import { oncePer } from '../model/once-per.js';
import { allEntities } from './entities.js';

const GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** The page of AWS that says why a marker matters. */
export const MARKER_PAGES: Readonly<Record<MarkerType, string>> = {
  'entity-recreated': `${GUIDE}/reference_policies_elements_principal.html`,
  'dangling-principal': `${GUIDE}/reference_policies_elements_principal.html`,
  'sessions-revoked': `${GUIDE}/id_roles_use_revoke-sessions.html`,
  'new-trusted-account': `${GUIDE}/confused-deputy.html`,
  'self-assumption-added':
    'https://aws.amazon.com/blogs/security/announcing-an-update-to-iam-role-trust-policy-behavior',
  'boundary-removed': `${GUIDE}/access_policies_boundaries.html`,
  'deny-removed': `${GUIDE}/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html`,
  'session-duration-raised': `${GUIDE}/id_roles_update-role-settings.html`,
  'unfamiliar-principal':
    'https://aws-samples.github.io/threat-technique-catalog-for-aws/Techniques/T1078.A001.html',
};

/** One sentence: what was seen, and why it matters after an incident. */
export function markerWhy(marker: Marker, { sides }: Pick<Report, 'sides'>): string {
  const [one, two] = [sides[0].tag, sides[1].tag];
  const where = marker.sides.map((side) => sides[side - 1]!.tag).join(' and ');
  switch (marker.type) {
    case 'entity-recreated':
      return `deleted and created anew under its name (${marker.id1} became ${marker.id2}): policies that named the old one no longer mean it, and whoever made the new one chose what it may do`;
    case 'dangling-principal':
      return `its trust policy in ${where} names ${marker.ids.join(', ')}, of which the user or role is gone: nobody can be it again, and what was meant to assume the role can't`;
    case 'sessions-revoked': {
      const { side1, side2 } = marker.since;
      const dates =
        marker.sides.length === 2 && side1 !== side2
          ? `${side1 ?? 'no moment'} in ${one}, ${side2 ?? 'no moment'} in ${two}`
          : (side2 ?? side1 ?? 'a moment that its policy does not name');
      return `its sessions were revoked in ${where} (AWSRevokeOlderSessions, before ${dates}): somebody held its credentials for stolen, and sessions since then go on`;
    }
    case 'new-trusted-account':
      return marker.accounts.includes('*')
        ? `in ${two} anyone may assume it, save for what conditions ask: that is a door for whoever knows its name`
        : `in ${two} it newly trusts ${marker.accounts.join(', ')}, unknown in ${one} or trusted by this role alone: a back door has its key in another account`;
    case 'self-assumption-added':
      return `in ${two} its trust policy newly names the role itself: whoever has a session of it can make new ones again and again, past its end`;
    case 'boundary-removed':
      return `its permissions boundary ${marker.boundary} is gone in ${two}: its policies allow all that they say`;
    case 'deny-removed':
      return `something that was explicitly denied in ${one} no longer is in ${two}: a Deny outweighs every Allow, also of policies elsewhere`;
    case 'session-duration-raised':
      return `its sessions may last ${hours(marker.to)} in ${two}, ${hours(marker.from)} in ${one}: stolen credentials live longer`;
    case 'unfamiliar-principal':
      return `a new ${marker.kind} in ${two} that no ${marker.kind} in ${one} resembles by its name, ${marker.kind === 'role' ? 'trust and policies' : 'policies and groups'}: intruders make their own way back in`;
  }
}

function hours(seconds: number): string {
  return `${String(Math.round(seconds / 360) / 10)} h`;
}

/** All that it marks is waived; what holds without a difference can't be. */
export function isMarkerWaived({ fingerprints }: Marker, report: Report): boolean {
  const waived = waivedFingerprints(report);
  return fingerprints.length > 0 && fingerprints.every((one) => waived.has(one));
}

const waivedFingerprints = oncePer((report: Report): ReadonlySet<string> => {
  const differences = allEntities(report).flatMap((entity) => entity.differences);
  return new Set(differences.flatMap(({ fingerprint, waived }) => (waived ? [fingerprint] : [])));
});

/** The entity that a marker is about. */
export function entityOf(marker: Marker, report: Report): EntityComparison | null {
  return entitiesOf(report).get(keyOf(marker)) ?? null;
}

/** Of two with one name the first. Every role of an account may be marked. */
const entitiesOf = oncePer(
  (report: Report): ReadonlyMap<string, EntityComparison> =>
    new Map(
      allEntities(report)
        .map((entity) => [keyOf(entity), entity] as const)
        .reverse(),
    ),
);

function keyOf({ kind, name }: Pick<EntityComparison, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

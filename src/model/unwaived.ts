import type { Difference } from './difference.js';
import type { Finding } from './finding.js';
import type { EntityComparison } from './report.js';

/**
 * What is left of an entity when nothing of it that is waived counts. What could not be read stays: an entity of
 * which only that is left is `unreadable`, so that no waiver makes a gap look like a good end.
 */
export function unwaived(entity: EntityComparison): EntityComparison {
  const open = entity.differences.filter(({ waived }) => waived === null);
  if (open.length === entity.differences.length) return entity;
  if (open.every(({ finding }) => finding?.kind === 'unreadable')) {
    const isRead = open.length === 0 && !(entity.status === 'drifted' && entity.access === null);
    const status = isRead ? 'same' : 'unreadable';
    return { ...entity, status, findings: [], access: null, attributesDiffer: false, differences: open };
  }
  const { access } = entity;
  const isOpen = (half: 'identity' | 'trust'): boolean => open.some((one) => halfOf(one) === half);
  return {
    ...entity,
    access: access && {
      identity: isOpen('identity') ? access.identity : null,
      trust: isOpen('trust') ? access.trust : null,
    },
    attributesDiffer:
      entity.attributesDiffer && open.some(({ finding }) => finding && canBeAttribute(finding)),
    differences: open,
  };
}

/** The half of access that a difference is about or writes down; null: neither. */
function halfOf({ type, finding }: Difference): 'identity' | 'trust' | null {
  if (type === 'identity-access') return 'identity';
  if (type === 'trust-access') return 'trust';
  if (finding?.kind !== 'document') return null;
  return finding.policyType === 'trust' ? 'trust' : 'identity';
}

/** Which boundary there is counts as an attribute as well. */
function canBeAttribute(finding: Finding): boolean {
  return finding.kind !== 'document' || finding.policyType === 'boundary';
}

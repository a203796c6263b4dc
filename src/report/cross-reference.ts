import type { CrossReferenceFinding, CrossReferencePart, CrossReferencePlace } from '../model/finding.js';

/** `trust-policy principal`, `tag`. */
export function crossReferencePlace({ place, part }: CrossReferenceFinding): string {
  return part === null ? place : `${place} ${part}`;
}

/**
 * A cross-reference in one sentence: "role bounded_qa trusts arn:aws:iam::123456789012:role/ci_dev (the dev account);
 * equal only after substitution".
 */
export function crossReferenceText(finding: CrossReferenceFinding, tags: readonly [string, string]): string {
  const { side, side1, side2, owner } = finding;
  const { raw } = side === 1 ? side1 : side2;
  const account = `the ${tags[side === 1 ? 1 : 0]} account`;
  const whose = differInRegion(side1.normalised, side2.normalised) ? `the region of ${account}` : account;
  return `${owner} ${verb(finding)} ${raw} (${whose}); equal only after substitution`;
}

/** Two ARNs of one thing, but for the region: it is of one account, in the region of the other. */
function differInRegion(one: string, two: string): boolean {
  const [parts1, parts2] = [one.split(':'), two.split(':')];
  return (
    parts1[0] === 'arn' &&
    parts1.length === parts2.length &&
    parts1.every((part, at) => (part === parts2[at]) === (at !== 3))
  );
}

function verb({ place, key, part, passes }: CrossReferenceFinding): string {
  if (place === 'trust-policy') {
    if (part === 'principal') return 'trusts';
    return part === 'not-principal' ? 'trusts all but' : `has in its trust policy the ${PARTS[part!]}`;
  }
  const text = PLACES[place].replace('%', key ?? '');
  if (part === null) return text;
  if (part === 'arn') return place === 'permissions-boundary' ? 'is bounded by' : 'has the managed policy';
  return passes ? `${text} may pass` : `${text} names the ${PARTS[part]}`;
}

const PLACES: Readonly<Record<CrossReferencePlace, string>> = {
  name: 'bears the name',
  path: 'has the path',
  tag: 'has the tag %:',
  'instance-profile': 'has the instance profile',
  'group-membership': 'is in the group',
  'inline-policy-name': 'has an inline policy named',
  'trust-policy': 'trusts',
  'inline-policy': 'by its inline policy %',
  'attached-policy': 'by its managed policy %',
  'permissions-boundary': 'by its permissions boundary %',
  'managed-policy': '',
};

const PARTS: Readonly<Record<CrossReferencePart, string>> = {
  principal: 'principal',
  resource: 'resource',
  condition: 'condition',
  'not-resource': 'resource that it leaves out',
  'not-principal': 'principal that it leaves out',
  arn: 'ARN',
};

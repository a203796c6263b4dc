import { GetPolicyCommand, GetPolicyVersionCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { ManagedPolicy } from '../../model/snapshot.js';
import { sortedBy } from '../../model/text.js';
import { managedPolicyFromGaad, missingDocuments, type GaadEntities, type GaadPolicy } from '../gaad.js';
import type { Gaps } from './gaps.js';
import type { Limit } from './limit.js';

/**
 * Reads the policies that are attached or used as a boundary and whose document isn't there yet: a boundary
 * may be missing from the account's details. Returns all managed policies; what can't be read is a gap.
 */
export async function withMissingPolicies(
  iam: IAMClient,
  entities: GaadEntities,
  partition: string,
  gaps: Gaps,
  limit: Limit,
): Promise<readonly ManagedPolicy[]> {
  const read = async (arn: string): Promise<GaadPolicy | undefined> => {
    const subject = `policy-document:${arn}`;
    const answer = await gaps.attempt(subject, 'iam:GetPolicy', () =>
      limit(() => iam.send(new GetPolicyCommand({ PolicyArn: arn }))),
    );
    if (answer && !answer.Policy) gaps.add(subject, 'iam:GetPolicy', 'the answer has no policy');
    return answer?.Policy && { ...(await withDefaultVersion(iam, answer.Policy, gaps, limit)), Arn: arn };
  };
  const found = (await Promise.all(missingDocuments(entities).map(read))).filter((one) => one !== undefined);
  if (found.length === 0) return entities.managedPolicies;
  const fetched = new Map(found.map((one) => [one.Arn ?? '', managedPolicyFromGaad(one, { partition })]));
  const others = entities.managedPolicies.filter(({ arn }) => !fetched.has(arn));
  return sortedBy([...others, ...fetched.values()], ({ arn }) => arn);
}

/** The policy with the document of its default version, the only one in force; a gap where it can't be read. */
export async function withDefaultVersion(
  iam: IAMClient,
  policy: GaadPolicy,
  gaps: Gaps,
  limit: Limit,
): Promise<GaadPolicy> {
  const arn = policy.Arn ?? '';
  const id = policy.DefaultVersionId;
  const subject = `policy-document:${arn}`;
  if (id === undefined) {
    gaps.add(subject, 'iam:GetPolicy', 'the answer names no default version');
    return policy;
  }
  const answer = await gaps.attempt(subject, 'iam:GetPolicyVersion', () =>
    limit(() => iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: id }))),
  );
  if (answer?.PolicyVersion?.Document === undefined) {
    if (answer) gaps.add(subject, 'iam:GetPolicyVersion', 'the answer has no document');
    return policy;
  }
  return {
    ...policy,
    PolicyVersionList: [{ VersionId: id, IsDefaultVersion: true, Document: answer.PolicyVersion.Document }],
  };
}

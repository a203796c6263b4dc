import type { Role as ListedRole } from '@aws-sdk/client-iam';
import { UserError } from '../../model/errors.js';
import type { Coverage, RecordableField, Snapshot } from '../../model/snapshot.js';
import { entitiesFromGaad, type GaadDetails } from '../gaad.js';
import { isoSecond } from '../iso-second.js';
import type { SnapshotRequest, Snapshotter, TakenSnapshot } from '../snapshotter.js';
import { listRoles, readAlias, readDetails, type ReadCounts } from './details.js';
import { clause, failureKind } from './errors.js';
import { gapReason, Gaps } from './gaps.js';
import { readAccountOneByOne } from './list-account.js';
import { boundedCalls, type Limit } from './limit.js';
import { withMissingPolicies } from './policy-documents.js';
import { addRoleExtras } from './role-extras.js';
import { withSession, type AwsSession, type CallerIdentity } from './session.js';

/**
 * Takes an account by an AWS profile: GetAccountAuthorizationDetails and ListRoles, or call by call where the
 * first is denied. What could not be read is told in `coverage`.
 * Throws UserError if nothing can be read: unknown profile, bad credentials, both calls denied.
 */
export const awsSnapshotter: Snapshotter = { kind: 'profile', take };

async function take(request: SnapshotRequest): Promise<TakenSnapshot> {
  const capturedAt = isoSecond(request.now());
  let counts: ReadCounts = { roles: 0, policies: 0 };
  const report = (calls: number): void => request.onProgress?.({ source: request.source, calls, ...counts });
  return withSession(
    request,
    async (session) => {
      const identity = await session.identity();
      const snapshot = await readSnapshot(session, identity, (latest) => {
        counts = { ...latest };
        report(session.calls.total);
      });
      return {
        info: { source: request.source, kind: 'profile', callerArn: identity.arn, capturedAt },
        snapshot,
      };
    },
    (calls) => report(calls.total),
  );
}

async function readSnapshot(
  session: AwsSession,
  { accountId, partition }: CallerIdentity,
  onProgress: (counts: ReadCounts) => void,
): Promise<Snapshot> {
  const gaps = new Gaps();
  const limit = boundedCalls();
  const [alias, account] = await Promise.all([
    readAlias(session.iam),
    readAccount(session, gaps, limit, onProgress),
  ]);
  const entities = entitiesFromGaad(account.details, { partition, api: account.api });
  gaps.addAll(entities.gaps);
  const managedPolicies = await withMissingPolicies(session.iam, entities, partition, gaps, limit);
  return {
    account: { id: accountId, partition, ...(alias === undefined ? {} : { alias }) },
    roles: account.listed ? addRoleExtras(entities.roles, account.listed, account.api, gaps) : entities.roles,
    managedPolicies,
    users: entities.users,
    groups: entities.groups,
    coverage: coverageOf(session, gaps, alias === undefined),
  };
}

/** What was read, by which call, and the roles with the fields that only ListRoles has. */
interface ReadAccount {
  readonly api: string;
  readonly details: GaadDetails;
  readonly listed: readonly ListedRole[] | undefined;
}

async function readAccount(
  session: AwsSession,
  gaps: Gaps,
  limit: Limit,
  onProgress: (counts: ReadCounts) => void,
): Promise<ReadAccount> {
  const [details, listed] = await Promise.allSettled([
    readDetails(session.iam, onProgress),
    listRoles(session.iam),
  ]);
  if (details.status === 'fulfilled') {
    const api = 'iam:GetAccountAuthorizationDetails';
    if (listed.status === 'fulfilled') return { api, details: details.value, listed: listed.value };
    const reason = gapReason(listed.reason);
    if (reason === undefined) throw listed.reason;
    for (const field of ['role.description', 'role.maxSessionDuration'])
      gaps.add(field, 'iam:ListRoles', reason);
    return { api, details: details.value, listed: undefined };
  }
  if (failureKind(details.reason) !== 'denied') throw details.reason;
  if (listed.status === 'rejected') {
    throw failureKind(listed.reason) === 'denied'
      ? bothDenied(session.profile, listed.reason as Error)
      : listed.reason;
  }
  const reader = { iam: session.iam, gaps, limit };
  const found = await readAccountOneByOne(listed.value, reader, onProgress);
  // Roles that went away meanwhile are gaps already.
  const names = new Set(found.RoleDetailList?.map(({ RoleName }) => RoleName));
  return {
    api: 'iam:GetRole',
    details: found,
    listed: listed.value.filter(({ RoleName }) => names.has(RoleName)),
  };
}

function bothDenied(profile: string, cause: Error): UserError {
  return new UserError(
    `profile ${profile}: iam:GetAccountAuthorizationDetails and iam:ListRoles are both denied: ${clause(cause)}`,
    'attach the policy of docs/iam-policy.json to the caller',
    { cause },
  );
}

function coverageOf(session: AwsSession, gaps: Gaps, aliasUnknown: boolean): Coverage {
  // The account's details have neither of a policy's fields.
  const always: readonly RecordableField[] = ['policy.description', 'policy.tags'];
  return {
    calls: session.calls.counts,
    gaps: gaps.list,
    notRecorded: aliasUnknown ? ['account.alias', ...always] : always,
  };
}

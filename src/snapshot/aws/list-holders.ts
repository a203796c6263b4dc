import type { AttachedPolicy, IAMClient } from '@aws-sdk/client-iam';
import type { GaadInlinePolicy } from '../gaad.js';
import { failureKind } from './errors.js';
import type { Gaps } from './gaps.js';
import type { Limit } from './limit.js';

/** What reading one call at a time needs. */
export interface ListReader {
  readonly iam: IAMClient;
  readonly gaps: Gaps;
  readonly limit: Limit;
}

/** The calls that read the policies of one role, user or group. */
export interface PolicyCalls {
  /** `role:app1` */
  readonly subject: string;
  readonly listInline: { readonly api: string; readonly read: () => Promise<readonly string[]> };
  readonly getInline: { readonly api: string; readonly read: (name: string) => Promise<string | undefined> };
  readonly listAttached: { readonly api: string; readonly read: () => Promise<readonly AttachedPolicy[]> };
}

export interface HolderPolicies {
  readonly inline: readonly GaadInlinePolicy[];
  readonly attached: readonly AttachedPolicy[];
}

/** Inline policies with their documents, and attached ones. What is denied is a gap of the holder. */
export async function readHolderPolicies(calls: PolicyCalls, { gaps }: ListReader): Promise<HolderPolicies> {
  const { subject, listInline, getInline, listAttached } = calls;
  const inline = async (): Promise<GaadInlinePolicy[]> => {
    const names = (await attemptOf(gaps, subject, listInline.api, listInline.read)) ?? [];
    const policies = await Promise.all(
      names.map(async (name) => {
        // An inline policy may go while its holder stays: that is a gap of the holder.
        const document = await gaps.attempt(subject, getInline.api, () => getInline.read(name));
        return { PolicyName: name, PolicyDocument: document };
      }),
    );
    return policies;
  };
  const [inlinePolicies, attached] = await Promise.all([
    inline(),
    attemptOf(gaps, subject, listAttached.api, listAttached.read),
  ]);
  return { inline: inlinePolicies, attached: attached ?? [] };
}

/** As `Gaps.attempt`, but throws what says that the entity itself is gone. */
export async function attemptOf<T>(
  gaps: Gaps,
  subject: string,
  api: string,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (failureKind(error) === 'gone') throw new EntityGone(api);
    return gaps.attempt(subject, api, () => Promise.reject(error as Error));
  }
}

/** The entity was deleted after it was listed. */
class EntityGone extends Error {
  constructor(readonly api: string) {
    super('deleted while the account was read');
  }
}

/** Leaves out an entity that is gone by now: what was listed and can't be read any more is a gap. */
export async function unlessGone<T>(
  gaps: Gaps,
  subject: string,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof EntityGone)) throw error;
    gaps.add(subject, error.api, error.message);
    return undefined;
  }
}

/** Reads all entities; those that are gone are left out. */
export async function readEach<In, Out>(
  entities: readonly In[],
  read: (entity: In) => Promise<Out | undefined>,
): Promise<Out[]> {
  return (await Promise.all(entities.map(read))).filter((one) => one !== undefined);
}

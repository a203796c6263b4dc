import type { Normalised, NormalisedSnapshot } from '../../model/normalised.js';
import type { ParsedDocument, PolicyType } from '../../model/policy.js';
import type { Role, Snapshot } from '../../model/snapshot.js';
import { compareText } from '../../model/text.js';

/** What one policy of a role says. Managed policies of two owners can share a name: then there are two documents. */
export interface RolePolicy {
  readonly name: string;
  readonly type: PolicyType;
  /** undefined: not read. */
  readonly documents: readonly (ParsedDocument | undefined)[];
}

/** A managed policy's document by its ARN as it is in the account. */
export type DocumentsByArn = ReadonlyMap<string, ParsedDocument | undefined>;

export function documentsByArn(snapshot: Snapshot): DocumentsByArn {
  return new Map(snapshot.managedPolicies.map(({ arn, document }) => [arn, document]));
}

export function normalisedDocumentsByArn(side: NormalisedSnapshot): DocumentsByArn {
  return new Map(side.managedPolicies.map(({ raw, value }) => [raw.arn, value.document]));
}

/** The policies of a role with their names as in `value`, sorted by name and type. */
export function rolePolicies({ raw, value }: Normalised<Role>, documents: DocumentsByArn): RolePolicy[] {
  const policies: RolePolicy[] = [{ name: 'trust', type: 'trust', documents: [value.trustPolicy] }];
  for (const { name, document } of value.inlinePolicies) {
    policies.push({ name, type: 'inline', documents: [document] });
  }
  value.attachedPolicies.forEach(({ name }, index) => {
    const { arn } = raw.attachedPolicies[index]!;
    policies.push({ name, type: 'managed', documents: [documents.get(arn)] });
  });
  if (raw.permissionsBoundary !== null) {
    const arn = value.permissionsBoundary ?? raw.permissionsBoundary;
    const document = documents.get(raw.permissionsBoundary);
    policies.push({ name: arn.slice(arn.lastIndexOf('/') + 1), type: 'boundary', documents: [document] });
  }
  return mergeTwins(policies.sort((a, b) => compareText(a.name, b.name) || compareText(a.type, b.type)));
}

function mergeTwins(sorted: readonly RolePolicy[]): RolePolicy[] {
  const merged: RolePolicy[] = [];
  for (const policy of sorted) {
    const last = merged.at(-1);
    if (last?.name === policy.name && last.type === policy.type) {
      merged[merged.length - 1] = { ...last, documents: [...last.documents, ...policy.documents] };
    } else {
      merged.push(policy);
    }
  }
  return merged;
}

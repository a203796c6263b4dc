import type { PolicySet } from '../model/access.js';
import type { Normalised, NormalisedSnapshot } from '../model/normalised.js';
import type { ParsedDocument, PolicyDocument } from '../model/policy.js';
import type { EntityComparison, EntityKind } from '../model/report.js';
import type { AttachedPolicy, Entity, InlinePolicy, ManagedPolicy } from '../model/snapshot.js';
import { sortedBy } from '../model/text.js';
import { documentKey } from '../policy/canonical.js';
import { byArn } from './by-arn.js';
import type { PlaceholderSymbols } from './placeholder-symbols.js';

/** What decides the access of an entity. Groups have no boundary, users and groups no trust policy. */
interface AccessHolder extends Entity {
  readonly inlinePolicies: readonly InlinePolicy[];
  readonly attachedPolicies: readonly AttachedPolicy[];
  readonly permissionsBoundary?: string | null;
  readonly trustPolicy?: ParsedDocument;
}

/** What the entity of a comparison is told by on one side: its kind, and its raw ARN there. */
type Kind = Pick<EntityComparison, 'kind'>;

/** All documents that decide what an identity may do, each as it is and as it was compared; undefined: not read. */
export interface IdentityDocuments {
  readonly policies: readonly (Normalised<ParsedDocument> | undefined)[];
  /** null: nothing limits the policies. */
  readonly boundary: Normalised<ParsedDocument> | undefined | null;
}

/** Looks up the entities and documents of one side. */
export class SideDocuments {
  readonly #holders: Readonly<Partial<Record<EntityKind, ReadonlyMap<string, Normalised<AccessHolder>>>>>;
  readonly #policies: ReadonlyMap<string, Normalised<ManagedPolicy>>;
  readonly accountId: string;

  constructor(
    readonly side: NormalisedSnapshot,
    readonly symbols: PlaceholderSymbols,
  ) {
    this.#holders = { role: byArn(side.roles), user: byArn(side.users), group: byArn(side.groups) };
    this.#policies = byArn(side.managedPolicies);
    this.accountId = symbols.encode(side.accountId);
  }

  /** As access is compared on it; null: the entity has none. */
  trustPolicy(entity: Kind, arn: string): ParsedDocument | null {
    const document = this.trust(entity, arn)?.value;
    return document ? this.symbols.encodeDocument(document) : null;
  }

  /** All documents of an entity as access is compared on them; null where one of them can't be read. */
  policySet(entity: Kind, arn: string): PolicySet | null {
    const identity = this.identity(entity, arn);
    const documents = identity.policies.map((document) => this.#readable(document));
    // In an order of their own: what is told must not hang on how the account lists them.
    const policies = sortedBy(
      documents.filter((document) => document !== null),
      documentKey,
    );
    if (policies.length < documents.length) return null;
    if (identity.boundary === null) return { policies, boundary: null };
    const boundary = this.#readable(identity.boundary);
    return boundary && { policies, boundary };
  }

  trust({ kind }: Kind, arn: string): Normalised<ParsedDocument> | null {
    const holder = this.#holders[kind]?.get(arn);
    const value = holder?.value.trustPolicy;
    return holder && value ? { raw: holder.raw.trustPolicy!, value } : null;
  }

  identity({ kind }: Kind, arn: string): IdentityDocuments {
    if (kind === 'managed-policy') return { policies: [this.#document(arn)], boundary: null };
    const { raw, value } = this.#holders[kind]!.get(arn)!;
    return {
      policies: [
        ...value.inlinePolicies.map(({ document }, at) => ({
          raw: raw.inlinePolicies[at]!.document,
          value: document,
        })),
        ...raw.attachedPolicies.map((attached) => this.#document(attached.arn)),
      ],
      boundary: raw.permissionsBoundary ? this.#document(raw.permissionsBoundary) : null,
    };
  }

  #document(arn: string): Normalised<ParsedDocument> | undefined {
    const policy = this.#policies.get(arn);
    const value = policy?.value.document;
    return value && { raw: policy.raw.document!, value };
  }

  #readable(document: Normalised<ParsedDocument> | undefined): PolicyDocument | null {
    const encoded = document && this.symbols.encodeDocument(document.value);
    return encoded?.kind === 'policy' ? encoded : null;
  }
}

import type { Normalised, NormalisedSnapshot } from '../../model/normalised.js';
import type { ParsedDocument } from '../../model/policy.js';
import type { EntityKind } from '../../model/report.js';
import type {
  AttachedPolicy,
  Entity,
  InlinePolicy,
  InstanceProfileName,
  ManagedPolicy,
  Tag,
} from '../../model/snapshot.js';
import { compareText } from '../../model/text.js';
import { documentKey } from '../../policy/canonical.js';
import { byArn } from '../by-arn.js';

/** What any kind of entity can have. */
interface AnyEntity extends Entity {
  readonly description?: string | null;
  readonly maxSessionDuration?: number;
  readonly trustPolicy?: ParsedDocument;
  readonly inlinePolicies?: readonly InlinePolicy[];
  readonly attachedPolicies?: readonly AttachedPolicy[];
  readonly permissionsBoundary?: string | null;
  readonly document?: ParsedDocument;
  readonly groups?: readonly string[];
  readonly tags?: readonly Tag[];
  readonly instanceProfiles?: readonly InstanceProfileName[];
}

/**
 * What one side says, as texts that are equal exactly where it says the same. A text that was compared as a
 * placeholder counts as it was compared and as it is in the account: a name that the equivalency list makes equal
 * to another one is not the same name.
 */
export class SideContents {
  readonly #entities: Readonly<Record<EntityKind, ReadonlyMap<string, Normalised<AnyEntity>>>>;
  readonly #policies: ReadonlyMap<string, Normalised<ManagedPolicy>>;
  readonly #documents = new WeakMap<ParsedDocument, string>();

  constructor(readonly side: NormalisedSnapshot) {
    this.#policies = byArn(side.managedPolicies);
    this.#entities = {
      role: byArn(side.roles),
      user: byArn(side.users),
      group: byArn(side.groups),
      'managed-policy': this.#policies,
    };
  }

  /** `undefined` and null: not read. */
  document(document: ParsedDocument | null | undefined): string {
    if (!document) return 'not read';
    let text = this.#documents.get(document);
    if (text === undefined) this.#documents.set(document, (text = this.#documentText(document)));
    return text;
  }

  /** All that decides what an entity may do: its policies, whatever their names, and its boundary. */
  identity(kind: EntityKind, arn: string): string {
    const { raw, value } = this.#entity(kind, arn);
    if (kind === 'managed-policy') return this.document(value.document);
    const { permissionsBoundary: boundary = null } = raw;
    return asText([
      sorted([
        ...(value.inlinePolicies ?? []).map(({ document }) => this.document(document)),
        ...(raw.attachedPolicies ?? []).map((one) => this.#managed(one.arn)),
      ]),
      boundary === null ? 'none' : this.#managed(boundary),
    ]);
  }

  /** Who may assume a role, and in which account it is. */
  trust(kind: EntityKind, arn: string): string {
    return asText([this.side.accountId, this.document(this.#entity(kind, arn).value.trustPolicy)]);
  }

  /** All of an entity but what AWS gives it: ids and dates. What a kind of source never records is null. */
  entity(kind: EntityKind, arn: string): string {
    const { raw, value } = this.#entity(kind, arn);
    const both = (of: (entity: AnyEntity) => readonly string[] | undefined): string[] =>
      [raw, value].map((entity) => asText(sorted(of(entity) ?? [])));
    return asText([
      [raw.path, value.path, raw.description ?? null, raw.maxSessionDuration ?? null],
      this.identity(kind, arn),
      this.document(value.trustPolicy ?? null),
      (value.inlinePolicies ?? [])
        .map(({ name, document }) => asText([name, this.document(document)]))
        .sort(compareText),
      both(({ attachedPolicies }) => attachedPolicies?.map((one) => one.arn)),
      [raw.permissionsBoundary ?? null, value.permissionsBoundary ?? null],
      both(({ groups }) => groups),
      both(({ instanceProfiles }) => instanceProfiles),
      kind === 'managed-policy'
        ? []
        : both(({ tags }) => tags?.map(({ key, value: text }) => asText([key, text]))),
    ]);
  }

  #entity(kind: EntityKind, arn: string): Normalised<AnyEntity> {
    const found = this.#entities[kind].get(arn);
    if (!found) throw new Error(`no ${kind} ${arn}`);
    return found;
  }

  #managed(arn: string): string {
    return this.document(this.#policies.get(arn)?.value.document);
  }

  #documentText(document: ParsedDocument): string {
    if (document.kind === 'unreadable') return asText(['unreadable', document.raw]);
    const raw = [...(this.side.rawTexts.get(document) ?? [])].map((pair) => asText(pair));
    return asText([documentKey(document), raw.sort(compareText)]);
  }
}

function asText(value: unknown): string {
  return JSON.stringify(value);
}

function sorted(texts: readonly string[]): string[] {
  return [...texts].sort(compareText);
}

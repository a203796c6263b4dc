import type { ParsedDocument } from '../model/policy.js';
import type { AttachedPolicy } from '../model/snapshot.js';
import type { TakenSnapshot } from '../snapshot/snapshotter.js';

/** A snapshot on its way to another thread: as JSON, which is read more quickly than copies that `postMessage` makes. */
export interface PackedSnapshot {
  readonly json: string;
  /** The distinct documents in it; whoever unpacks it has them in the same order. */
  readonly documents: readonly ParsedDocument[];
}

export interface UnpackedSnapshot {
  readonly taken: TakenSnapshot;
  readonly documents: readonly ParsedDocument[];
}

/** What of an entity others can share: its documents (or what stands for them), and what is attached to it. */
interface Sharing<Document, Attached> {
  readonly trustPolicy?: Document;
  readonly document?: Document;
  readonly inlinePolicies?: readonly { readonly document: Document }[];
  readonly attachedPolicies?: readonly Attached[];
}

interface Taken<Document, Attached> {
  readonly snapshot: Readonly<
    Record<'roles' | 'users' | 'groups' | 'managedPolicies', readonly Sharing<Document, Attached>[]>
  >;
}

interface Packed {
  /** Numbers stand for what is in the lists. */
  readonly taken: Taken<number, number>;
  readonly documents: readonly ParsedDocument[];
  readonly attached: readonly AttachedPolicy[];
}

export function packSnapshot(snapshot: TakenSnapshot): PackedSnapshot {
  const documents = new Numbers<ParsedDocument>();
  const attached = new Numbers<AttachedPolicy>();
  const taken = withShared(
    snapshot,
    (document) => documents.of(document),
    (policy) => attached.of(policy),
  );
  const packed: Packed = { taken, documents: documents.all, attached: attached.all };
  return { json: JSON.stringify(packed), documents: documents.all };
}

/** What `packSnapshot` packed; what was one object is one again. */
export function unpackSnapshot(json: string): UnpackedSnapshot {
  const { taken, documents, attached } = JSON.parse(json) as Packed;
  const unpacked = withShared(
    taken,
    (number) => documents[number]!,
    (number) => attached[number]!,
  );
  return { taken: unpacked as TakenSnapshot, documents };
}

/** The same with something else for what entities share. All other fields stay, whatever they are. */
function withShared<Document, Attached, OtherDocument, OtherAttached>(
  taken: Taken<Document, Attached>,
  documentFor: (document: Document) => OtherDocument,
  attachedFor: (attached: Attached) => OtherAttached,
): Taken<OtherDocument, OtherAttached> {
  const entity = (one: Sharing<Document, Attached>): Sharing<OtherDocument, OtherAttached> => {
    const { trustPolicy, document, inlinePolicies, attachedPolicies } = one;
    const other: object = {
      ...one,
      ...(trustPolicy !== undefined && { trustPolicy: documentFor(trustPolicy) }),
      ...(document !== undefined && { document: documentFor(document) }),
      ...(inlinePolicies && {
        inlinePolicies: inlinePolicies.map((policy) => ({
          ...policy,
          document: documentFor(policy.document),
        })),
      }),
      ...(attachedPolicies && { attachedPolicies: attachedPolicies.map(attachedFor) }),
    };
    return other;
  };
  const { roles, users, groups, managedPolicies } = taken.snapshot;
  return {
    ...taken,
    snapshot: {
      ...taken.snapshot,
      roles: roles.map(entity),
      users: users.map(entity),
      groups: groups.map(entity),
      managedPolicies: managedPolicies.map(entity),
    },
  };
}

/** Numbers things in the order in which they come. */
class Numbers<T> {
  readonly all: T[] = [];
  readonly #known = new Map<T, number>();

  of(one: T): number {
    let number = this.#known.get(one);
    if (number === undefined) {
      number = this.all.push(one) - 1;
      this.#known.set(one, number);
    }
    return number;
  }
}

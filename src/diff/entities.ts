import type {
  AttributeFinding,
  DocumentSide,
  Finding,
  RecreatedFinding,
  SideText,
} from '../model/finding.js';
import type { Normalised, NormalisedEntity, NormalisedSnapshot } from '../model/normalised.js';
import type { ParsedDocument } from '../model/policy.js';
import type { EntityComparison, EntityKind, EntitySide } from '../model/report.js';
import type { Entity, Group, ManagedPolicy, Role, User } from '../model/snapshot.js';
import type { ActionCatalogue } from '../policy/catalogue.js';
import { AttachedPairs } from './attached-pairs.js';
import {
  descriptionFindings,
  groupMembershipFindings,
  pathFindings,
  roleAttributeFindings,
  tagFindings,
} from './attributes.js';
import { CrossReferences } from './cross-references.js';
import { DocumentComparer, type DocumentResult, type PolicyRole } from './documents.js';
import { type Compared, conclusive, unreadSides } from './gaps.js';
import { joinByKey } from './keyed.js';
import {
  attachedPolicies,
  boundaryPolicy,
  inlinePolicies,
  type KeyedPolicy,
  ManagedPolicyIndex,
  managedPolicyKey,
} from './policies-of.js';
import { attributesDiffer, presenceFindings, statusOf, statusOfOnly } from './status.js';

/** Compares the entities of two normalised snapshots, kind by kind; each result is sorted by normalised name. */
export class EntityComparer {
  readonly #documents: DocumentComparer;
  readonly #crossReferences: CrossReferences;
  readonly #index1: ManagedPolicyIndex;
  readonly #index2: ManagedPolicyIndex;
  readonly #attachedPairs: AttachedPairs;

  /** A side that could not list its instance profiles has them nowhere. */
  readonly #instanceProfilesRead: boolean;
  readonly #isOneAccount: boolean;

  constructor(
    readonly side1: NormalisedSnapshot,
    readonly side2: NormalisedSnapshot,
    catalogue: ActionCatalogue,
    readonly onCompared?: (entity: EntityComparison) => void,
  ) {
    this.#documents = new DocumentComparer(side1, side2, catalogue);
    this.#crossReferences = new CrossReferences(side1, side2);
    this.#index1 = new ManagedPolicyIndex(side1);
    this.#index2 = new ManagedPolicyIndex(side2);
    this.#attachedPairs = new AttachedPairs(this.#index1, this.#index2, this.#documents);
    this.#isOneAccount = side1.raw.account.id === side2.raw.account.id;
    this.#instanceProfilesRead = ![side1, side2].some((side) =>
      side.gapSubjects.has('role.instanceProfiles'),
    );
  }

  roles(): EntityComparison[] {
    return this.#all('role', this.side1.roles, this.side2.roles, (one, two) => this.#role(one, two));
  }

  users(): EntityComparison[] {
    return this.#all('user', this.side1.users, this.side2.users, (one, two) => this.#user(one, two));
  }

  groups(): EntityComparison[] {
    return this.#all('group', this.side1.groups, this.side2.groups, (one, two) => this.#group(one, two));
  }

  /**
   * Managed policies. AWS's own are compared where both sides have them; one that a side lacks is only not used there,
   * and the roles' attachments tell that.
   */
  managedPolicies(): EntityComparison[] {
    const key = ({ raw, name }: NormalisedEntity<ManagedPolicy>): string => managedPolicyKey(raw.arn, name);
    return joinByKey(this.side1.managedPolicies, this.side2.managedPolicies, key)
      .filter(({ key: id, side1, side2 }) => (side1 !== null && side2 !== null) || id.startsWith('customer/'))
      .map(({ side1, side2 }) =>
        this.#entity('managed-policy', side1, side2, (one, two) => this.#managedPolicy(one, two)),
      );
  }

  #all<T extends Entity>(
    kind: EntityKind,
    list1: readonly NormalisedEntity<T>[],
    list2: readonly NormalisedEntity<T>[],
    compare: (one: Normalised<T>, two: Normalised<T>) => Compared,
  ): EntityComparison[] {
    return joinByKey(list1, list2, ({ name }) => name).map(({ side1, side2 }) =>
      this.#entity(kind, side1, side2, compare),
    );
  }

  #entity<T extends Entity>(
    kind: EntityKind,
    side1: Normalised<T> | null,
    side2: Normalised<T> | null,
    compare: (one: Normalised<T>, two: Normalised<T>) => Compared,
  ): EntityComparison {
    const unread = unreadSides(this.side1, this.side2, kind, (side1 ?? side2)!.value);
    const plain = side1 && side2 ? conclusive(compare(side1, side2), unread) : null;
    const compared = plain && side1 && side2 ? this.#withCrossReferences(kind, side1, side2, plain) : plain;
    const status = compared ? statusOf(compared, unread) : statusOfOnly(side1 !== null, unread);
    const entity: EntityComparison = {
      kind,
      name: (side1 ?? side2)!.value.name,
      side1: side1 && entitySide(side1),
      side2: side2 && entitySide(side2),
      status,
      findings: compared ? findingsOf(compared) : presenceFindings(status),
      access: null,
      attributesDiffer: compared !== null && attributesDiffer(compared),
      differences: [],
    };
    this.onCompared?.(entity);
    return entity;
  }

  /** Who names the other account's things is not the same, however equal the rest may be. */
  #withCrossReferences(
    kind: EntityKind,
    one: Normalised<Entity>,
    two: Normalised<Entity>,
    compared: Compared,
  ): Compared {
    const found = this.#crossReferences.of(kind, one, two, findingsOf(compared));
    return found.length === 0 ? compared : { ...compared, attributes: [...found, ...compared.attributes] };
  }

  #role(one: Normalised<Role>, two: Normalised<Role>): Compared {
    return {
      attributes: joined<AttributeFinding | RecreatedFinding>(
        this.#recreated(one, two),
        pathFindings(one, two),
        descriptionFindings(one, two),
        roleAttributeFindings(one, two, this.#instanceProfilesRead),
        tagFindings(one, two),
      ),
      documents: joined(
        this.#trust(one, two),
        this.#attached(one, two),
        this.#inline(one, two),
        this.#boundary(one, two),
      ),
    };
  }

  #user(one: Normalised<User>, two: Normalised<User>): Compared {
    return {
      attributes: [
        ...this.#recreated(one, two),
        ...pathFindings(one, two),
        ...groupMembershipFindings(one, two),
        ...tagFindings(one, two),
      ],
      documents: [...this.#attached(one, two), ...this.#inline(one, two), ...this.#boundary(one, two)],
    };
  }

  #group(one: Normalised<Group>, two: Normalised<Group>): Compared {
    return {
      attributes: [...this.#recreated(one, two), ...pathFindings(one, two)],
      documents: [...this.#attached(one, two), ...this.#inline(one, two)],
    };
  }

  #managedPolicy(one: Normalised<ManagedPolicy>, two: Normalised<ManagedPolicy>): Compared {
    return {
      attributes: [...pathFindings(one, two), ...descriptionFindings(one, two), ...tagFindings(one, two)],
      documents: [
        this.#documents.compare(
          { subject: 'managed-policy', policyType: 'managed' },
          documentSide(names(one), one.value.document, one.raw.document),
          documentSide(names(two), two.value.document, two.raw.document),
        ),
      ],
    };
  }

  #trust(one: Normalised<Role>, two: Normalised<Role>): readonly DocumentResult[] {
    if (this.#documents.areSame(one.value.trustPolicy, two.value.trustPolicy)) return [];
    return [
      this.#documents.compare(
        { subject: 'trust-policy', policyType: 'trust' },
        documentSide(TRUST, one.value.trustPolicy, one.raw.trustPolicy),
        documentSide(TRUST, two.value.trustPolicy, two.raw.trustPolicy),
      ),
    ];
  }

  #attached(one: Normalised<Holder>, two: Normalised<Holder>): readonly DocumentResult[] {
    if (this.#attachedPairs.areSame(one, two)) return [];
    const list1 = attachedPolicies(one, this.#index1);
    const list2 = attachedPolicies(two, this.#index2);
    return this.#joined({ subject: 'attached-policy', policyType: 'managed' }, list1, list2);
  }

  #inline(one: Normalised<Holder>, two: Normalised<Holder>): readonly DocumentResult[] {
    if (this.#hasSameInline(one.value, two.value)) return [];
    return this.#joined(
      { subject: 'inline-policy', policyType: 'inline' },
      inlinePolicies(one),
      inlinePolicies(two),
    );
  }

  /** The common case, seen without making anything: policy by policy the same. */
  #hasSameInline({ inlinePolicies: list1 }: Holder, { inlinePolicies: list2 }: Holder): boolean {
    return (
      list1.length === list2.length &&
      list1.every(({ name, document }, at) => {
        const other = list2[at]!;
        return name === other.name && this.#documents.areSame(document, other.document);
      })
    );
  }

  #joined(role: PolicyRole, list1: readonly KeyedPolicy[], list2: readonly KeyedPolicy[]): DocumentResult[] {
    return joinByKey(list1, list2, ({ key }) => key).map(({ side1, side2 }) =>
      this.#documents.compare(role, side1?.side ?? null, side2?.side ?? null),
    );
  }

  #boundary(one: Normalised<Role | User>, two: Normalised<Role | User>): DocumentResult[] {
    const side1 = boundaryPolicy(one, this.#index1);
    const side2 = boundaryPolicy(two, this.#index2);
    if (!side1 && !side2) return [];
    return [
      this.#documents.compare({ subject: 'permissions-boundary', policyType: 'boundary' }, side1, side2),
    ];
  }

  /** Within one account a name with another unique id is another entity: what trusted the old one is broken. */
  #recreated(one: Normalised<Entity>, two: Normalised<Entity>): RecreatedFinding[] {
    if (!this.#isOneAccount) return [];
    const id1 = one.raw.id;
    const id2 = two.raw.id;
    if (one.raw.arn !== two.raw.arn || id1 === '' || id2 === '' || id1 === id2) return [];
    return [{ kind: 'recreated', type: 'entity-recreated', id1, id2 }];
  }
}

/** Nearly all entities have none. */
function findingsOf({ attributes, documents }: Compared): readonly Finding[] {
  if (documents.length === 0) return attributes;
  return [...attributes, ...documents.flatMap(({ findings }) => findings)];
}

/** One list of several, most of which are empty. */
function joined<T>(...lists: readonly (readonly T[])[]): readonly T[] {
  const all: T[] = [];
  for (const list of lists) for (const one of list) all.push(one);
  return all.length === 0 ? NONE : all;
}

const NONE: readonly never[] = [];

/** What can have policies of its own. */
type Holder = Role | User | Group;

const TRUST: SideText = { raw: 'trust', normalised: 'trust' };

/** A document of the entity itself. */
function documentSide(
  name: SideText,
  document: ParsedDocument | undefined,
  rawDocument: ParsedDocument | undefined,
): DocumentSide {
  return { name, arn: null, document: document ?? null, rawDocument: rawDocument ?? null };
}

function names(entity: Normalised<Entity>): SideText {
  return { raw: entity.raw.name, normalised: entity.value.name };
}

function entitySide({ raw, value }: Normalised<Entity>): EntitySide {
  return {
    name: { raw: raw.name, normalised: value.name },
    path: { raw: raw.path, normalised: value.path },
    arn: { raw: raw.arn, normalised: value.arn },
    serviceLinked: raw.path.startsWith('/aws-service-role/'),
  };
}

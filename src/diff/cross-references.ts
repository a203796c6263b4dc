import type {
  AttributeFinding,
  CrossReferenceFinding,
  CrossReferencePart,
  CrossReferencePlace,
  DocumentFinding,
  Finding,
  ItemDifference,
  SideText,
} from '../model/finding.js';
import type { Item } from '../model/item.js';
import type { Normalised, NormalisedSnapshot } from '../model/normalised.js';
import type { EntityKind } from '../model/report.js';
import type { Entity, InlinePolicy } from '../model/snapshot.js';
import { ITEM_COLUMNS } from '../policy/items.js';
import { matchesWildcard } from '../policy/wildcard.js';
import { joinByKey } from './keyed.js';

/** A text that both sides have but for whose account it names. */
interface Match {
  readonly part: CrossReferencePart | null;
  readonly side1: SideText;
  readonly side2: SideText;
  readonly passes: boolean;
}

/**
 * Finds where one side names something of the other account and the other its own. Documents of such sides differ by
 * their placeholders; names by which entities are paired don't, and are looked at by themselves.
 */
export class CrossReferences {
  readonly #rows = new WeakMap<readonly ItemDifference[], readonly Match[]>();

  constructor(
    readonly side1: NormalisedSnapshot,
    readonly side2: NormalisedSnapshot,
  ) {}

  /** Of one pair of entities, with what else was found about it. */
  of(
    kind: EntityKind,
    one: Normalised<Entity>,
    two: Normalised<Entity>,
    findings: readonly Finding[],
  ): CrossReferenceFinding[] {
    const hasForeignNames = this.#hasForeignNames();
    // Nearly all: nothing to look at, seen without looking anything up.
    if (findings.length === 0 && !hasForeignNames && one.value.name === two.value.name) return [];
    const names = this.#borrowed(one.raw.name, one.value.name, two.raw.name, two.value.name);
    if (!names && findings.length === 0 && !hasForeignNames) return [];
    const make = (place: CrossReferencePlace, keys: Keys, match: Match): CrossReferenceFinding[] => {
      const side = this.#sideOf(match);
      if (side === null) return [];
      const isHigh = place === 'trust-policy' || match.passes;
      const owner = `${kind === 'managed-policy' ? 'managed policy' : kind} ${(side === 1 ? one : two).raw.name}`;
      const severity = isHigh ? 'high' : 'medium';
      return [
        {
          kind: 'cross-reference',
          type: 'cross-reference',
          side,
          severity,
          place,
          ...keys(side),
          owner,
          ...match,
        },
      ];
    };
    return [
      ...(names ? make('name', NO_KEY, names) : []),
      ...this.#inlineNames(one, two).flatMap(({ key, match }) =>
        make('inline-policy-name', keyOf(key, match), match),
      ),
      ...this.#attributes(findings).flatMap(({ place, key, match }) =>
        make(place, () => ({ key, rawKey: key }), match),
      ),
      ...findings.flatMap((finding) =>
        finding.kind === 'document'
          ? this.#document(finding).flatMap((match) => make(subjectOf(finding), policyKey(finding), match))
          : [],
      ),
    ];
  }

  #hasForeignNames(): boolean {
    return this.side1.foreignNames.size + this.side2.foreignNames.size > 0;
  }

  /** Names that pair two things and say of different accounts; null: they don't. */
  #borrowed(raw1: string, paired1: string, raw2: string, paired2: string): Match | null {
    const name1 = this.side1.foreignNames.get(raw1) ?? paired1;
    const name2 = this.side2.foreignNames.get(raw2) ?? paired2;
    if (name1 === name2) return null;
    const side1 = { raw: raw1, normalised: name1 };
    return { part: null, side1, side2: { raw: raw2, normalised: name2 }, passes: false };
  }

  #inlineNames(one: Normalised<Entity>, two: Normalised<Entity>): { key: string; match: Match }[] {
    if (!this.#hasForeignNames()) return [];
    return joinByKey(inlineOf(one), inlineOf(two), ({ name }) => name).flatMap(({ key, side1, side2 }) => {
      const match = side1 && side2 && this.#borrowed(side1.raw, side1.name, side2.raw, side2.name);
      return match ? [{ key, match }] : [];
    });
  }

  /** Attributes that differ by whose account they name; what a set has on one side only is looked for on the other. */
  #attributes(
    findings: readonly Finding[],
  ): { place: CrossReferencePlace; key: string | null; match: Match }[] {
    const attributes = findings.filter(
      (finding): finding is AttributeFinding => finding.kind === 'attribute',
    );
    return attributes.flatMap((finding) => {
      const place = placeOf(finding);
      const one = finding.side1;
      if (!place || !one) return [];
      const two =
        finding.side2 ??
        attributes.find(
          (other) =>
            placeOf(other) === place && !other.side1 && other.side2 && this.#isAlike(one, other.side2),
        )?.side2;
      if (!two || !this.#isAlike(one, two)) return [];
      return [{ place, key: finding.key, match: { part: null, side1: one, side2: two, passes: false } }];
    });
  }

  #document(finding: DocumentFinding): Match[] {
    const { side1, side2, onlyIn1, onlyIn2 } = finding;
    if (!side1 || !side2) return [];
    const arns =
      side1.arn &&
      side2.arn &&
      side1.arn.normalised !== side2.arn.normalised &&
      this.#isAlike(side1.arn, side2.arn)
        ? [{ part: 'arn' as const, side1: side1.arn, side2: side2.arn, passes: false }]
        : [];
    return [...arns, ...this.#rowMatches(onlyIn1, onlyIn2)];
  }

  /** A managed policy that many roles have is looked at once. */
  #rowMatches(onlyIn1: readonly ItemDifference[], onlyIn2: readonly ItemDifference[]): readonly Match[] {
    if (onlyIn1.length === 0 || onlyIn2.length === 0) return [];
    let known = this.#rows.get(onlyIn2);
    if (!known) this.#rows.set(onlyIn2, (known = this.#matchRows(onlyIn1, onlyIn2)));
    return known;
  }

  #matchRows(onlyIn1: readonly ItemDifference[], onlyIn2: readonly ItemDifference[]): Match[] {
    const byKey = new Map(onlyIn1.map((row) => [this.#blindRow(row.item), row]));
    const matches = new Map<string, Match>();
    for (const row of onlyIn2) {
      const other = byKey.get(this.#blindRow(row.item));
      if (!other) continue;
      for (const [column, part] of PARTS) {
        const [text1, text2] = [other.item[column], row.item[column]];
        if (text1 === text2) continue;
        const key = JSON.stringify([part, text1, text2]);
        const passes = (matches.get(key)?.passes ?? false) || (part === 'resource' && mayPass(row.item));
        matches.set(key, {
          part,
          side1: { raw: other.raw[column], normalised: text1 },
          side2: { raw: row.raw[column], normalised: text2 },
          passes,
        });
      }
    }
    return [...matches.values()];
  }

  #blindRow(item: Item): string {
    return JSON.stringify(ITEM_COLUMNS.map((column) => this.#blind(item[column])));
  }

  #isAlike(one: SideText, two: SideText): boolean {
    return this.#blind(one.normalised) === this.#blind(two.normalised);
  }

  /** The text without whose account its values are of. */
  #blind(text: string): string {
    if (!text.includes('<')) return text;
    return text.replace(PLACEHOLDER, (whole, name: string) => `<${this.#bases.get(name) ?? name}>`);
  }

  get #bases(): ReadonlyMap<string, string> {
    return this.side1.bases;
  }

  /** The side that names the other's where that names its own; null: neither does. */
  #sideOf({ side1, side2 }: Match): 1 | 2 | null {
    const [names1, names2] = [side1, side2].map(({ normalised }) =>
      [...normalised.matchAll(PLACEHOLDER)].map(([, name]) => name!),
    );
    for (const [at, name1] of names1!.entries()) {
      const name2 = names2![at];
      if (name2 === undefined || name1 === name2) continue;
      if (this.#bases.has(name2)) return 2;
      if (this.#bases.has(name1)) return 1;
    }
    return null;
  }
}

/** The number that tells texts of one document apart is left out. */
const PLACEHOLDER = /<([^<>#]+)(?:#\d+)?>/g;

const PARTS: readonly (readonly [keyof Item, CrossReferencePart])[] = [
  ['principal', 'principal'],
  ['resource', 'resource'],
  ['condition', 'condition'],
  ['notResource', 'not-resource'],
  ['notPrincipal', 'not-principal'],
];

/** May the row allow `iam:PassRole`? Rows of negated actions that leave it out may. */
function mayPass({ service, action, notAction }: Item): boolean {
  if (notAction !== '') return !/"iam:(?:\*|pass[a-z*]*)"/i.test(notAction);
  const isIam = service === '*' || service.toLowerCase() === 'iam' || service === '';
  return isIam && matchesWildcard(action.toLowerCase(), 'passrole');
}

function subjectOf({ type }: DocumentFinding): CrossReferencePlace {
  return type.slice(0, type.lastIndexOf('-')) as CrossReferencePlace;
}

/** What tells a place from others of its kind, as it was compared and as it is on a side. */
type Keys = (side: 1 | 2) => Pick<CrossReferenceFinding, 'key' | 'rawKey'>;

const NO_KEY: Keys = () => ({ key: null, rawKey: null });

/** A name that pairs two things. */
function keyOf(key: string, { side1, side2 }: Match): Keys {
  return (side) => ({ key, rawKey: (side === 1 ? side1 : side2).raw });
}

function policyKey({ policyType, side1, side2 }: DocumentFinding): Keys {
  if (policyType === 'trust') return NO_KEY;
  const key = (side1 ?? side2)!.name.normalised;
  return (side) => ({ key, rawKey: (side === 1 ? side1 : side2)!.name.raw });
}

const PLACES: ReadonlySet<string> = new Set(['path', 'tag', 'instance-profile', 'group-membership']);

function placeOf({ type }: AttributeFinding): CrossReferencePlace | null {
  const attribute = type.slice(0, type.lastIndexOf('-'));
  return PLACES.has(attribute) ? (attribute as CrossReferencePlace) : null;
}

function inlineOf({ raw, value }: Normalised<Entity>): { raw: string; name: string }[] {
  const policies = (entity: Entity): readonly InlinePolicy[] =>
    (entity as Partial<{ readonly inlinePolicies: readonly InlinePolicy[] }>).inlinePolicies ?? [];
  return policies(value).map(({ name }, at) => ({ name, raw: policies(raw)[at]!.name }));
}

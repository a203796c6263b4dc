import type { NormalisedSnapshot } from '../../model/normalised.js';
import type { ParsedDocument, PolicyDocument, Statement } from '../../model/policy.js';
import { statementKey } from '../../policy/canonical.js';
import type { AnyEntity } from './places.js';
import { type EntityPair, listsOf, type Scope } from './align.js';

/** What an entry does, counted between the first side and each other one. */
export interface Effect {
  /** Entities that find their partner by it. */
  readonly matched: Readonly<Record<EntityPair['kind'], number>>;
  /** Other entries that stand in every name that it matches: without them it matches none. */
  readonly together: readonly string[];
  /** Rows of policy documents that differ without it and are equal with it. */
  readonly items: number;
}

export interface Unmatched {
  /** Entities of the first side without a partner, before any proposal. */
  readonly before: Readonly<Record<EntityPair['kind'], number>>;
  /** With every proposal. */
  readonly after: Readonly<Record<EntityPair['kind'], number>>;
  /** Entities of the other sides that the first one has not, with every proposal. */
  readonly others: Readonly<Record<EntityPair['kind'], number>>;
}

const NONE = { role: 0, policy: 0, user: 0, group: 0 } as const;

/** Entities of side 1 whose names side 2 has not. */
export function countUnmatched(
  side1: NormalisedSnapshot,
  side2: NormalisedSnapshot,
  scope: Scope,
): Record<EntityPair['kind'], number> {
  const counts: Record<EntityPair['kind'], number> = { ...NONE };
  const lists2 = listsOf(side2, scope);
  listsOf(side1, scope).forEach(({ kind, entities }, at) => {
    const names = new Set(lists2[at]!.entities.map(({ name }) => name));
    counts[kind] = entities.filter(({ name }) => !names.has(name)).length;
  });
  return counts;
}

interface MutableEffect {
  readonly matched: Record<EntityPair['kind'], number>;
  /** In how many of the matched names another placeholder stands as well. */
  readonly beside: Map<string, number>;
  items: number;
}

const newEffect = (): MutableEffect => ({ matched: { ...NONE }, beside: new Map(), items: 0 });

/** What each placeholder does between two sides that were normalised with all of them. */
export class Effects {
  readonly #effects = new Map<string, MutableEffect>();

  constructor(
    readonly side1: NormalisedSnapshot,
    readonly side2: NormalisedSnapshot,
    scope: Scope,
  ) {
    const raws1 = rawNames(side1);
    const raws2 = rawNames(side2);
    const lists2 = listsOf(side2, scope);
    listsOf(side1, scope).forEach(({ kind, entities }, at) => {
      const of2 = new Map(lists2[at]!.entities.map((entity) => [entity.name, entity]));
      for (const one of entities) {
        const two = of2.get(one.name);
        if (!two) continue;
        if (raws1.get(one) !== raws2.get(two)) {
          this.#countName(kind, placeholdersIn([one.name]));
        }
        this.#countDocuments(one, two);
      }
    });
  }

  of(placeholder: string): Effect {
    const { matched, items, beside } = this.#effects.get(placeholder) ?? newEffect();
    const all = Object.values(matched).reduce((sum, one) => sum + one, 0);
    const together = [...beside].flatMap(([other, count]) => (count === all ? [other] : []));
    return { matched, items, together };
  }

  #of(placeholder: string): MutableEffect {
    let effect = this.#effects.get(placeholder);
    if (!effect) this.#effects.set(placeholder, (effect = newEffect()));
    return effect;
  }

  #countName(kind: EntityPair['kind'], placeholders: ReadonlySet<string>): void {
    for (const placeholder of placeholders) {
      const { matched, beside } = this.#of(placeholder);
      matched[kind]++;
      for (const other of placeholders) {
        if (other !== placeholder) beside.set(other, (beside.get(other) ?? 0) + 1);
      }
    }
  }

  #countDocuments(one: AnyEntity, two: AnyEntity): void {
    const of2 = documentsOf(two);
    for (const [key, document1] of documentsOf(one)) {
      const document2 = of2.get(key);
      if (document1?.kind !== 'policy' || document2?.kind !== 'policy') continue;
      const keys2 = new Set(document2.statements.map(statementKey));
      for (const statement of document1.statements) {
        if (keys2.has(statementKey(statement))) this.#countRows(statement, document1, document2);
      }
    }
  }

  #countRows(statement: Statement, document1: PolicyDocument, document2: PolicyDocument): void {
    const raw1 = this.side1.rawTexts.get(document1);
    const raw2 = this.side2.rawTexts.get(document2);
    const changed = (text: string): boolean =>
      text.includes('<') && (raw1?.get(text) ?? text) !== (raw2?.get(text) ?? text);
    const { action, resource, principal, conditions } = statement;
    const always = conditions.flatMap(({ values }) => values.filter(changed));
    const columns: string[][] = [
      cells(resource, (set) => set.patterns),
      cells(principal, (set) => set.principals.map(({ value }) => value)),
    ];
    const actions = action.negated ? 1 : action.patterns.length;
    for (const placeholder of placeholdersIn([...always, ...columns.flat().filter(changed)])) {
      const hasIt = (text: string): boolean => changed(text) && text.includes(`<${placeholder}>`);
      const all = columns.reduce((product, texts) => product * texts.length, 1);
      const untouched = always.some(hasIt)
        ? 0
        : columns.reduce((product, texts) => product * texts.filter((text) => !hasIt(text)).length, 1);
      this.#of(placeholder).items += actions * (all - untouched);
    }
  }
}

/** The texts of a column: one row each; a negated set is one row, and no set one row without a text. */
function cells<T extends { readonly negated: boolean }>(
  set: T | null,
  textsOf: (set: T) => readonly string[],
): string[] {
  if (!set) return [''];
  return set.negated ? [textsOf(set).join(' ')] : [...textsOf(set)];
}

function documentsOf(entity: AnyEntity): Map<string, ParsedDocument | undefined> {
  return new Map([
    ...('document' in entity ? [['document', entity.document] as const] : []),
    ...('trustPolicy' in entity ? [['trust', entity.trustPolicy] as const] : []),
    ...('inlinePolicies' in entity
      ? entity.inlinePolicies.map(({ name, document }) => [`inline ${name}`, document] as const)
      : []),
  ]);
}

/** Names of the placeholders in some texts, each once. `<accountname#2>` counts as `accountname`. */
export function placeholdersIn(texts: readonly string[]): Set<string> {
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/(?<!<)<([^<>#]+)(?:#\d+)?>/g)].map(([, name]) => name!)),
  );
}

function rawNames(side: NormalisedSnapshot): Map<AnyEntity, string> {
  const all: { value: AnyEntity; raw: AnyEntity }[] = [
    ...side.roles,
    ...side.managedPolicies,
    ...side.users,
    ...side.groups,
  ];
  return new Map(all.map(({ value, raw }) => [value, raw.name]));
}

/** What entries do between the first side and all others. */
export function sumOfEffects(effects: readonly Effect[]): Effect {
  return {
    matched: addUp(effects.map(({ matched }) => matched)),
    together: [...new Set(effects.flatMap(({ together }) => together))],
    items: effects.reduce((sum, { items }) => sum + items, 0),
  };
}

/** What an entry does beyond what it did with the values that it has already. */
export function beyond(after: Effect, before: Effect): Effect {
  const matched = { ...after.matched };
  for (const kind of KINDS) matched[kind] -= before.matched[kind];
  return { ...after, matched, items: after.items - before.items };
}

const KINDS = ['role', 'policy', 'user', 'group'] as const;

export function addUp(counts: readonly Unmatched['before'][]): Unmatched['before'] {
  const sum = { role: 0, policy: 0, user: 0, group: 0 };
  for (const one of counts) {
    for (const kind of KINDS) sum[kind] += one[kind];
  }
  return sum;
}

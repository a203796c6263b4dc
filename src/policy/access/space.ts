import { BudgetExceeded, type Language, languageKey } from './automaton.js';
import type { Box } from './boxes.js';
import type { Matcher, ParsedCondition } from './conditions.js';
import { atomDimension, type Dimension, HOLDS } from './dimension.js';
import {
  type Conjunction,
  cut,
  type Draft,
  type Formula,
  type KeyDraft,
  matcherKey,
  negate,
  predicateRef,
  type Ref,
  type TextDraft,
  type VariablePatterns,
} from './drafts.js';
import { linkAccounts, linkPresence, linkVariables } from './links.js';
import { hullOf, patternKey, type Token, variablesOf } from './pattern.js';
import type { Rest } from './rest.js';
import { type DimensionFamily, familyOf } from './value-cells.js';

export type { Conjunction, Formula, Ref } from './drafts.js';

/** The space of requests that some statements can tell apart, cut into cells. */
export interface Space {
  readonly dimensions: readonly Dimension[];
  /** Boxes in which no request lies. */
  readonly impossible: readonly Box[];
  /** null: no request lies in it. */
  readonly boxOf: (conjunction: Conjunction) => Box | null;
  readonly resource: number;
  /** How conditions that are atoms read, by dimension, to name them. */
  readonly atoms: ReadonlyMap<number, Atom>;
}

/** `matches`: the pattern, its variables filled, matches. `misses`: its variables can be filled and it doesn't. */
export interface Atom {
  readonly label: string;
  /** null: the condition is opaque. */
  readonly pattern: readonly Token[] | null;
  /** The condition key, or null for the resource. */
  readonly key: string | null;
  readonly misses: boolean;
}

/** Collects what statements ask, then cuts the space once. */
export class SpaceBuilder {
  readonly #drafts: Draft[] = [];
  readonly #byName = new Map<string, number>();
  readonly #atoms = new Map<number, Atom>();
  readonly #impossible: Conjunction[] = [];
  readonly #resource: number;
  readonly #focus: Ref[] = [];

  /** `maxStates`: how large the resources' automaton may grow. */
  constructor(private readonly maxStates: number) {
    this.#resource = this.#draft('resource', () => ({
      kind: 'text',
      name: 'resource',
      languages: new Map(),
      variable: new Map(),
    }));
  }

  /** Resource and conditions of a statement. Throws BudgetExceeded where it has too many alternatives. */
  formula(rest: Rest): Formula {
    return rest.conditions.reduce(
      (formula, condition) => both(formula, this.#condition(condition)),
      this.#resources(rest),
    );
  }

  /** The resource is one of these texts. */
  resourceIn(key: string, language: Language): Ref {
    return this.#language(this.#resource, key, language);
  }

  /** Only resources of this language matter: others may be left out of the space. */
  focus(key: string, language: Language): Ref {
    const ref = this.resourceIn(key, language);
    this.#focus.push(ref);
    return ref;
  }

  /** A dimension that is cut already; what it returns speaks of a set of its cells. */
  fixed(dimension: Dimension): (cells: bigint) => Ref {
    const at = this.#draft(dimension.name, () => ({ kind: 'fixed', dimension }));
    return (mask) => ({ dimension: at, predicate: 0, holds: true, mask });
  }

  /** One value of a single-valued key is in the language; false where the key is absent. */
  keyIn(key: string, matcher: Matcher): Ref {
    return this.#keyRef(key, matcher, { quantifier: null, negated: false, whenAbsent: false });
  }

  /** The request lacks the key. */
  keyAbsent(key: string): Ref {
    return this.#absentRef(this.#keyDraft(key, 'text', false));
  }

  /** No request is like this. */
  forbid(conjunction: Conjunction): void {
    this.#impossible.push(conjunction);
  }

  /** Cuts the space. Nothing can be asked afterwards. Throws BudgetExceeded. */
  build(): Space {
    linkVariables(this, this.#drafts);
    linkAccounts(this, this.#drafts);
    linkPresence(this, this.#drafts);
    const limits = { within: this.#focus.map(({ predicate }) => predicate), maxStates: this.maxStates };
    const dimensions = this.#drafts.map((draft) => cut(draft, limits));
    const full = dimensions.map(({ cells }) => (1n << BigInt(cells.length)) - 1n);
    const boxOf = (conjunction: Conjunction): Box | null => {
      const box = [...full];
      for (const { dimension, predicate, holds, mask: cells } of conjunction) {
        const mask = cells ?? dimensions[dimension]!.masks[predicate]!;
        box[dimension] = box[dimension]! & (holds ? mask : ~mask);
      }
      return box.includes(0n) ? null : box;
    };
    return {
      dimensions,
      boxOf,
      impossible: this.#impossible.map(boxOf).filter((box) => box !== null),
      resource: this.#resource,
      atoms: this.#atoms,
    };
  }

  #draft(name: string, make: () => Draft): number {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    this.#drafts.push(make());
    this.#byName.set(name, this.#drafts.length - 1);
    return this.#drafts.length - 1;
  }

  #resources({ resource }: Rest): Formula {
    if (resource === null) return [[]];
    const plain =
      resource.plain.length > 0 ? this.resourceIn(languageKey(resource.plain), resource.plain) : null;
    const draft = this.#drafts[this.#resource] as TextDraft;
    const variable = resource.variable.map((pattern) =>
      this.#variable(draft.variable, null, 'resource', pattern, () =>
        this.resourceIn(languageKey([hullOf(pattern)]), [hullOf(pattern)]),
      ),
    );
    if (resource.negated) {
      return [[...(plain ? [negate(plain)] : []), ...variable.map((one) => one.misses())]];
    }
    return [...(plain ? [[plain]] : []), ...variable.map((one) => [one.hull, one.matches()])];
  }

  #condition(condition: ParsedCondition): Formula {
    switch (condition.kind) {
      case 'constant':
        return condition.holds ? [[]] : [];
      case 'opaque':
        return [
          [
            this.#atom(`opaque ${condition.id}`, {
              label: condition.label,
              pattern: null,
              key: condition.key,
              misses: false,
            }),
          ],
        ];
      case 'presence': {
        const absent = this.#absentRef(this.#keyDraft(condition.key, 'text', false));
        return [[condition.absent ? absent : negate(absent)]];
      }
      case 'values':
        return this.#values(condition);
    }
  }

  #values(condition: ParsedCondition & { readonly kind: 'values' }): Formula {
    const { key, matcher, quantifier, negated, whenAbsent } = condition;
    const plain: Matcher =
      matcher.family === 'text'
        ? { ...matcher, patterns: matcher.patterns.filter((one) => variablesOf(one).length === 0) }
        : matcher;
    const free = this.#keyRef(key, plain, { quantifier, negated, whenAbsent });
    const patterns =
      matcher.family === 'text' ? matcher.patterns.filter((one) => variablesOf(one).length > 0) : [];
    if (patterns.length === 0) return [[free]];
    const at = this.#keyDraft(key, 'text', false);
    const draft = this.#drafts[at] as KeyDraft;
    const variable = patterns.map((pattern) =>
      this.#variable(draft.variable, key, condition.label, pattern, () =>
        this.keyIn(key, { family: 'text', patterns: [hullOf(pattern)], arn: false }),
      ),
    );
    if (!negated) return [[free], ...variable.map((one) => [one.hull, one.matches()])];
    const absent = this.#absentRef(at);
    return [
      ...(whenAbsent ? [[absent]] : []),
      [free, negate(absent), ...variable.map((one) => one.misses())],
    ];
  }

  /** The two atoms of a pattern with variables, made when they are asked for. */
  #variable(
    patterns: VariablePatterns,
    key: string | null,
    label: string,
    pattern: readonly Token[],
    hull: () => Ref,
  ): { readonly hull: Ref; readonly matches: () => Ref; readonly misses: () => Ref } {
    const id = patternKey(pattern);
    const entry = patterns.get(id) ?? { pattern, hull: hull() };
    patterns.set(id, entry);
    const atom = (misses: boolean): Ref =>
      // A key can hold spaces: that of a tag often does.
      this.#atom(JSON.stringify([misses, key, id]), { label, pattern, key, misses });
    return {
      hull: entry.hull,
      matches: () => (entry.matches ??= atom(false)),
      misses: () => (entry.misses ??= atom(true)),
    };
  }

  #atom(name: string, atom: Atom): Ref {
    const ref = this.fixed(atomDimension(name))(HOLDS);
    this.#atoms.set(ref.dimension, atom);
    return ref;
  }

  #keyDraft(key: string, family: DimensionFamily, set: boolean): number {
    const name = `${key} ${family}${set ? ' set' : ''}`;
    return this.#draft(name, () => ({
      kind: 'key',
      key,
      family,
      matchers: new Map(),
      predicates: new Map(),
      variable: new Map(),
    }));
  }

  #keyRef(
    key: string,
    matcher: Matcher,
    how: Pick<ParsedCondition & { readonly kind: 'values' }, 'quantifier' | 'negated' | 'whenAbsent'>,
  ): Ref {
    const dimension = this.#keyDraft(key, familyOf(matcher), how.quantifier !== null);
    const draft = this.#drafts[dimension] as KeyDraft;
    const id = matcherKey(matcher);
    const at = draft.matchers.get(id)?.at ?? draft.matchers.size;
    draft.matchers.set(id, { at, matcher });
    return predicateRef(draft, dimension, { kind: 'values', ...how, matcher: at });
  }

  #absentRef(dimension: number): Ref {
    return predicateRef(this.#drafts[dimension] as KeyDraft, dimension, { kind: 'absent' });
  }

  #language(dimension: number, key: string, language: Language): Ref {
    const { languages } = this.#drafts[dimension] as TextDraft;
    const at = languages.get(key)?.at ?? languages.size;
    languages.set(key, { at, language });
    return { dimension, predicate: at, holds: true };
  }
}

const MAX_ALTERNATIVES = 500;

/** "Both hold", multiplied out. Throws BudgetExceeded. */
export function both(a: Formula, b: Formula): Formula {
  if (a.length * b.length > MAX_ALTERNATIVES) throw new BudgetExceeded();
  return a.flatMap((one) => b.map((two) => [...one, ...two]));
}

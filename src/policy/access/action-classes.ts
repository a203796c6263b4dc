import { type ActionLanguage, type ActionSet, actionSetOf, languageHas, languageIn } from './action-set.js';
import type { Rest } from './rest.js';
import { unnamedActions } from './unnamed-actions.js';
import { type KnownAction, sampleServices, type ServiceData } from './service-data.js';

/** A statement, or several that say the same of different actions. */
export interface Entry {
  /** Equal ids: the same but for the actions. */
  readonly id: string;
  readonly rest: Rest;
  readonly actions: readonly ActionSet[];
}

/** The statements of one side, by what they say. */
export type Entries = ReadonlyMap<string, Entry>;

export function entriesOf(statements: readonly { readonly id: string; readonly rest: Rest }[]): Entries {
  const entries = new Map<string, { id: string; rest: Rest; actions: ActionSet[] }>();
  for (const { id, rest } of statements) {
    const entry = entries.get(id) ?? { id, rest, actions: [] };
    entry.actions.push(actionSetOf(rest.statement.action));
    entries.set(id, entry);
  }
  return entries;
}

/** Actions that match the same statements on both sides, though not the same before and after. */
export interface ActionClass {
  /** Equal keys: the same statements. */
  readonly key: string;
  readonly before: readonly Entry[];
  readonly after: readonly Entry[];
  /** null: services that no document names. */
  readonly service: string | null;
  /** Those that the catalogue knows, `s3:GetObject`. */
  readonly known: readonly { readonly service: string; readonly action: KnownAction }[];
  /** Further names that the documents use, in lower case. */
  readonly named: readonly string[];
  /** An action that neither the catalogue nor a document names, if there can be one. */
  readonly unknown: string | null;
}

/**
 * All action classes whose statements differ; with `everywhere`, all that match any: where the sides answer by
 * different rules, equal statements may differ too. Throws BudgetExceeded where the patterns are too entangled.
 */
export function differingClasses(
  before: Entries,
  after: Entries,
  data: ServiceData,
  everywhere: boolean,
): ActionClass[] {
  const named = new Set(
    [...before.values(), ...after.values()].flatMap(({ actions }) =>
      actions.flatMap((set) => [...set.byService.keys()]),
    ),
  );
  const sides = [before, after].map(indexed) as [IndexedSide, IndexedSide];
  return [...[...named].sort(), null].flatMap((service) =>
    classesIn(service, sides, data, named, everywhere),
  );
}

interface IndexedSide {
  readonly entries: Entries;
  readonly byService: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids of entries that may name actions of any service. */
  readonly everywhere: ReadonlySet<string>;
}

function indexed(entries: Entries): IndexedSide {
  const byService = new Map<string, Set<string>>();
  const everywhere = new Set<string>();
  for (const { id, actions } of entries.values()) {
    for (const set of actions) {
      if (set.negated || set.anyService.length > 0) everywhere.add(id);
      for (const service of set.byService.keys()) {
        const ids = byService.get(service) ?? new Set();
        ids.add(id);
        byService.set(service, ids);
      }
    }
  }
  return { entries, byService, everywhere };
}

interface Local {
  readonly entry: Entry;
  readonly language: ActionLanguage;
}

function localEntries(service: string | null, side: IndexedSide): Local[] {
  const ids = new Set([
    ...((service === null ? undefined : side.byService.get(service)) ?? []),
    ...side.everywhere,
  ]);
  return [...ids].sort().flatMap((id) => {
    const entry = side.entries.get(id)!;
    const language = languageIn(service, entry.actions);
    return language ? [{ entry, language }] : [];
  });
}

function classesIn(
  service: string | null,
  sides: readonly [IndexedSide, IndexedSide],
  data: ServiceData,
  named: ReadonlySet<string>,
  everywhere: boolean,
): ActionClass[] {
  const before = localEntries(service, sides[0]);
  const after = localEntries(service, sides[1]);
  if (!everywhere && sameLocals(before, after)) return [];
  // Most names match what others of the service match: of those only the first makes a draft.
  const drafts = new Map<string, Draft | null>();
  const place = (owner: string, name: string): Draft | null => {
    const matches = matchesOf(owner, name, before) + '|' + matchesOf(owner, name, after);
    let draft = drafts.get(matches);
    if (draft === undefined) {
      const made = draftOf(matches, before, after);
      drafts.set(matches, (draft = made.same && !everywhere ? null : made));
    }
    return draft;
  };
  const parts = [...before, ...after].flatMap(({ language }) => language.parts);
  const names = new Set(parts.flatMap(({ patterns }) => [...patterns.names]));
  // Without another wildcard than `*`, all names that no statement spells out match the same.
  const isPlain = parts.every(
    ({ patterns, anyService }) => patterns.globs.length === 0 && anyService.every((one) => one === '*'),
  );
  let ordinary: Draft | null | undefined;
  for (const owner of service === null ? sampleServices(named) : [service]) {
    for (const [name, action] of data.get(owner)?.actions ?? []) {
      let draft = isPlain && !names.has(name) ? ordinary : undefined;
      if (draft === undefined) {
        draft = place(owner, name);
        if (!names.has(name)) ordinary = draft;
      }
      draft?.known.push({ service: owner, action });
    }
  }
  if (service !== null) {
    const known = data.get(service)?.actions;
    for (const name of names) {
      if (!known?.has(name)) place(service, name)?.named.push(`${service}:${name}`);
    }
  }
  for (const sample of unnamedActions(
    service,
    [...before, ...after].map(({ language }) => language),
    named,
    data,
  )) {
    const draft = place(sample.service, sample.name);
    if (draft) draft.unknown ??= `${sample.service}:${sample.name}`;
  }
  return [...drafts.values()].flatMap((draft) => (draft ? [{ ...draft, service }] : []));
}

interface Draft {
  /** The action matches the same statements before and after. */
  readonly same: boolean;
  readonly key: string;
  readonly before: readonly Entry[];
  readonly after: readonly Entry[];
  readonly known: { readonly service: string; readonly action: KnownAction }[];
  readonly named: string[];
  unknown: string | null;
}

/** A sign for each: does it name the action? */
function matchesOf(service: string, name: string, locals: readonly Local[]): string {
  let matches = '';
  for (const { language } of locals) matches += languageHas(language, service, name) ? '+' : '-';
  return matches;
}

/** `matches`: the signs of both sides. */
function draftOf(matches: string, before: readonly Local[], after: readonly Local[]): Draft {
  const named = (locals: readonly Local[], first: number): Entry[] =>
    locals.flatMap(({ entry }, at) => (matches[first + at] === '+' ? [entry] : []));
  const [left, right] = [named(before, 0), named(after, before.length + 1)];
  const [leftKey, rightKey] = [left, right].map((entries) => entries.map(({ id }) => id).join('\n'));
  return {
    same: leftKey === rightKey,
    key: `${leftKey}\n→\n${rightKey}`,
    before: left,
    after: right,
    known: [],
    named: [],
    unknown: null,
  };
}

function sameLocals(a: readonly Local[], b: readonly Local[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ entry, language }, i) => entry.id === b[i]!.entry.id && language.key === b[i]!.language.key)
  );
}

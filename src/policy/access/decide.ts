import { BudgetExceeded, type Language, languageKey } from './automaton.js';
import { type Box, intersect, newBudget, uncovered } from './boxes.js';
import { type Candidate, candidates, type Wishes } from './concretise.js';
import { hullOf, patternKey } from './pattern.js';
import { type Formula, type Space, SpaceBuilder } from './space.js';
import { answerOf, levelOf, type Side, type Term } from './terms.js';
import type { AccessRequest, Answer } from './types.js';

export interface Proof {
  readonly request: AccessRequest;
  readonly before: Answer;
  readonly after: Answer;
}

/** One reason for which a side answers higher. */
export type Finding =
  | { readonly kind: 'proved'; readonly term: Term; readonly proof: Proof }
  /** Something may differ here, or not. */
  | { readonly kind: 'open'; readonly term: Term; readonly reason: string };

/** What `after` answers higher (gained) and lower (lost), by reason. Nothing: no request differs. */
export interface Decision {
  readonly gained: readonly Finding[];
  readonly lost: readonly Finding[];
}

/** What both sides are compared in, apart from their statements. */
export interface Question {
  readonly before: Side;
  readonly after: Side;
  /** Only these resources; null: any text. */
  readonly resources: { readonly key: string; readonly language: Language } | null;
  readonly wishes: Omit<Wishes, 'rests'>;
  /** Adds dimensions and relations of its own. */
  readonly prepare?: (space: SpaceBuilder) => void;
}

const MAX_PIECES = 8;

/**
 * Compares the answers of two sides to all requests of one class of actions, exactly: first whether the statements,
 * cut into cells, leave room for a difference; then whether a concrete request bears it out. Room without such a
 * request is `open`.
 */
export function decide(question: Question): Decision {
  const gained = sources(question.before, question.after);
  const lost = sources(question.after, question.before);
  if (gained.length === 0 && lost.length === 0) return { gained: [], lost: [] };
  const shared = attempt(() => cutSpace(question, QUICK_STATES, null));
  const tried = new Tried(question);
  const settle = (all: readonly Source[], direction: Direction): Finding[] =>
    all.flatMap((source) => {
      const found = shared ? attempt(() => examine(source, tried, shared, direction)) : null;
      return found ?? examineAlone(source, tried, direction);
    });
  return { gained: settle(gained, 'gained'), lost: settle(lost, 'lost') };
}

type Direction = 'gained' | 'lost';

/** null: the budget was used up. */
function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof BudgetExceeded) return null;
    throw error;
  }
}

/** One space for all is quick where it is small; else each resource pattern gets the space around it. */
const QUICK_STATES = 8_000;
const MAX_STATES = 12_000;

function examineAlone(source: Source, tried: Tried, direction: Direction): Finding[] {
  const { term } = source;
  const { question } = tried;
  let open: Finding | null = null;
  for (const focus of focusesOf(source)) {
    const found = attempt(() => examine(source, tried, cutSpace(question, MAX_STATES, focus), direction));
    if (found?.[0]?.kind === 'proved') return found;
    open ??= found === null ? { kind: 'open', term, reason: TOO_LARGE } : (found[0] ?? null);
  }
  return open ? [open] : [];
}

/** The term's resources, pattern by pattern, without those that a cover names itself; null: any. */
function focusesOf({ term, covers }: Source): (Language | null)[] {
  const resource = term.rests.map((rest) => rest.resource).find((one) => one !== null && !one.negated);
  if (!resource) return [null];
  const conditions = new Set(term.rests.flatMap((rest) => rest.conditions.map(({ id }) => id)));
  const named = new Set(
    covers
      .filter(({ rests }) => rests.length === 1 && rests[0]!.conditions.every(({ id }) => conditions.has(id)))
      .filter(({ rests }) => rests[0]!.statement.principal === null && rests[0]!.resource?.negated === false)
      .flatMap(({ rests }) =>
        [...rests[0]!.resource!.plain, ...rests[0]!.resource!.variable].map(patternKey),
      ),
  );
  return [
    ...resource.plain.filter((pattern) => !named.has(patternKey(pattern))),
    ...resource.variable.filter((pattern) => !named.has(patternKey(pattern))).map(hullOf),
  ].map((pattern) => [pattern]);
}

const TOO_LARGE = 'the patterns and conditions are too entangled to be compared exactly within bounds';

/** A term by which `high` may answer higher than `low`, unless all of it is covered. */
interface Source {
  readonly term: Term;
  readonly covers: readonly Term[];
}

function sources(low: Side, high: Side): Source[] {
  const byDenies = cover(high.denies);
  const byLevel = new Map<number, Cover>();
  const byGrants = (level: number): Cover => {
    const known = byLevel.get(level);
    if (known) return known;
    const made = cover([...high.denies, ...low.grants.filter((one) => levelOf(one.grants) >= level)]);
    byLevel.set(level, made);
    return made;
  };
  const of = (term: Term, { covers, ids, isWhole }: Cover): Source[] =>
    isWhole || ids.has(term.id) ? [] : [{ term, covers }];
  return [
    ...low.denies.flatMap((term) => of(term, byDenies)),
    ...high.grants.flatMap((term) => of(term, byGrants(levelOf(term.grants)))),
  ];
}

/** Terms that cover others, made once for all that they may cover: there may be thousands of both. */
interface Cover {
  readonly covers: readonly Term[];
  readonly ids: ReadonlySet<string>;
  /** One of them covers anything. */
  readonly isWhole: boolean;
}

function cover(covers: readonly Term[]): Cover {
  return { covers, ids: new Set(covers.map(({ id }) => id)), isWhole: covers.some(isEverything) };
}

/** A statement on any resource under no condition. Principals are told apart by the id only. */
function isEverything({ rests }: Term): boolean {
  return rests.every(
    (rest) => rest.resource === null && rest.conditions.length === 0 && rest.statement.principal === null,
  );
}

interface Cut {
  readonly space: Space;
  /** By a term's id: where it applies. */
  readonly boxes: ReadonlyMap<string, readonly Box[]>;
  /** The requests that count; null: none. */
  readonly limit: Box | null;
}

function cutSpace(question: Question, maxStates: number, focus: Language | null): Cut {
  const builder = new SpaceBuilder(maxStates);
  question.prepare?.(builder);
  const within = question.resources
    ? [builder.focus(question.resources.key, question.resources.language)]
    : [];
  if (focus) within.push(builder.focus(languageKey(focus), focus));
  const terms = new Map(
    [question.before, question.after]
      .flatMap((side) => [...side.denies, ...side.grants])
      .map((term) => [term.id, term]),
  );
  const formulas = [...terms.values()].map((term): [string, Formula] => [term.id, term.formula(builder)]);
  const space = builder.build();
  const boxes = new Map(
    formulas.map(([id, formula]) => [id, formula.map(space.boxOf).filter((box) => box !== null)]),
  );
  return { space, boxes, limit: space.boxOf(within) };
}

function examine({ term, covers }: Source, tried: Tried, cut: Cut, direction: Direction): Finding[] {
  const { space, boxes, limit } = cut;
  if (limit === null) return [];
  const covering = [...space.impossible, ...covers.flatMap((cover) => boxes.get(cover.id) ?? [])];
  const budget = newBudget();
  const wishes: Wishes = { ...tried.question.wishes, rests: term.rests };
  let open: string | null = null;
  for (const box of boxes.get(term.id) ?? []) {
    const limited = intersect(box, limit);
    if (limited === null) continue;
    let pieces = 0;
    for (const piece of uncovered(limited, covering, budget)) {
      for (const candidate of candidates(space, piece, wishes)) {
        const proof = tried.prove(candidate, direction);
        if (proof) return [{ kind: 'proved', term, proof }];
      }
      open ??= describe(space, piece, term);
      if (++pieces >= MAX_PIECES) break;
    }
  }
  return open === null ? [] : [{ kind: 'open', term, reason: open }];
}

/** The requests that one question was tried on: many boxes suggest the same ones. */
class Tried {
  readonly #known = new Map<string, (Answers & { readonly request: AccessRequest }) | null>();

  constructor(readonly question: Question) {}

  prove({ id, make }: Candidate, direction: Direction): Proof | null {
    let known = this.#known.get(id);
    if (known === undefined) {
      const request = make();
      const answers = request && answersOf(this.question, request);
      known = request && answers && { request, ...answers };
      this.#known.set(id, known);
    }
    return known && proofOf(known.request, known, direction);
  }
}

type Answers = Pick<Proof, 'before' | 'after'>;
type Sides = Pick<Question, 'before' | 'after'>;

/** The request with both answers, if they differ in this direction. */
export function prove(sides: Sides, request: AccessRequest, direction: Direction): Proof | null {
  const answers = answersOf(sides, request);
  return answers && proofOf(request, answers, direction);
}

function answersOf(sides: Sides, request: AccessRequest): Answers | null {
  const before = answerOf(sides.before, request);
  const after = before === null ? null : answerOf(sides.after, request);
  return before === null || after === null ? null : { before, after };
}

function proofOf(request: AccessRequest, { before, after }: Answers, direction: Direction): Proof | null {
  const rise = levelOf(after) - levelOf(before);
  return (direction === 'gained' ? rise > 0 : rise < 0) ? { request, before, after } : null;
}

/** Names the conditions whose relation is not known. */
function describe(space: Space, piece: Box, term: Term): string {
  const full = (at: number): bigint => (1n << BigInt(space.dimensions[at]!.cells.length)) - 1n;
  const atoms = space.dimensions.flatMap((dimension, at) => {
    if (piece[at] === full(at)) return [];
    const atom = space.atoms.get(at);
    return atom ? [atom.label] : dimension.name.startsWith('NotPrincipal') ? [dimension.name] : [];
  });
  const keys = space.dimensions.flatMap((dimension, at) =>
    dimension.key !== null && piece[at] !== full(at) ? [dimension.key] : [],
  );
  const own = term.rests.flatMap((rest) => rest.conditions.map((condition) => condition.label));
  const named = [...new Set([...atoms, ...own, ...keys])].slice(0, 2);
  return named.length === 0
    ? 'the resource patterns leave room for a difference that no request could be found for'
    : `it is not known how these relate: ${named.map((one) => `“${one}”`).join(' and ')}`;
}

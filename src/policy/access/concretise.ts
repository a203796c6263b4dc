import type { Box } from './boxes.js';
import { type Dimension, HOLDS } from './dimension.js';
import { plainText, type Token, type Variable } from './pattern.js';
import { completed, isConsistent } from './relations.js';
import type { Rest } from './rest.js';
import type { Atom, Space } from './space.js';
import type { AccessRequest } from './types.js';

/** What a request needs beside the cells of a box. */
export interface Wishes {
  readonly action: string;
  /** Statements that the request is about: their resource patterns make the most readable resources. */
  readonly rests: readonly Rest[];
  /** Readable resources to try before the shortest ones. */
  readonly resources: readonly string[];
  readonly isResource: (resource: string) => boolean;
  readonly startsOf?: (space: Space, box: Box) => readonly Pick<AccessRequest, 'principal' | 'context'>[];
}

const MAX_TRIES = 24;

/** A request that is made once somebody asks for it: many boxes suggest the same one. */
export interface Candidate {
  /** Equal ids: equal requests, for one action. */
  readonly id: string;
  /** null: AWS could not make such a request. */
  readonly make: () => AccessRequest | null;
}

/**
 * Concrete requests that may lie in the box, the most readable first. They are candidates: whether one proves
 * anything is for the caller to check on both sides.
 */
export function* candidates(space: Space, box: Box, wishes: Wishes): Generator<Candidate> {
  let tries = 0;
  const reads = new Set(space.dimensions.flatMap(({ key }) => key ?? []));
  for (const start of wishes.startsOf?.(space, box) ?? [{ context: {} }]) {
    for (const filling of ['x', 'app1']) {
      for (const greedy of [false, true]) {
        const values = keyValues(space, box, start.context, filling, greedy);
        const id = JSON.stringify([start.principal, [...values], [...reads]]);
        for (const { resource, extra } of resourcesFor(space, box, values, wishes, filling)) {
          if (++tries > MAX_TRIES) return;
          if (!wishes.isResource(resource)) continue;
          const make = (): AccessRequest | null =>
            requestOf(start.principal, wishes.action, resource, new Map([...values, ...extra]), reads);
          const own = extra.size === 0 ? '' : JSON.stringify([...extra]);
          yield { id: `${id}${own}\n${resource}`, make };
        }
      }
    }
  }
}

function requestOf(
  principal: AccessRequest['principal'],
  action: string,
  resource: string,
  values: Values,
  reads: ReadonlySet<string>,
): AccessRequest | null {
  const present = [...values].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
  // Not key by key: one that is named `__proto__` would be lost.
  const context: AccessRequest['context'] = Object.fromEntries(present);
  const request = completed({ ...(principal ? { principal } : {}), action, resource, context }, reads);
  return isConsistent(request, reads) ? request : null;
}

export type Values = Map<string, readonly string[] | null>;

/** A value for each key that the box says something of. Absent where that is allowed, unless `greedy`. */
function keyValues(
  space: Space,
  box: Box,
  given: AccessRequest['context'],
  filling: string,
  greedy: boolean,
): Values {
  const values: Values = new Map(Object.entries(given));
  // A key may be read in several ways, as a number and as a text: the first that gives it a value wins.
  const dimensions = space.dimensions
    .map((dimension, at) => ({ dimension, at }))
    .sort((a, b) => Number(b.dimension.isSpecific) - Number(a.dimension.isSpecific));
  for (const { dimension, at } of dimensions) {
    const { key } = dimension;
    if (key === null || Object.hasOwn(given, key) || values.get(key) != null) continue;
    const cell = chooseCell(dimension, box[at]!, greedy);
    if (cell !== null) values.set(key, cell.values);
  }
  for (const [at, atom] of space.atoms) {
    if (!wanted(box[at]!) || atom.pattern === null) continue;
    for (const variable of variables(atom)) fillVariable(values, variable, filling);
    if (atom.key !== null && !atom.misses) values.set(atom.key, [fill(atom.pattern, values, filling)]);
  }
  return values;
}

function wanted(mask: bigint): boolean {
  return mask === HOLDS;
}

function variables(atom: Atom): Variable[] {
  return (atom.pattern ?? []).flatMap((token) => (token.kind === 'variable' ? [token.variable] : []));
}

function fillVariable(values: Values, { key, fallback }: Variable, filling: string): void {
  if (values.get(key) == null && fallback === null) values.set(key, [filling]);
}

function chooseCell(dimension: Dimension, mask: bigint, greedy: boolean): Dimension['cells'][number] | null {
  const full = (1n << BigInt(dimension.cells.length)) - 1n;
  if (mask === full && !greedy) return null;
  const possible = dimension.cells.filter((cell, at) => (mask >> BigInt(at)) & 1n && cell.certain);
  const absent = possible.find((cell) => cell.values === null);
  const present = possible.find((cell) => cell.values !== null);
  return (greedy ? (present ?? absent) : (absent ?? present)) ?? null;
}

/** The pattern as a text: wildcards and variables filled. */
export function fill(pattern: readonly Token[], values: Values, filling: string): string {
  return pattern
    .map((token) => {
      switch (token.kind) {
        case 'char':
          return token.char;
        case 'one':
          return 'x';
        case 'many':
          return filling;
        case 'variable': {
          const value = values.get(token.variable.key)?.[0];
          return value ?? token.variable.fallback ?? filling;
        }
      }
    })
    .join('');
}

interface Placed {
  readonly resource: string;
  /** Keys that have to take another value for this resource. */
  readonly extra: Values;
}

function resourcesFor(space: Space, box: Box, values: Values, wishes: Wishes, filling: string): Placed[] {
  const found: Placed[] = [];
  const none: Values = new Map();
  const atoms = [...space.atoms].filter(([, atom]) => atom.key === null && atom.pattern !== null);
  for (const [at, atom] of atoms) {
    if (wanted(box[at]!) && !atom.misses)
      found.push({ resource: fill(atom.pattern!, values, filling), extra: none });
  }
  for (const rest of wishes.rests) {
    if (rest.resource === null || rest.resource.negated) continue;
    for (const pattern of rest.resource.plain.slice(0, 8)) {
      found.push({ resource: fill(arnFilled(pattern), values, filling), extra: none });
    }
  }
  found.push(...wishes.resources.map((resource) => ({ resource, extra: none })));
  const { cells } = space.dimensions[space.resource]!;
  const mask = box[space.resource]!;
  cells.forEach((cell, at) => {
    if (!((mask >> BigInt(at)) & 1n) || cell.values === null || found.length > 20) return;
    const resource = cell.values[0]!;
    found.push({ resource, extra: none });
    for (const [dimension, atom] of atoms) {
      const extra = wanted(box[dimension]!) && !atom.misses ? captured(atom.pattern!, resource) : null;
      if (extra) found.push({ resource, extra });
    }
  });
  return found;
}

const PARTS = ['arn', 'aws', 's3', 'us-east-1', '111122223333'];

/** Wildcards in the first parts of an ARN filled with what usually stands there. */
export function arnFilled(pattern: readonly Token[]): Token[] {
  let part = 0;
  let before = '';
  return pattern.flatMap((token, at): Token[] => {
    if (token.kind === 'char') {
      if (token.char === ':') part++;
      before = token.char;
      return [token];
    }
    const next = pattern[at + 1];
    const whole = before === ':' && next?.kind === 'char' && next.char === ':';
    before = '';
    if (token.kind !== 'many' || !whole || part === 0 || part > 4) return [token];
    return plainText(PARTS[part]!);
  });
}

/** The value that the pattern's one variable has to have for the pattern to match the text, if that is easy to say. */
function captured(pattern: readonly Token[], text: string): Values | null {
  const at = pattern.findIndex((token) => token.kind === 'variable');
  const token = pattern[at];
  if (token?.kind !== 'variable') return null;
  const plain = (tokens: readonly Token[]): string | null =>
    tokens.every((one) => one.kind === 'char') ? tokens.map((one) => one.char).join('') : null;
  const head = plain(pattern.slice(0, at));
  const tail = plain(pattern.slice(at + 1));
  if (head === null || !text.startsWith(head)) return null;
  if (tail !== null && text.endsWith(tail) && text.length >= head.length + tail.length) {
    return new Map([[token.variable.key, [text.slice(head.length, text.length - tail.length)]]]);
  }
  return null;
}

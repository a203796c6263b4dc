import type { Statement } from '../../model/policy.js';
import { sortedBy, sortedUnique } from '../../model/text.js';
import { hasWildcard, includesPattern, matchesWildcard } from '../wildcard.js';
import type { ActionClass } from './action-classes.js';
import type { Term } from './terms.js';
import type { ServiceData } from './service-data.js';
import type { AccessChange, ChangeCause, Witness } from './types.js';

/** A reason that was borne out for one class of actions. */
export interface ProvedChange {
  readonly direction: 'gained' | 'lost';
  readonly term: Term;
  readonly cause: ChangeCause;
  readonly actions: ActionClass;
  readonly witness: Witness;
}

/** One change per reason, with its actions as few patterns. Those that can be used today come first. */
export function changesOf(
  proved: readonly ProvedChange[],
  statements: Readonly<Record<'before' | 'after', readonly Statement[]>>,
  data: ServiceData,
): AccessChange[] {
  const groups = new Map<string, ProvedChange[]>();
  for (const one of proved) {
    const key = `${one.cause} ${one.term.id}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  const changes = [...groups.values()].map((group) => changeOf(group, statements, data));
  return sortedBy(changes, (one) => `${one.witness.today ? 0 : 1}${JSON.stringify(one)}`);
}

function changeOf(
  group: readonly ProvedChange[],
  statements: Readonly<Record<'before' | 'after', readonly Statement[]>>,
  data: ServiceData,
): AccessChange {
  const { direction, term, cause } = group[0]!;
  const { statement } = (cause.startsWith('boundary') ? term.rests[1] : undefined) ?? term.rests[0]!;
  const { witness } = group.find((one) => one.witness.today) ?? group[0]!;
  const conditions = term.rests.flatMap((rest) => rest.conditions.map((condition) => condition.label));
  const classes = group.map((one) => one.actions);
  // What was gained by an Allow is missing before, and what was gained by a Deny is missing after.
  const other = (direction === 'gained') === cause.startsWith('deny') ? statements.after : statements.before;
  const alike = alikeIn(other, statement, witness);
  return {
    direction,
    actions: actionPatterns(classes, statement, data),
    resources: resourcePatterns(statement, alike, witness),
    principals: principalTexts(statement, alike),
    conditions: sortedUnique(conditions),
    cause,
    witness,
  };
}

/** The statement's principals, without those that a like statement of the other side names too. */
function principalTexts({ principal }: Statement, alike: readonly Statement[]): string[] {
  if (principal === null) return [];
  const texts = principal.principals.map(({ type, value }) => `${type} ${value}`);
  if (principal.negated) return texts.map((text) => `not ${text}`);
  const known = new Set(
    alike.flatMap(({ principal: other }) =>
      other?.negated === false ? other.principals.map(({ type, value }) => `${type} ${value}`) : [],
    ),
  );
  const fresh = texts.filter((text) => !known.has(text));
  return fresh.length > 0 ? fresh : texts;
}

/** The statement's resources, without those that a like statement of the other side names too. */
function resourcePatterns(
  { resource }: Statement,
  alike: readonly Statement[],
  { request }: Witness,
): readonly string[] {
  if (resource === null) return ['*'];
  if (resource.negated) return resource.patterns.map((text) => `not ${text}`);
  const known = alike.flatMap((one) => (one.resource?.negated === false ? one.resource.patterns : []));
  const fresh = resource.patterns.filter((pattern) => !known.some((wide) => includesPattern(wide, pattern)));
  const told = fresh.some((pattern) => pattern.includes('${') || matchesWildcard(pattern, request.resource));
  return told ? fresh : resource.patterns;
}

/** Statements of the other side with the same effect and conditions that say something of the witness's action. */
function alikeIn(
  other: readonly Statement[],
  { effect, conditions }: Statement,
  { request }: Witness,
): Statement[] {
  const condition = JSON.stringify(conditions);
  const action = request.action.toLowerCase();
  return other.filter(
    (one) =>
      one.effect === effect &&
      one.action.patterns.some((pattern) => matchesWildcard(pattern.toLowerCase(), action)) !==
        one.action.negated &&
      JSON.stringify(one.conditions) === condition,
  );
}

/**
 * The actions of some classes: the statement's own patterns where all that they match is among them, else names,
 * with `s3:Put*` for all that begin with one word.
 */
function actionPatterns(classes: readonly ActionClass[], statement: Statement, data: ServiceData): string[] {
  const { negated, patterns } = statement.action;
  const unknown = classes.flatMap((one) => one.unknown ?? []);
  if (classes.some((one) => one.service === null)) {
    // Without end: told as the statement tells it.
    return negated ? patterns.map((pattern) => `not ${pattern}`) : patterns.filter(isUnbounded);
  }
  const left = new Map<string, string>();
  for (const one of classes) {
    for (const { service, action } of one.known) {
      const spelled = `${service}:${action.name}`;
      left.set(spelled.toLowerCase(), spelled);
    }
    for (const name of one.named)
      left.set(name, patterns.find((pattern) => pattern.toLowerCase() === name) ?? name);
  }
  const found = new Set(left.keys());
  const services = new Set(classes.map((one) => one.service ?? ''));
  const whole: string[] = [];
  for (const pattern of negated ? [] : patterns.filter(hasWildcard)) {
    const folded = pattern.toLowerCase();
    if (!unknown.some((name) => matchesWildcard(folded, name))) continue;
    if (!catalogued(folded, services, data).every((name) => found.has(name))) continue;
    whole.push(pattern);
    for (const name of found) if (matchesWildcard(folded, name)) left.delete(name);
  }
  const rest = [...whole, ...byFirstWord([...left.values()], data)];
  return sortedUnique(
    rest.length > 0
      ? rest
      : negated
        ? unknown
        : patterns.filter((pattern) => unknown.some((name) => matchesWildcard(pattern.toLowerCase(), name))),
  );
}

/** The pattern speaks of services that no document names. */
function isUnbounded(pattern: string): boolean {
  return hasWildcard(pattern.split(':')[0] ?? '');
}

/** What the catalogue knows of these services that the pattern matches, folded. */
function catalogued(pattern: string, services: ReadonlySet<string>, data: ServiceData): string[] {
  return [...services].flatMap((service) =>
    [...(data.get(service)?.actions.keys() ?? [])]
      .map((name) => `${service}:${name}`)
      .filter((name) => matchesWildcard(pattern, name)),
  );
}

const FEWEST = 3;

/** Names, or `s3:Put*` where all that begin with the same word are among them. */
function byFirstWord(names: readonly string[], data: ServiceData): string[] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const word = /^[^:]*:[A-Z][a-z]+/.exec(name)?.[0] ?? name;
    const members = groups.get(word);
    if (members) members.push(name);
    else groups.set(word, [name]);
  }
  return [...groups].flatMap(([word, members]) => {
    if (members.length < FEWEST) return members;
    const [service = '', first = ''] = word.split(':');
    const all = [...(data.get(service)?.actions.values() ?? [])].filter(({ name }) => name.startsWith(first));
    return all.length === members.length ? [`${word}*`] : members;
  });
}

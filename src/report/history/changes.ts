import type { AccessChange } from '../../model/access.js';
import type { AttributeFinding, DocumentFinding, Finding } from '../../model/finding.js';
import { visible } from '../../model/hidden-characters.js';
import type { EntityComparison, Report } from '../../model/report.js';
import { accessParts, changesOf, isUnjudged, joinedVerdict } from '../access.js';
import { allEntities } from '../entities.js';
import { plural } from '../plural.js';
import { actionWords, conditionWords, principalWords, resourceWords } from '../terminal/access-words.js';
import { capped, type Style } from '../terminal/style.js';

/** What happened to one entity from one accepted state to the next. */
export interface EntityChange {
  readonly kind: EntityComparison['kind'];
  readonly name: string;
  readonly status: EntityComparison['status'];
  /** How its access differs; null: it came, went, or only something beside access changed. */
  readonly verdict: ReturnType<typeof joinedVerdict> | null;
  /** In a word: `new`, `removed`, `broader`, `changed`. */
  readonly word: string;
  /** Clauses without a subject: `can also s3:PutObject on …`. */
  readonly clauses: readonly string[];
}

/** Clauses about access before the rest is counted. */
const MOST_CLAUSES = 6;

/** What changed between two accepted states, entity by entity; nothing for what stayed. Safe for a terminal. */
export function entityChanges(report: Report, style: Style): EntityChange[] {
  return allEntities(report)
    .filter(({ status }) => status !== 'same')
    .map((entity) => changeOf(entity, style));
}

function changeOf(entity: EntityComparison, style: Style): EntityChange {
  const { kind, status } = entity;
  const base = { kind, name: visible((entity.side2 ?? entity.side1)!.name.raw), status };
  switch (status) {
    case 'only-in-2':
      return { ...base, verdict: null, word: 'new', clauses: [] };
    case 'only-in-1':
      return { ...base, verdict: null, word: 'removed', clauses: [] };
    case 'unreadable':
      return { ...base, verdict: null, word: 'could not be read', clauses: [] };
    case 'reorganised':
      return { ...base, verdict: 'equivalent', word: 'written differently, the same access', clauses: [] };
    case 'same':
    case 'drifted':
      return { ...base, ...driftOf(entity, style) };
  }
}

function driftOf(entity: EntityComparison, style: Style): Pick<EntityChange, 'verdict' | 'word' | 'clauses'> {
  const verdict = joinedVerdict(entity);
  const changes = accessParts(entity).flatMap(({ type, comparison }) =>
    changesOf(comparison).map((change) =>
      type === 'trust' ? trustClause(change, style) : identityClause(change, style),
    ),
  );
  const { shown, more } = capped(changes, MOST_CLAUSES, style);
  const clauses = [
    ...shown,
    ...(more > 0 ? [`and ${plural(more, 'more change')} of access`] : []),
    ...(isUnjudged(entity) ? ["a document can't be read"] : []),
    ...entity.findings.flatMap((finding) => findingClauses(finding, changes.length > 0)),
  ];
  const isAccess = verdict !== 'equivalent';
  return {
    verdict: isAccess ? verdict : null,
    word: isAccess ? verdict : 'changed',
    clauses: clauses.map(visible),
  };
}

function identityClause(change: AccessChange, style: Style): string {
  const what = actionWords(change, style) + resourceWords(change, style) + conditionWords(change, style);
  switch (change.cause) {
    case 'allow added':
      return `can also ${what}`;
    case 'boundary widened':
      return `can also ${what} (its permissions boundary lets it)`;
    case 'allow removed':
      return `can no longer ${what}`;
    case 'boundary narrowed':
      return `can no longer ${what} (its permissions boundary keeps it from that)`;
    case 'deny added':
      return `also denies ${what}`;
    case 'deny removed':
      return `no longer denies ${what}`;
  }
}

function trustClause(change: AccessChange, style: Style): string {
  const who = principalWords(change.principals, style);
  const actions = actionWords(change, style);
  const condition = conditionWords(change, style);
  if (change.cause === 'deny added') return `also denies ${who} ${actions}${condition}`;
  if (change.cause === 'deny removed') return `no longer denies ${who} ${actions}${condition}`;
  const how = /^sts:AssumeRole$/i.test(actions) ? '' : ` with ${actions}`;
  const can = change.direction === 'gained' ? 'can also' : 'can no longer';
  return `${can} be assumed by ${who}${how}${condition}`;
}

/** What the clauses about access don't tell of. */
function findingClauses(finding: Finding, accessIsTold: boolean): string[] {
  switch (finding.kind) {
    case 'attribute':
      return [attributeClause(finding)];
    case 'document':
      return accessIsTold ? [] : [documentClause(finding)];
    case 'unreadable':
      return [`the ${finding.policyType} policy can't be compared`];
    case 'recreated':
      return ['deleted and created anew'];
    case 'presence':
    case 'cross-reference':
      // A history is of one account: nothing in it is the other's.
      return [];
  }
}

function attributeClause({ type, key, side1, side2 }: AttributeFinding): string {
  const attribute = type.slice(0, type.lastIndexOf('-')).replaceAll('-', ' ');
  const name = key === null ? attribute : `${attribute} ${JSON.stringify(key)}`;
  if (!side1) return `${name} added: ${JSON.stringify(side2?.raw)}`;
  if (!side2) return `${name} removed, was ${JSON.stringify(side1.raw)}`;
  return `${name} was ${JSON.stringify(side1.raw)}, is ${JSON.stringify(side2.raw)}`;
}

function documentClause({ type, side1, side2, policyType }: DocumentFinding): string {
  const cut = type.lastIndexOf('-');
  const name = policyType === 'trust' ? '' : ` ${(side2 ?? side1)!.name.raw}`;
  return `${type.slice(0, cut).replaceAll('-', ' ')}${name} ${type.slice(cut + 1)}`;
}

import type { Condition, Statement } from '../../../src/model/policy.js';
import { readPrincipal } from '../../../src/policy/evaluate/index.js';
import type { AccessInput, AccessRequest } from '../../../src/policy/access/index.js';
import { foldConditionKey, operatorParts } from '../../../src/policy/operators.js';
import type { Random } from './random.js';
import { ASKERS } from './vocabulary.js';

/** What requests are made of: all that the documents name, and what only one side does. */
interface Pieces {
  readonly statements: readonly Statement[];
  /** Statements, action and resource patterns that only one of the sides has: what differs lies there. */
  readonly fresh: readonly Statement[];
  readonly freshTexts: ReadonlySet<string>;
  readonly keys: readonly KeyPieces[];
  readonly trust: boolean;
}

interface KeyPieces {
  readonly key: string;
  readonly conditions: readonly Condition[];
  /** Under set operators alone; elsewhere AWS has no rule for many values. */
  readonly multivalued: boolean;
}

const FILLINGS = ['', 'a', 'shared', 'x/y', 'b:c', 'ab', '*', 'red', 'ann', '-dev', '1'];

/** Resources that a NotResource may mean. */
const STRANGERS = ['*', 'arn:aws:s3:::other', 'arn:aws:ec2:us-east-1:111122223333:volume/v', 'b'];

/** `count` requests drawn from what both sides name. */
export function* requestsFor(input: AccessInput, random: Random, count: number): Generator<AccessRequest> {
  const pieces = piecesOf(statementsOf(input, 'before'), statementsOf(input, 'after'));
  for (let drawn = 0; drawn < count; drawn++) yield requestFrom(pieces, random);
}

function statementsOf(input: AccessInput, side: 'before' | 'after'): Statement[] {
  if (input.type === 'trust') return [...input[side].statements];
  const { policies, boundary } = input[side];
  return [...policies, ...(boundary ? [boundary] : [])].flatMap((document) => document.statements);
}

function piecesOf(before: readonly Statement[], after: readonly Statement[]): Pieces {
  const statements = [...before, ...after];
  const byKey = new Map<string, Condition[]>();
  for (const condition of statements.flatMap((statement) => statement.conditions)) {
    const key = foldConditionKey(condition.key);
    byKey.set(key, [...(byKey.get(key) ?? []), condition]);
  }
  const texts = [
    ...statements.flatMap((statement) => statement.resource?.patterns ?? []),
    ...[...byKey.values()].flat().flatMap((condition) => condition.values),
  ];
  for (const key of texts.flatMap(variableKeys)) if (!byKey.has(key)) byKey.set(key, []);
  const onOneSide = onlyOnce(before.map(spelled), after.map(spelled));
  return {
    statements,
    fresh: statements.filter((statement) => onOneSide.has(spelled(statement))),
    freshTexts: onlyOnce(before.flatMap(patternsOf), after.flatMap(patternsOf)),
    keys: [...byKey].map(([key, conditions]) => ({
      key,
      conditions,
      multivalued: conditions.length > 0 && conditions.every(isSetOperator),
    })),
    trust: statements.some((statement) => statement.principal !== null),
  };
}

const spelled = (statement: Statement): string => JSON.stringify(statement);
const patternsOf = ({ action, resource }: Statement): readonly string[] => [
  ...action.patterns,
  ...(resource?.patterns ?? []),
];

function onlyOnce(before: readonly string[], after: readonly string[]): Set<string> {
  const [one, other] = [new Set(before), new Set(after)];
  return new Set([...before.filter((text) => !other.has(text)), ...after.filter((text) => !one.has(text))]);
}

function variableKeys(text: string): string[] {
  return [...text.matchAll(/\$\{([^},]+:[^},]+)/g)].map((match) => foldConditionKey((match[1] ?? '').trim()));
}

function isSetOperator({ operator }: Condition): boolean {
  const { quantifier, base } = operatorParts(operator);
  return quantifier !== null || base === 'null';
}

/** A request that the documents could have an opinion on: most of it from one statement, some from elsewhere. */
function requestFrom(pieces: Pieces, random: Random): AccessRequest {
  const pool = pieces.fresh.length > 0 && !random.chance(3) ? pieces.fresh : pieces.statements;
  const model = pool.length > 0 ? random.pick(pool) : null;
  const context: Record<string, string[]> = {};
  for (const key of pieces.keys) {
    const own = model?.conditions.filter((condition) => foldConditionKey(condition.key) === key.key) ?? [];
    const conditions = own.length > 0 && !random.chance(4) ? own : key.conditions;
    const values = valuesFor({ ...key, conditions }, random);
    if (values.length > 0) context[key.key] = values;
  }
  for (const source of ['aws:principal', 'aws:source']) agree(context, source);

  const stranger = random.pick(pieces.statements.length > 0 ? pieces.statements : [null]);
  const actions = (random.chance(6) ? stranger : model)?.action.patterns ?? [];
  const action = fillAction(pickFresh(actions, 'iam:PassRole', pieces, random), random);
  if (pieces.trust) return { action, resource: '*', ...askedBy(random.pick(ASKERS), context) };
  const resources = (random.chance(6) ? stranger : model)?.resource?.patterns ?? [];
  const resource = fillIn(pickFresh(resources, random.pick(STRANGERS), pieces, random), context, random);
  return { action, resource, context };
}

/** AWS derives the account from the ARN: the two never disagree. */
function agree(context: Record<string, string[]>, source: string): void {
  const account = context[`${source}arn`]?.[0]?.split(':')[4] ?? '';
  if (account !== '') context[`${source}account`] = [account];
}

/** Now and then the stranger, else a pattern; rather one that the other side doesn't have. */
function pickFresh(
  patterns: readonly string[],
  stranger: string,
  { freshTexts }: Pieces,
  random: Random,
): string {
  if (patterns.length === 0 || random.chance(10)) return stranger;
  const fresh = patterns.filter((pattern) => freshTexts.has(pattern));
  return random.pick(fresh.length > 0 && random.chance(2) ? fresh : patterns);
}

/** Of the principal's keys only what the principal has. */
function askedBy(
  asker: string,
  context: Record<string, string[]>,
): Pick<AccessRequest, 'principal' | 'context'> {
  const free = Object.entries(context).filter(
    ([key]) => !/^aws:(principalarn|principalaccount|principaltype|username|userid)$/.test(key),
  );
  return { principal: readPrincipal(asker), context: Object.fromEntries(free) };
}

function fillAction(pattern: string, random: Random): string {
  const filled = pattern
    .replaceAll('*', () => random.pick(['', 'Get', 'Object', 'GetObject', 'Xyz', 'Put']))
    .replaceAll('?', () => random.pick(['O', 'x']));
  if (filled.includes(':')) return filled;
  return random.pick([
    's3:GetObject',
    'ec2:DescribeInstances',
    'nosuch:DoIt',
    'iam:PassRole',
    's3:ListBucket',
  ]);
}

/** Wildcards by some text, variables by what the context has. */
function fillIn(
  pattern: string,
  context: Readonly<Record<string, readonly string[]>>,
  random: Random,
): string {
  return pattern
    .replaceAll(/\$\{([^}]*)\}|\*|\?/g, (whole, variable: string | undefined) => {
      if (whole === '*') return random.pick(FILLINGS);
      if (whole === '?') return random.pick(['1', 'a', '/']);
      if (variable !== undefined && /^[*?$]$/.test(variable)) return random.chance(4) ? 'a' : variable;
      const key = foldConditionKey((variable ?? '').split(',')[0]?.trim() ?? '');
      return context[key]?.[0] ?? random.pick([whole, 'shared', 'ann']);
    })
    .slice(0, 200);
}

function valuesFor({ key, conditions, multivalued }: KeyPieces, random: Random): string[] {
  if (random.chance(4)) return [];
  if (!multivalued) return [valueFor(key, conditions, random)];
  return Array.from({ length: random.below(4) }, () => valueFor(key, conditions, random)).filter(
    (value) => value !== '',
  );
}

function valueFor(key: string, conditions: readonly Condition[], random: Random): string {
  const withValues = conditions.filter(({ operator, values }) => {
    return values.length > 0 && operatorParts(operator).base !== 'null';
  });
  if (withValues.length === 0) return random.pick(['ann', 'shared', 'red', 'a', '*']);
  const { operator, values } = random.pick(withValues);
  const value = random.pick(values);
  const { base } = operatorParts(operator);
  if (base.startsWith('numeric'))
    return random.pick([value, String(Number(value) + 1), String(Number(value) - 0.5)]);
  if (base.startsWith('date')) return nearDate(value, random);
  if (base.endsWith('ipaddress')) return nearAddress(value, random);
  if (base === 'bool') return random.pick(['true', 'false']);
  if (random.chance(6)) return random.pick([value.toUpperCase(), value.toLowerCase()]);
  return fillIn(value, {}, random);
}

function nearDate(value: string, random: Random): string {
  const instant = /^\d{5,}$/.test(value) ? Number(value) * 1000 : Date.parse(value);
  return new Date(instant + random.pick([-1000, 0, 1000])).toISOString();
}

function nearAddress(value: string, random: Random): string {
  const base = value.replace(/\/.*$/, '');
  if (base.includes(':'))
    return random.pick([base === '::' ? '::1' : base, '2001:db8::1', '2001:db9::1', '::5']);
  return random.pick([
    base,
    base.replace(/\d+$/, '7'),
    base.replace(/\d+$/, '200'),
    '203.0.9.9',
    '198.51.100.1',
  ]);
}

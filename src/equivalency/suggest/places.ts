import type { ParsedDocument, PolicyDocument, Statement } from '../../model/policy.js';
import type { AttachedPolicy, Group, ManagedPolicy, Role, Tag, User } from '../../model/snapshot.js';
import { documentKey, statementKey } from '../../policy/canonical.js';
import { type ArnRules, substituteArn, substituteCondition, substitutePrincipal } from '../fields.js';
import { isRegion } from '../regions.js';
import type { Substitute } from '../substitution.js';
import { pairTexts, type Ties } from './pair-texts.js';

/** Where in an entity two texts stand for each other. */
export type Field =
  | 'name'
  | 'path'
  | 'tag'
  | 'policy name'
  | 'instance profile'
  | 'group'
  | 'resource'
  | 'principal'
  | 'condition'
  | 'trust condition';

/** One place of an entity on both sides; null where the other side has no such text. */
export interface Place {
  readonly field: Field;
  readonly text1: string | null;
  readonly text2: string | null;
  /** Key of a tag. */
  readonly tag?: string;
  /** Of names of inline policies: say both the same, but for names? */
  readonly isShapedAlike?: boolean;
}

export type AnyEntity = Role | User | Group | ManagedPolicy;

/** Every place where names live in an entity, paired with the one on the other side. */
export function placesOf(one: AnyEntity, two: AnyEntity, ties: Ties): Place[] {
  return [
    { field: 'name', text1: one.name, text2: two.name },
    ...(one.path.startsWith('/aws-service-role/')
      ? []
      : [{ field: 'path', text1: one.path, text2: two.path } as const]),
    ...('document' in one && 'document' in two
      ? documentPlaces(one.document, two.document, 'condition', ties)
      : []),
    ...('trustPolicy' in one && 'trustPolicy' in two
      ? documentPlaces(one.trustPolicy, two.trustPolicy, 'trust condition', ties)
      : []),
    ...('inlinePolicies' in one && 'inlinePolicies' in two ? inlinePlaces(one, two, ties) : []),
    ...('instanceProfiles' in one && 'instanceProfiles' in two
      ? paired('instance profile', one.instanceProfiles, two.instanceProfiles, ties)
      : []),
    ...('groups' in one && 'groups' in two ? paired('group', one.groups, two.groups, ties) : []),
    ...tagPlaces(one, two),
  ];
}

function paired(field: Field, texts1: readonly string[], texts2: readonly string[], ties: Ties): Place[] {
  return pairTexts(texts1, texts2, ties).map(([text1, text2]) => ({ field, text1, text2 }));
}

function tagPlaces(one: AnyEntity, two: AnyEntity): Place[] {
  const of2 = new Map(tagsOf(two).map(({ key, value }) => [key, value]));
  return tagsOf(one).flatMap(({ key, value }): Place[] => {
    const text2 = of2.get(key);
    return text2 === undefined ? [] : [{ field: 'tag', text1: value, text2, tag: key }];
  });
}

function tagsOf(entity: AnyEntity): readonly Tag[] {
  return ('tags' in entity ? entity.tags : undefined) ?? [];
}

function inlinePlaces(one: Role | User | Group, two: Role | User | Group, ties: Ties): Place[] {
  const of1 = new Map(one.inlinePolicies.map(({ name, document }) => [name, document]));
  const of2 = new Map(two.inlinePolicies.map(({ name, document }) => [name, document]));
  return pairTexts([...of1.keys()], [...of2.keys()], ties).flatMap(([text1, text2]): Place[] => {
    if (text1 === null || text2 === null) return [{ field: 'policy name', text1, text2 }];
    const [document1, document2] = [of1.get(text1), of2.get(text2)];
    const isShapedAlike = text1 === text2 || documentShape(document1) === documentShape(document2);
    return [
      { field: 'policy name', text1, text2, isShapedAlike },
      ...documentPlaces(document1, document2, 'condition', ties),
    ];
  });
}

function documentPlaces(
  one: ParsedDocument | undefined,
  two: ParsedDocument | undefined,
  conditions: 'condition' | 'trust condition',
  ties: Ties,
): Place[] {
  if (one?.kind !== 'policy' || two?.kind !== 'policy') return [];
  if (documentKey(one) === documentKey(two)) {
    return one.statements.flatMap((statement) => samePlaces(statement, conditions));
  }
  return pairStatements(one, two, ties).flatMap(([statement1, statement2]) =>
    statementPlaces(statement1, statement2, conditions, ties),
  );
}

function samePlaces(statement: Statement, conditions: Field): Place[] {
  return namesOf(statement, conditions).flatMap(({ field, texts }) =>
    texts.map((text) => ({ field, text1: text, text2: text })),
  );
}

/** Statements that say the same but for names: same effect, actions, kinds of principals, condition keys. */
function pairStatements(one: PolicyDocument, two: PolicyDocument, ties: Ties): [Statement, Statement][] {
  const byShape = new Map<string, Statement[]>();
  for (const statement of two.statements) {
    const shape = statementShape(statement);
    byShape.set(shape, [...(byShape.get(shape) ?? []), statement]);
  }
  const byKey = new Map(two.statements.map((statement) => [statementKey(statement), statement]));
  const equal = one.statements.flatMap((statement): [Statement, Statement][] => {
    const same = byKey.get(statementKey(statement));
    return same ? [[statement, same]] : [];
  });
  const taken1 = new Set(equal.map(([statement]) => statement));
  const taken2 = new Set(equal.map(([, statement]) => statement));
  const groups = new Map<string, Statement[]>();
  for (const statement of one.statements) {
    if (taken1.has(statement)) continue;
    const shape = statementShape(statement);
    groups.set(shape, [...(groups.get(shape) ?? []), statement]);
  }
  const alike = [...groups].flatMap(([shape, statements]) => {
    const others = (byShape.get(shape) ?? []).filter((statement) => !taken2.has(statement));
    const of1 = new Map(statements.map((statement) => [textOf(statement), statement]));
    const of2 = new Map(others.map((statement) => [textOf(statement), statement]));
    return pairTexts([...of1.keys()], [...of2.keys()], ties).flatMap(
      ([text1, text2]): [Statement, Statement][] =>
        text1 === null || text2 === null ? [] : [[of1.get(text1)!, of2.get(text2)!]],
    );
  });
  return [...equal, ...alike];
}

/** What a statement says without its names. */
export function statementShape({ effect, action, resource, principal, conditions }: Statement): string {
  return JSON.stringify([
    effect,
    action.negated,
    action.patterns.map((pattern) => pattern.toLowerCase()),
    resource?.negated ?? null,
    principal && [principal.negated, principal.principals.map(({ type }) => type)],
    conditions.map(({ operator, key }) => `${operator} ${key}`.toLowerCase()).sort(),
  ]);
}

function textOf(statement: Statement): string {
  return namesOf(statement, 'condition')
    .flatMap(({ texts }) => texts)
    .join(' ');
}

/** Texts of a statement that are compared with each other: `key` tells apart what never stands for another. */
interface Names {
  readonly field: Field;
  readonly key: string;
  readonly texts: readonly string[];
}

function statementPlaces(one: Statement, two: Statement, conditions: Field, ties: Ties): Place[] {
  const names2 = new Map(namesOf(two, conditions).map((names) => [names.key, names.texts]));
  return namesOf(one, conditions).flatMap(({ field, key, texts }) =>
    paired(field, texts, names2.get(key) ?? [], ties),
  );
}

/** The parts of a statement that an entry may touch, as `fields.ts` has it. */
function namesOf({ resource, principal, conditions }: Statement, conditionField: Field): Names[] {
  const byKey = new Map<string, { field: Field; texts: string[] }>();
  const add = (field: Field, key: string, text: string | null): void => {
    if (text === null) return;
    const names = byKey.get(key);
    if (names) names.texts.push(text);
    else byKey.set(key, { field, texts: [text] });
  };
  for (const pattern of resource?.patterns ?? []) {
    add(
      'resource',
      `resource ${beforeNames(pattern)}`,
      touched((touch) => substituteArn(pattern, touch, WITH_REGIONS)),
    );
  }
  for (const one of principal?.principals ?? []) {
    add(
      'principal',
      `principal ${one.type}`,
      touched((touch) => substitutePrincipal(one, touch, WITH_REGIONS)),
    );
  }
  for (const { operator, key, values } of conditions) {
    for (const value of values) {
      add(
        conditionField,
        `condition ${operator} ${key} `.toLowerCase() + beforeNames(value),
        touched((touch) => substituteCondition({ operator, key, values: [value] }, touch, WITH_REGIONS)),
      );
    }
  }
  return [...byKey].map(([key, { field, texts }]) => ({ field, key, texts }));
}

const WITH_REGIONS: ArnRules = { partitions: new Map(), regions: true };

/**
 * What no entry may touch in an ARN: its service, and a region that is none as a whole (`eu-*`). Two ARNs that differ there
 * are two things.
 */
function beforeNames(text: string): string {
  if (!text.startsWith('arn:')) return '';
  const [arn, partition, service, region = ''] = text.split(':', 4);
  return [arn, partition, service, hasRegion(region) ? '' : region].join(':');
}

function hasRegion(part: string): boolean {
  return isRegion(part) || /^<[^<>]+>$/.test(part);
}

/**
 * The one text that an entry may touch in a part of a statement, null: it touches none. Of an ARN: its region, where it is
 * one as a whole, account and resource, `eu-west-1:123456789012:table/orders`.
 */
function touched(apply: (touch: Substitute) => unknown): string | null {
  const texts: string[] = [];
  apply((text) => {
    texts.push(text);
    return text;
  });
  const [names, region] = texts;
  if (names === undefined) return null;
  return region !== undefined && hasRegion(region) ? `${region}:${names}` : names;
}

/** What an entity may do, and who may use it, without any names: alike for entities that are one but for names. */
export function entityShape(entity: AnyEntity): string {
  const documents: (ParsedDocument | undefined)[] = [
    ...('document' in entity ? [entity.document] : []),
    ...('trustPolicy' in entity ? [entity.trustPolicy] : []),
    ...('inlinePolicies' in entity ? entity.inlinePolicies.map(({ document }) => document) : []),
  ];
  const attached: readonly AttachedPolicy[] = 'attachedPolicies' in entity ? entity.attachedPolicies : [];
  return JSON.stringify([
    documents.map(documentShape).sort(),
    attached
      .filter(({ arn }) => /^arn:[^:]*:iam::aws:/.test(arn))
      .map(({ arn }) => arn)
      .sort(),
  ]);
}

function documentShape(document: ParsedDocument | undefined): string {
  return document?.kind === 'policy'
    ? document.statements.map(statementShape).sort().join('\n')
    : 'unreadable';
}

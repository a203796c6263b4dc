import type { PolicyDocument, PrincipalSet } from '../../model/policy.js';
import { type Entries, entriesOf, type Entry } from './action-classes.js';
import { inLanguage, type Language } from './automaton.js';
import type { Box } from './boxes.js';
import type { Matcher } from './conditions.js';
import { atomDimension, type Dimension, HOLDS } from './dimension.js';
import { notPrincipalText } from './labels.js';
import { glob, plainText } from './pattern.js';
import {
  keysOf,
  type Match,
  matchPrincipal,
  type PrincipalClass,
  principalClasses,
  readArn,
} from './principals.js';
import { and, restApplies, type Truth } from './replay.js';
import { type Rest, restOf } from './rest.js';
import { negate } from './drafts.js';
import { inAccount } from './links.js';
import { both, type Formula, type Space, type SpaceBuilder } from './space.js';
import type { Side, Term } from './terms.js';
import type { AccessRequest, Answer, TrustComparison } from './types.js';

/** The statements of a trust policy. One without a principal means nobody. */
export function trustEntries(document: PolicyDocument): Entries {
  return entriesOf(
    document.statements
      .filter((statement) => statement.principal !== null)
      .map((statement) => {
        const rest = restOf(statement, document.version);
        return { id: rest.id, rest };
      }),
  );
}

/** The principals of one comparison, cut into classes, and what they add to the space. */
export interface Principals {
  readonly classes: readonly PrincipalClass[];
  readonly prepare: (space: SpaceBuilder) => void;
  /** Principals of a box with what AWS derives from them. */
  readonly startsOf: (space: Space, box: Box) => readonly Start[];
  /** Keys that AWS derives from the principal. */
  readonly derived: ReadonlySet<string>;
}

export type Start = Pick<AccessRequest, 'principal' | 'context'>;

const NAME = 'principal';

export function principalsOf({ before, after, beforeAccount, afterAccount }: TrustComparison): Principals {
  const sets = [before, after].flatMap(({ statements }) =>
    statements.flatMap(({ principal }) => principal ?? []),
  );
  const partition =
    sets
      .flatMap((set) => set.principals)
      .map(({ value }) => readArn(value)?.partition)
      .find((one) => one !== undefined) ?? 'aws';
  const classes = principalClasses(sets, [beforeAccount, afterAccount ?? beforeAccount], partition);
  const conditionKeys = keysIn([before, after]);
  const exact = classes.filter((one) => !one.generic).map(({ principal }) => principal.value);
  const accounts = new Set(
    classes.filter((one) => !one.anyAccount).flatMap((one) => one.keys['aws:principalaccount'] ?? []),
  );
  return {
    classes,
    prepare: (space) => {
      const at = space.fixed(dimensionOf(classes));
      classes.forEach((one, i) => {
        const self = at(1n << BigInt(i));
        for (const key of DERIVED_KEYS.filter((key) => conditionKeys.has(key))) {
          const value = one.keys[key];
          if (value === undefined) {
            if (!ANYBODYS_KEYS.has(key)) space.forbid([self, negate(space.keyAbsent(key))]);
            continue;
          }
          if (one.generic && key === 'aws:principalarn') {
            for (const named of exact) space.forbid([self, space.keyIn(key, isText(named))]);
          }
          if (one.anyAccount) {
            for (const id of accounts) {
              if (key === 'aws:principalarn') space.forbid([self, space.keyIn(key, inAccount([id]))]);
              if (key === 'aws:principalaccount') space.forbid([self, space.keyIn(key, isText(id))]);
            }
          }
          const patterns = derivedLanguage(key, value, one);
          space.forbid([self, negate(space.keyIn(key, { family: 'text', patterns, arn: false }))]);
        }
      });
    },
    startsOf: (space, box) => {
      const mask = box[PRINCIPAL_DIMENSION]!;
      return classes.flatMap((one, i) => ((mask >> BigInt(i)) & 1n ? starts(one, space, box) : []));
    },
    derived: new Set(classes.flatMap(({ keys }) => Object.keys(keys))),
  };
}

/** Keys that follow from the principal. */
const DERIVED_KEYS = [
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:username',
  'aws:userid',
];
/** Of those, the ones that a principal may have although they can't be told from its name. */
const ANYBODYS_KEYS = new Set(['aws:principaltype', 'aws:userid']);

/** `prepare` adds the principals first, behind the resource. */
const PRINCIPAL_DIMENSION = 1;

const MAX_STARTS = 8;

/** The class's own principal, and others of it that the conditions on derived keys ask for. */
function starts(one: PrincipalClass, space: Space, box: Box): Start[] {
  const values = [one.principal.value];
  const arn = one.principal.type === 'AWS' ? readArn(one.principal.value) : null;
  if (arn && one.generic) {
    const wanted = (key: string): string[] =>
      space.dimensions.flatMap((dimension, at) =>
        dimension.key === key
          ? dimension.cells.flatMap((cell, i) => ((box[at]! >> BigInt(i)) & 1n ? (cell.values ?? []) : []))
          : [],
      );
    values.unshift(...wanted('aws:principalarn').filter((value) => isOfClass(value, one)));
    const spelled = (account: string, resource: string): string =>
      `arn:${arn.partition}:${arn.service}::${account}:${resource}`;
    const kind = arn.resource.split('/')[0] ?? '';
    const homes = [...(one.anyAccount ? wanted('aws:principalaccount') : []), arn.account];
    const names = kind === 'user' ? wanted('aws:username').map((name) => `user/${name}`) : [];
    values.push(
      ...homes.flatMap((home) => [...names, arn.resource].map((resource) => spelled(home, resource))),
    );
  }
  return [...new Set(values)].slice(0, MAX_STARTS).map((value) => {
    const parsed = readArn(value);
    const keys = arn && parsed ? keysOf(value, parsed, new Map()) : one.keys;
    return {
      principal: { ...one.principal, value },
      context: Object.fromEntries(
        Object.entries(value === one.principal.value ? one.keys : keys).map(([key, text]) => [key, [text]]),
      ),
    };
  });
}

function isOfClass(arn: string, one: PrincipalClass): boolean {
  return inLanguage(derivedLanguage('aws:principalarn', one.principal.value, one), arn);
}

/** Keys that conditions or variables read. */
function keysIn(documents: readonly PolicyDocument[]): Set<string> {
  const conditions = documents.flatMap(({ statements }) => statements.flatMap((one) => one.conditions));
  const variables = conditions
    .flatMap(({ values }) => values)
    .flatMap((text) => [...text.matchAll(/\$\{\s*([^},]+?)\s*[,}]/g)].map((match) => match[1]!));
  return new Set([...conditions.map(({ key }) => key), ...variables].map((key) => key.toLowerCase()));
}

function dimensionOf(classes: readonly PrincipalClass[]): Dimension {
  return {
    name: NAME,
    key: null,
    isSpecific: false,
    cells: classes.map(({ principal }) => ({ values: [principal.value], certain: true })),
    masks: classes.map((_, i) => 1n << BigInt(i)),
  };
}

function isText(text: string): Matcher {
  return { family: 'text', patterns: [plainText(text)], arn: false };
}

/** What the key may hold for the principals of a class. */
function derivedLanguage(
  key: string,
  value: string,
  { principal, generic, anyAccount }: PrincipalClass,
): Language {
  switch (key) {
    case 'aws:principalarn': {
      const arn = readArn(value);
      if (!arn) return [plainText(value)];
      const head = `arn:${anyAccount ? '*' : arn.partition}:${arn.service}::${anyAccount ? '*' : arn.account}:`;
      const tail = generic ? `${arn.resource.split('/')[0] ?? ''}/*` : arn.resource;
      // A session's role may have any path.
      return [
        glob(head + tail),
        ...(arn.resource.startsWith('role/') && principal.value.includes(':assumed-role/')
          ? [glob(`${head}role/*/${arn.resource.slice(arn.resource.lastIndexOf('/') + 1)}`)]
          : []),
      ];
    }
    case 'aws:principalaccount':
    case 'aws:userid':
      return [anyAccount ? glob('*') : plainText(value)];
    case 'aws:username':
      return [generic ? glob('*') : plainText(value)];
    default:
      return [plainText(value)];
  }
}

/** What one side's trust policy says to a class of actions. */
export function trustSide(entries: readonly Entry[], account: string, principals: Principals): Side {
  const terms = entries.flatMap(({ rest }): Term[] =>
    rest.statement.effect === 'Deny'
      ? [term(rest, 'explicitly-denied', account, principals)]
      : [term(rest, 'delegated', account, principals), term(rest, 'allowed', account, principals)],
  );
  return {
    denies: terms.filter(({ grants }) => grants === 'explicitly-denied'),
    grants: terms.filter(({ grants }) => grants !== 'explicitly-denied'),
  };
}

function term(rest: Rest, grants: Answer, account: string, { classes }: Principals): Term {
  const set = rest.statement.principal!;
  return {
    id: `${grants} ${account} ${rest.id}`,
    grants,
    rests: [rest],
    formula: (space) => both(principalFormula(set, grants, account, classes, space), space.formula(rest)),
    applies: (request) =>
      and([
        request.principal === undefined ? false : grantsTo(set, grants, account, request.principal),
        restApplies(rest, request),
      ]),
  };
}

/**
 * Does the element give the principal just this answer? An account that is named as a whole decides itself, and so
 * does the account of a principal from elsewhere; a principal of the role's account that is named, a service and a
 * federated principal are granted by the trust policy alone.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
function grantsTo(
  set: PrincipalSet,
  grants: Answer,
  account: string,
  principal: PrincipalClass['principal'],
): Truth {
  const match = matchPrincipal(set, principal);
  if (match === 'unclear') return null;
  return answers(match, grants, account, principal);
}

function answers(
  match: Match,
  grants: Answer,
  account: string,
  principal: PrincipalClass['principal'],
): boolean {
  if (match === 'nobody') return false;
  if (grants === 'explicitly-denied') return true;
  const home = principal.type === 'AWS' ? readArn(principal.value)?.account : undefined;
  const granted = match !== 'account' && (home === undefined || home === account);
  return granted === (grants === 'allowed');
}

function principalFormula(
  set: PrincipalSet,
  grants: Answer,
  account: string,
  classes: readonly PrincipalClass[],
  space: SpaceBuilder,
): Formula {
  const at = space.fixed(dimensionOf(classes));
  const matches = classes.map(({ principal }) => matchPrincipal(set, principal));
  const mask = (accept: (match: Match, i: number) => boolean): bigint =>
    matches.reduce((cells, match, i) => (accept(match, i) ? cells | (1n << BigInt(i)) : cells), 0n);
  const clear = mask(
    (match, i) => match !== 'unclear' && answers(match, grants, account, classes[i]!.principal),
  );
  const unclear = mask(
    (match, i) => match === 'unclear' && answers('named', grants, account, classes[i]!.principal),
  );
  const atom = unclear === 0n ? null : space.fixed(atomDimension(notPrincipalText(set)))(HOLDS);
  return [...(clear === 0n ? [] : [[at(clear)]]), ...(atom ? [[at(unclear), atom]] : [])];
}

import * as fc from 'fast-check';

/** A statement as JSON has it, drawn from few words so that documents overlap. */
export type WrittenStatement = Readonly<Record<string, unknown>>;

export interface WrittenPolicy {
  readonly Version?: string;
  readonly Statement: readonly WrittenStatement[];
}

export const ACTION_PATTERNS = [
  's3:GetObject',
  'S3:getobject',
  's3:PutObject',
  's3:Get*',
  's3:*',
  's3:?etObject',
  'zzz:Do',
  'zzz:D*',
  'zzz:D?',
  '*',
] as const;

export const RESOURCE_PATTERNS = [
  '*',
  'arn:aws:s3:::a/*',
  'arn:aws:s3:::a/**',
  'arn:aws:s3:::a/b',
  'arn:aws:s3:::${aws:username}/*',
] as const;

const PRINCIPALS = [
  '111122223333',
  'arn:aws:iam::111122223333:root',
  'arn:aws:iam::444455556666:role/x',
  '*',
];
const OPERATORS = [
  'StringEquals',
  'stringequals',
  'StringNotEquals',
  'ForAnyValue:StringLike',
  'StringEqualsIfExists',
];
const KEYS = ['aws:RequestedRegion', 'AWS:requestedregion', 'aws:PrincipalTag/Team', 'aws:PrincipalTag/team'];
const VALUES = ['eu-west-1', 'eu-*', 'eu-**', 'dev', 'qa', 7, true];

/** One value by itself, or a list. */
function scalarOrList<T>(values: readonly T[], maxLength = 3): fc.Arbitrary<T | T[]> {
  const one = fc.constantFrom(...values);
  return fc.oneof(one, fc.array(one, { minLength: 1, maxLength }));
}

const condition = fc.dictionary(
  fc.constantFrom(...OPERATORS),
  fc.dictionary(fc.constantFrom(...KEYS), scalarOrList(VALUES), { minKeys: 1, maxKeys: 2 }),
  { maxKeys: 2 },
);

function statementOf(subject: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<WrittenStatement> {
  return fc
    .tuple(
      fc.constantFrom('Allow', 'Deny'),
      fc.constantFrom('Action', 'Action', 'Action', 'NotAction'),
      scalarOrList(ACTION_PATTERNS),
      subject,
      fc.option(condition, { nil: undefined, freq: 2 }),
    )
    .map(([Effect, element, actions, rest, Condition]) => ({
      Effect,
      [element]: actions,
      ...rest,
      ...(Condition && { Condition }),
    }));
}

const resource = fc
  .tuple(fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'), scalarOrList(RESOURCE_PATTERNS))
  .map(([element, patterns]) => ({ [element]: patterns }));

const principal = fc
  .tuple(
    fc.constantFrom('Principal', 'Principal', 'Principal', 'NotPrincipal'),
    fc.oneof(
      fc.constant('*'),
      scalarOrList(PRINCIPALS).map((AWS) => ({ AWS })),
      fc.constant({ Service: 'ec2.amazonaws.com', AWS: PRINCIPALS }),
    ),
  )
  .map(([element, value]) => ({ [element]: value }));

const version = fc.constantFrom(undefined, '2008-10-17', '2012-10-17', '2012-10-17');

function policyOf(statement: fc.Arbitrary<WrittenStatement>): fc.Arbitrary<WrittenPolicy> {
  return fc
    .tuple(version, fc.array(statement, { minLength: 1, maxLength: 4 }))
    .map(([Version, Statement]) => ({ ...(Version && { Version }), Statement }));
}

export const identityPolicy = policyOf(statementOf(resource));
export const trustPolicy = policyOf(statementOf(principal));
export const writtenPolicy = fc.oneof(identityPolicy, trustPolicy);

/**
 * The same said otherwise: statements split by actions, resources or principals, shuffled, repeated, in other cases.
 * `random` gives numbers from 0 to 1.
 */
export function rewritten(policy: WrittenPolicy, random: () => number): WrittenPolicy {
  const shuffled = <T>(list: readonly T[]): T[] =>
    list
      .map((item) => ({ item, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  const split =
    (element: string) =>
    (statement: WrittenStatement): WrittenStatement[] => {
      const list = statement[element];
      if (!Array.isArray(list) || random() < 0.3) return [statement];
      return list.map((one: unknown) => ({ ...statement, [element]: one }));
    };
  const spelled = (statement: WrittenStatement): WrittenStatement => ({
    Sid: `S${Math.floor(random() * 1e6)}`,
    ...Object.fromEntries(
      shuffled(Object.entries(statement)).map(([element, value]) => {
        if (!/^(Not)?(Action|Resource)$/.test(element)) return [element, value];
        const texts = [value, value].flat() as string[];
        const isAction = element.endsWith('Action');
        return [
          element,
          shuffled(texts).map((text) => (isAction && random() < 0.5 ? text.toUpperCase() : text)),
        ];
      }),
    ),
  });
  const statements = policy.Statement.flatMap(split('Action')).flatMap(split('Resource')).map(spelled);
  return { ...policy, Statement: shuffled([...statements, ...statements.slice(0, 1)]) };
}

/** A small generator of numbers from 0 to 1, so that a seed says it all. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

import fc from 'fast-check';

/** Names and texts as an attacker would choose them. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'length'],
      ...[
        '../../../etc/passwd',
        '..',
        '.git/config',
        '/etc/passwd',
        'C:\\x',
        'a/b',
        'con',
        '-rf',
        '--help',
        '\0',
      ],
      ...['\u001b[2J', '\u009b31m', '\u202eevil', '\u200b', '\ufeff', '\ud800', '\r\n', '\t', '😀'],
      ...['=1+1', '+1', '-1', '@x', '\t=1', '\uff1d1', 'a;=1', '"', "'", ',', '\n=1'],
      ...['<script>', '|a|b|', '`x`', '$(touch x)', '${', '${aws:username}', '${*}', '${'.repeat(200), '}'],
      ...[
        '*',
        '?',
        '*?*?*',
        '*a'.repeat(40),
        '?'.repeat(60),
        `*a${'?'.repeat(24)}`,
        '(a+)+$',
        '[',
        '\\',
        '.*',
      ],
      ...[
        '<accountname>',
        '<<',
        '>',
        '<accountid>',
        '123456789012',
        'arn:aws:iam::123456789012:root',
        'arn:::::',
      ],
      ...['x'.repeat(5000), 'AWSReservedSSO_a_0123456789abcdef', 'é', 'e\u0301', 'ı', 'İ', 'ſ', 'K'],
    ),
  },
);

const oddNumber = fc.constantFrom(0, -0, -1, 1e308, 5e-324, 2 ** 53 + 2, 3600, 43201, 0.1);
const oddDate = fc.constantFrom(
  '2026-02-30T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '9999999999',
  '0000-00-00',
  '1e9',
);

/** Whatever JSON can say, with keys that mean something to somebody. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.oneof(oddNumber, oddDate, fc.boolean(), fc.constant(null)) },
  {
    weight: 2,
    arbitrary: fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        hostileText,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.array(fc.tuple(hostileText, tie('node')), { maxLength: 3 }).map(ownFields),
      ),
    })).node,
  },
  { weight: 1, arbitrary: fc.constantFrom(nested(60), nested(300)) },
);

/** An object whose `__proto__` is a field like any other, as JSON.parse makes it. */
export function ownFields(entries: readonly (readonly [string, unknown])[]): unknown {
  const object = {};
  for (const [key, value] of entries)
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  return object;
}

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

const oneOrMany = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 4 }));
const element = (plain: readonly string[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 6, arbitrary: oneOrMany(fc.oneof(fc.constantFrom(...plain), hostileText)) },
    { weight: 1, arbitrary: hostileJson },
  );

const statement = fc.record(
  {
    Sid: hostileText,
    Effect: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('Allow', 'Deny') }, hostileJson),
    Action: element(['s3:*', 's3:Get*', 'sts:AssumeRole', '*', 'iam:PassRole', '*:*']),
    NotAction: element(['s3:*', 'iam:*']),
    Resource: element(['*', 'arn:aws:s3:::bucket/*', 'arn:aws:s3:::${aws:username}/*']),
    Principal: fc.oneof(
      fc.constant('*'),
      fc.record(
        { AWS: element(['123456789012', '*']), Service: element(['ec2.amazonaws.com']) },
        { requiredKeys: [] },
      ),
      hostileJson,
    ),
    Condition: fc.oneof(
      fc
        .array(
          fc.tuple(
            fc.oneof(
              fc.constantFrom(
                'StringLike',
                'StringEquals',
                'IpAddress',
                'DateLessThan',
                'NumericEquals',
                'Bool',
                'Null',
              ),
              fc.constantFrom('ForAllValues:StringLike', 'ArnLikeIfExists', 'StringNotEquals'),
              hostileText,
            ),
            fc
              .array(
                fc.tuple(
                  fc.oneof(fc.constantFrom('aws:SourceIp', 'aws:CurrentTime', 's3:prefix'), hostileText),
                  element(['10.0.0.0/8', '5', 'true', '2026-01-01T00:00:00Z', '*x*']),
                ),
                { maxLength: 3 },
              )
              .map(ownFields),
          ),
          { maxLength: 3 },
        )
        .map(ownFields),
      hostileJson,
    ),
  },
  { requiredKeys: ['Effect'] },
);

/** A policy document, mostly near to one that IAM would take. */
export const hostileDocument: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      {
        Version: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('2012-10-17', '2008-10-17') }, hostileJson),
        Id: hostileText,
        Statement: fc.oneof(statement, fc.array(statement, { maxLength: 4 })),
      },
      { requiredKeys: ['Statement'] },
    ),
  },
  { weight: 1, arbitrary: hostileJson },
);

/** What to do to a value somewhere inside: `at` picks the place. */
export interface Change {
  readonly at: number;
  readonly kind: 'replace' | 'remove' | 'repeat' | 'rename';
  readonly value: unknown;
}

export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('replace', 'replace', 'remove', 'repeat', 'rename'),
    value: hostileJson,
  }),
  { minLength: 1, maxLength: 4 },
);

/** A deep copy with the changes in it. */
export function changed(whole: unknown, list: readonly Change[]): unknown {
  const copy = structuredClone(whole);
  for (const { at, kind, value } of list) {
    // Each place its own: a value that is met again inside of itself is no JSON.
    const put = structuredClone(value);
    const places = placesIn(copy);
    if (places.length === 0) return copy;
    const { parent, key } = places[at % places.length]!;
    const held = parent[key as never] as unknown;
    if (Array.isArray(parent)) {
      if (kind === 'remove') parent.splice(Number(key), 1);
      else if (kind === 'repeat') parent.push(structuredClone(held));
      else parent[Number(key)] = put;
    } else if (kind === 'remove') Reflect.deleteProperty(parent, key);
    else if (kind === 'rename') {
      Reflect.deleteProperty(parent, key);
      Object.assign(parent, ownFields([[typeof put === 'string' && put !== '__proto__' ? put : 'x', held]]));
    } else parent[key] = put;
  }
  return copy;
}

interface Place {
  readonly parent: unknown[] | Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown, depth = 0): Place[] {
  if (typeof value !== 'object' || value === null || depth > 12) return [];
  const parent = value as unknown[] | Record<string, unknown>;
  return Object.entries(parent).flatMap(([key, held]) => [{ parent, key }, ...placesIn(held, depth + 1)]);
}

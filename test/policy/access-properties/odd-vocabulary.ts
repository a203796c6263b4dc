import type { Pool } from './vocabulary.js';

// Texts that look like each other once they are put together or marked: each is itself, whatever it looks like.

export const ODD_ACTIONS = [
  's3:a',
  's3:b',
  's3:a b',
  's3:a*',
  's3:b*',
  's3:a* b*',
  's3:a|b',
  's3:a,b',
  's3:"a"',
  's3:a","b',
  's3:[',
  's3:a\\',
  's3: a',
  's3:?',
  's3:a\u0003',
  's3:\u0002',
  '*:a',
  'a b',
  's3',
  '*',
];

export const ODD_RESOURCES = [
  '*',
  'a',
  'A',
  'a*',
  'a?',
  'a\u0002',
  'a\u0003',
  '\u0003',
  '\u0000a',
  '\u0001a',
  '\u0004',
  'a b',
  '"a"',
  'a","b',
  'a:b',
  '*:b',
  // What stands for variables while patterns are compared.
  '\udb80\udc00',
  '${*}',
  '${?}a',
  '${aws:username}',
  'a${aws:username}',
  "${aws:username, 'a'}",
  "${aws:username, '\u0006'}",
  '${aws:PrincipalTag/a}',
  '${aws:PrincipalTag/a b}',
];

const STRINGS = ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringLike', 'StringNotLike'];
const ANY_VALUE = ['ForAnyValue:StringLike', 'ForAllValues:StringEquals', 'ForAllValues:StringLike'];

export const ODD_POOLS: readonly Pool[] = [
  [
    [...STRINGS, 'StringLikeIfExists'],
    'aws:PrincipalTag/a',
    [
      'a',
      'A',
      'a*',
      'a\u0003',
      '\u0001a',
      '\u0002',
      '*',
      '?',
      'a","b',
      '${aws:username}',
      'b ${aws:username}',
    ],
  ],
  [
    ['ArnLike', 'StringLike'],
    'aws:PrincipalTag/a',
    ['a:b', '*:b', 'arn:a:b:c:d:*', 'arn:a:b:*:d:e', 'arn:a:b:\u0003:d:e', 'arn:a:b:\u0003:*'],
  ],
  // Keys of tags may hold spaces.
  [STRINGS, 'aws:PrincipalTag/a b', ['a', '*', 'text', '${aws:username}', 'b ${aws:username}']],
  [['StringLike'], 'aws:PrincipalTag/a text', ['a', '*', '${aws:username}']],
  [['Null'], 'aws:PrincipalTag/a text', ['true', 'false']],
  [ANY_VALUE, 'aws:TagKeys', ['a', 'b', 'a b', 'a*', 'a\u0003']],
  [ANY_VALUE, 'aws:TagKeys text', ['a', '*']],
];

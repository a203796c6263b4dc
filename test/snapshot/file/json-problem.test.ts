import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonProblem } from '../../../src/snapshot/file/json-problem.js';

const expected = (offset: number, what: string) => ({ kind: 'unexpected', offset, expected: what });
const end = (offset: number) => ({ kind: 'end', offset });

describe('findJsonProblem', () => {
  it.each([
    ['{"a":1,}', expected(7, 'a field name in double quotes')],
    ['{"a" "b"}', expected(5, '":"')],
    ['{a:1}', expected(1, 'a field name in double quotes or "}"')],
    ['[1 2]', expected(3, '"," or "]"')],
    ['[1,]', expected(3, 'a value')],
    ['[01]', expected(1, 'a value or "]"')],
    ['{"a":1 ]', expected(7, '"," or "}"')],
    ["{'a':1}", expected(1, 'a field name in double quotes or "}"')],
    ['["a\nb"]', expected(1, 'a value or "]"')],
    ['nul', expected(0, 'a value')],
    ['RoleDetailList:\n- Arn: x', expected(0, 'a value')],
    ['{"a":1}x', expected(7, 'nothing more')],
    ['{"a":1} {"b":2}', { kind: 'second value', offset: 8 }],
    ['{"a":[1,2', end(9)],
    ['{"a', end(3)],
    ['{"a":', end(5)],
    ['', end(0)],
  ])('says where %j goes wrong', (text, problem) => {
    expect(findJsonProblem(text)).toEqual(problem);
  });

  it('reads all of what is JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(3), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        expect(findJsonProblem(spaced)).toEqual(end(spaced.length));
      }),
    );
  });

  it('takes the start of a JSON object for one that ends early or breaks in its last word', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), (value, cut) => {
        const whole = JSON.stringify(value);
        const text = whole.slice(0, cut % whole.length);
        const problem = findJsonProblem(text);
        if (problem.kind === 'unexpected') expect(text.slice(problem.offset)).toMatch(/^(?:"|[-\w.+]+$)/);
        else expect(problem).toEqual(end(text.length));
      }),
    );
  });
});

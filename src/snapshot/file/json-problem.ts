/** Where and why a text is not one JSON value. `offset` counts UTF-16 units from 0. */
export type JsonProblem =
  | { readonly kind: 'unexpected'; readonly offset: number; readonly expected: string }
  | { readonly kind: 'end'; readonly offset: number }
  | { readonly kind: 'second value'; readonly offset: number };

/** What may come next, in words for people. */
const EXPECTED = {
  value: 'a value',
  'value or ]': 'a value or "]"',
  key: 'a field name in double quotes',
  'key or }': 'a field name in double quotes or "}"',
  ':': '":"',
  ', or }': '"," or "}"',
  ', or ]': '"," or "]"',
  nothing: 'nothing more',
} as const;

type State = keyof typeof EXPECTED;

const SPACE = /[ \t\n\r]*/y;
const STRING = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[ !#-[\]-\uffff]*)*"/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?|true|false|null)(?![\w.])/y;

/**
 * Finds what is wrong with a text that `JSON.parse` refused: the engine's own message has a position for some
 * mistakes and none for others, and differs from one version of Node to the next.
 */
export function findJsonProblem(text: string): JsonProblem {
  const open: ('{' | '[')[] = [];
  let state: State = 'value';
  let offset = skip(SPACE, text, 0);
  for (; offset < text.length; offset = skip(SPACE, text, offset)) {
    const char = text.charAt(offset);
    const isValuePlace: boolean = state === 'value' || state === 'value or ]';
    const isKeyPlace: boolean = state === 'key' || state === 'key or }';
    const scalarEnd = isValuePlace ? skip(SCALAR, text, offset) : offset;
    const stringEnd = isValuePlace || isKeyPlace ? skip(STRING, text, offset) : offset;
    if (isValuePlace && (char === '{' || char === '[')) {
      open.push(char);
      state = char === '{' ? 'key or }' : 'value or ]';
      offset++;
    } else if (scalarEnd > offset || stringEnd > offset) {
      state = isKeyPlace ? ':' : afterValue(open);
      offset = Math.max(scalarEnd, stringEnd);
    } else if (
      (char === '}' && (state === 'key or }' || state === ', or }')) ||
      (char === ']' && (state === 'value or ]' || state === ', or ]'))
    ) {
      open.pop();
      state = afterValue(open);
      offset++;
    } else if (char === ':' && state === ':') {
      state = 'value';
      offset++;
    } else if (char === ',' && (state === ', or }' || state === ', or ]')) {
      state = state === ', or }' ? 'key' : 'value';
      offset++;
    } else if (state === 'nothing' && (char === '{' || char === '[')) {
      return { kind: 'second value', offset };
    } else if (char === '"' && isCutString(text, offset) && (isValuePlace || isKeyPlace)) {
      return { kind: 'end', offset: text.length };
    } else {
      return { kind: 'unexpected', offset, expected: EXPECTED[state] };
    }
  }
  return { kind: 'end', offset };
}

function afterValue(open: readonly ('{' | '[')[]): State {
  const innermost = open.at(-1);
  return innermost === undefined ? 'nothing' : innermost === '{' ? ', or }' : ', or ]';
}

/** Where the token ends that begins at `offset`; `offset` itself if there is none. */
function skip(token: RegExp, text: string, offset: number): number {
  token.lastIndex = offset;
  return token.test(text) ? token.lastIndex : offset;
}

/** A string that lacks its end because the text ends in it. */
function isCutString(text: string, offset: number): boolean {
  return !/["\n]/.test(text.slice(offset + 1));
}

/**
 * Characters that act on a terminal or on a reader's eye instead of being seen: controls (C0, DEL, C1), those that
 * turn the direction of text, invisible ones, spaces that look like the common one, line and paragraph separators,
 * lone surrogates.
 * https://www.unicode.org/reports/tr36/ (Unicode Security Considerations)
 */
const CONTROLS: readonly (readonly [number, number])[] = [[0x00, 0x1f]];
const OTHERS: readonly (readonly [number, number])[] = [
  [0x7f, 0xa0],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x1680, 0x1680],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

function charactersIn(ranges: readonly (readonly [number, number])[]): RegExp {
  const parts = ranges.map(([from, to]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`);
  return new RegExp(`[${parts.join('')}]`, 'gu');
}

/** All that is hidden in JSON text, and more, is beyond it. Mostly nothing is, and that is quickly seen. */
const BEYOND_ASCII = /[^\0-~]/;

const HIDDEN = charactersIn([...CONTROLS, ...OTHERS]);
const HIDDEN_IN_JSON = charactersIn(OTHERS);

/** The text, of one line, with every hidden character written out: `\u{1b}`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (found) => `\\u{${found.codePointAt(0)!.toString(16)}}`);
}

/** Colours and weights that iamdrift itself paints with. None of them hides a text or moves the cursor. */
// eslint-disable-next-line no-control-regex
const PAINT = /(\u001b\[(?:0|1|2|22|3[0-79]|9[0-7])m)/;

/**
 * The last gate before a terminal: whole lines, in which only line ends and, where `painted`, colours act.
 * Texts from outside are escaped where they are quoted; what was forgotten there is caught here.
 */
export function visibleLines(text: string, painted: boolean): string {
  return text
    .split('\n')
    .map((line) =>
      painted
        ? line
            .split(PAINT)
            .map((part, index) => (index % 2 === 1 ? part : visible(part)))
            .join('')
        : visible(line),
    )
    .join('\n');
}

/** JSON text with the hidden characters in it as JSON escapes: the same value, safe to look at. */
export function visibleJson(json: string): string {
  if (!BEYOND_ASCII.test(json)) return json;
  return json.replace(HIDDEN_IN_JSON, (found) =>
    Array.from({ length: found.length }, (_, index) => escapeUnit(found.charCodeAt(index))).join(''),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

import pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

export interface TerminalOptions {
  readonly color: boolean;
  /** Nothing is shortened. */
  readonly full: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** What the parts of the terminal report share. */
export interface Style {
  readonly colors: Colors;
  readonly full: boolean;
  readonly width: number;
}

export function styleOf({ color, full, width }: TerminalOptions): Style {
  return { colors: pc.createColors(color), full, width: Math.max(width, 40) };
}

/** How a line stands to the two sides. */
export type Mark = '+' | '-' | '~' | '?' | '!';

/** What stands dimmed behind a sentence; no colours in the text. */
export type Note = string;

/**
 * Wraps a sentence (no colours in it) behind a coloured mark; long words, as ARNs are, stay whole. A note follows on
 * the last line, or below it where there is no room.
 */
export function markedLines(
  mark: Mark,
  sentence: string,
  indent: string,
  style: Style,
  note: Note = '',
): string[] {
  const paint = paintOf(mark, style.colors);
  const width = style.width - indent.length - 2;
  const lines = wrap(sentence, width);
  const fits = lines.at(-1)!.length + 2 + note.length <= width;
  const notes = note === '' || fits ? [] : wrap(note, width);
  return [...lines, ...notes].map((line, index) => {
    const text = index < lines.length ? line : style.colors.dim(line);
    const end = note !== '' && fits && index === lines.length - 1 ? `  ${style.colors.dim(note)}` : '';
    return `${indent}${index === 0 ? paint(mark) : ' '} ${text}${end}`;
  });
}

export function paintOf(mark: Mark, colors: Colors): (text: string) => string {
  switch (mark) {
    case '+':
      return colors.green;
    case '-':
      return colors.red;
    case '~':
      return colors.yellow;
    case '?':
      return colors.magenta;
    case '!':
      return colors.red;
  }
}

/** Lines of at most `width` characters where words allow it. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** The first of a list, and a line that says how many more there are and where. */
export function capped<T>(
  all: readonly T[],
  most: number,
  style: Style,
): { readonly shown: readonly T[]; readonly more: number } {
  if (style.full || all.length <= most) return { shown: all, more: 0 };
  return { shown: all.slice(0, most), more: all.length - most };
}

/** A piece of a normalised text: a text of the account, with its own brackets single again, or a placeholder's name. */
export type Part =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'placeholder'; readonly name: string };

const PIECE = /<<|>>|<[^<>]+>|[^<>]+|[<>]/g;

/** The pieces of a normalised text, in order; null: its brackets are none that a substitution leaves. */
export function partsOf(normalised: string): readonly Part[] | null {
  const parts: Part[] = [];
  for (const [piece] of normalised.matchAll(PIECE)) {
    if (piece === '<' || piece === '>') return null;
    if (piece.startsWith('<') && piece !== '<<') {
      parts.push({ kind: 'placeholder', name: piece.slice(1, -1) });
      continue;
    }
    const text = piece === '<<' || piece === '>>' ? piece.charAt(0) : piece;
    const last = parts.at(-1);
    if (last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + text };
    else parts.push({ kind: 'text', text });
  }
  return parts;
}

const MOST_STEPS = 500;

/**
 * What stood in the place of each placeholder of a normalised text, by its raw text: `app-<env>` and `app-dev` tell
 * that `env` stands for `dev`. Nothing where the two can be laid side by side in more than one way.
 */
export function valuesBehind(normalised: string, raw: string): readonly (readonly [string, string])[] {
  const parts = partsOf(normalised);
  if (!parts) return [];
  let steps = MOST_STEPS;
  const found: (readonly (readonly [string, string])[])[] = [];
  const align = (part: number, at: number, values: readonly (readonly [string, string])[]): void => {
    if (found.length > 1 || --steps < 0) return;
    const piece = parts[part];
    if (!piece) {
      if (at === raw.length) found.push(values);
    } else if (piece.kind === 'text') {
      if (raw.startsWith(piece.text, at)) align(part + 1, at + piece.text.length, values);
    } else {
      const next = parts[part + 1];
      for (let end = at + 1; end <= raw.length; end++) {
        const fits = next
          ? next.kind === 'placeholder' || raw.startsWith(next.text, end)
          : end === raw.length;
        if (fits) align(part + 1, end, [...values, [piece.name, raw.slice(at, end)]]);
      }
    }
  };
  align(0, 0, []);
  return found.length === 1 && steps >= 0 ? found[0]! : [];
}

/** A normalised text with these values in the place of its placeholders. */
export function filledIn(parts: readonly Part[], values: ReadonlyMap<string, string>): string {
  return parts
    .map((part) => (part.kind === 'text' ? part.text : (values.get(part.name) ?? `<${part.name}>`)))
    .join('');
}

import type { SideRules } from './replacements.js';

/** Placeholder → the values that it stands for in an account, as the list writes them; patterns are left out. */
export function placeholderValues({ replacements }: SideRules): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const { placeholder, value, regex } of replacements) {
    if (placeholder === null || regex) continue;
    const known = values.get(placeholder);
    if (known) known.push(value);
    else values.set(placeholder, [value]);
  }
  return values;
}

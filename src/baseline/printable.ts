/** One line that is safe to show: control and format characters (as paths, hooks and git may hold) become `?`. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
}

/** Is it a day of the calendar, as `2026-12-31`? */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

/** Has the day, in UTC, ended? */
export function hasEnded(date: string, now: Date): boolean {
  return now.getTime() > Date.parse(`${date}T23:59:59.999Z`);
}

/** `2026-12-31` as it is; `30d` and `4w` from today on. null: neither. */
export function readDate(text: string, now: Date): string | null {
  if (isDate(text)) return text;
  const [, count, unit] = /^([1-9]\d{0,3})([dw])$/.exec(text) ?? [];
  if (count === undefined) return null;
  const days = Number(count) * (unit === 'w' ? 7 : 1);
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

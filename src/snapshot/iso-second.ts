/** ISO 8601 in UTC to the second; null for what is no date. A text without a zone is in UTC. */
export function isoSecond(date: Date | string | undefined): string | null {
  if (date === undefined) return null;
  if (typeof date === 'string' && UTC_SECOND.test(date) && isDay(date.slice(0, 10))) {
    return `${date.slice(0, 19)}Z`;
  }
  const text = date instanceof Date ? date : /[T ].*(Z|[+-]\d\d:?\d\d)$/i.test(date) ? date : `${date}Z`;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? null : `${moment.toISOString().slice(0, 19)}Z`;
}

/** As AWS and the AWS CLI write a moment. */
const UTC_SECOND = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|\+00:00)$/;

/** Is there such a day? Many entities are made on the same one, and a `Date` takes its time. */
function isDay(day: string): boolean {
  let known = knownDays.get(day);
  if (known === undefined) {
    const moment = new Date(`${day}T00:00:00Z`);
    known = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
    knownDays.set(day, known);
  }
  return known;
}

const knownDays = new Map<string, boolean>();

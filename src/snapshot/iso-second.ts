/** ISO 8601 in UTC to the second; null for what is no date. A text without a zone is in UTC. */
export function isoSecond(date: Date | string | undefined): string | null {
  if (date === undefined) return null;
  // A `Date` takes its time.
  if (typeof date === 'string' && UTC_SECOND.test(date)) return `${date.slice(0, 19)}Z`;
  const text = date instanceof Date ? date : /[T ].*(Z|[+-]\d\d:?\d\d)$/i.test(date) ? date : `${date}Z`;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? null : `${moment.toISOString().slice(0, 19)}Z`;
}

/** As AWS and the AWS CLI write a moment, on a day that every month has. */
const UTC_SECOND =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|\+00:00)$/;

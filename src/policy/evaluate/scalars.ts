/**
 * Numbers, dates, addresses and binary values as condition operators read them. null: the text isn't one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

/** A decimal number as an exact fraction: units / 10^places. */
interface Decimal {
  readonly units: bigint;
  readonly places: number;
}

/** Integers and decimals, without exponent. */
function readDecimal(text: string): Decimal | null {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, places: fraction.length };
}

/** Negative: a < b; 0: equal; positive: a > b; null: one of them is no number. */
export function compareNumbers(a: string, b: string): number | null {
  const x = readDecimal(a);
  const y = readDecimal(b);
  return x && y ? sign(x.units * 10n ** BigInt(y.places) - y.units * 10n ** BigInt(x.places)) : null;
}

function sign(difference: bigint): number {
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const W3C_DATE =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d))?)?)?$/;

/**
 * Nanoseconds since 1970 of a W3C date (`2026`, `2026-11`, `2026-11-22`, `2026-11-22T10:00Z`, with seconds and
 * fractions of them) or of epoch seconds. Four digits are a year. https://www.w3.org/TR/NOTE-datetime
 */
function readDate(text: string): bigint | null {
  if (/^\d+$/.test(text) && text.length !== 4) return BigInt(text) * 1_000_000_000n;
  const match = W3C_DATE.exec(text);
  if (!match) return null;
  const [, year = '', month = '01', day = '01', hour = '00', minute = '00', second = '00'] = match;
  const [fraction = '', zone = 'Z'] = match.slice(7);
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  // Date.parse takes the 31st of February for one of March; such a day isn't a date.
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number.isNaN(instant) || Number(day) > daysInMonth) return null;
  return BigInt(instant) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

export function compareDates(a: string, b: string): number | null {
  const x = readDate(a);
  const y = readDate(b);
  return x !== null && y !== null ? sign(x - y) : null;
}

/** An address as its bits, most significant first: 32 of IPv4, 128 of IPv6. */
function readAddress(text: string): string | null {
  return text.includes(':') ? readIPv6(text) : readIPv4(text);
}

function readIPv4(text: string): string | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return null;
  }
  return parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('');
}

function readIPv6(text: string): string | null {
  const [front = '', back, ...more] = text.split('::');
  if (more.length > 0) return null;
  const before = readGroups(front);
  if (before === null) return null;
  if (back === undefined) return before.length === 128 ? before : null;
  const after = readGroups(back);
  if (after === null) return null;
  // `::` stands for one group of zeros at least.
  const missing = 128 - before.length - after.length;
  return missing >= 16 ? before + '0'.repeat(missing) + after : null;
}

function readGroups(text: string): string | null {
  if (text === '') return '';
  const groups = text.split(':').map((group, index, all) => {
    if (group.includes('.')) return index === all.length - 1 ? readIPv4(group) : null;
    return /^[0-9a-f]{1,4}$/i.test(group) ? Number.parseInt(group, 16).toString(2).padStart(16, '0') : null;
  });
  return groups.includes(null) ? null : groups.join('');
}

/** Is the address in the range? A range without a prefix length is one address. null: one isn't what it should be. */
export function addressInRange(address: string, range: string): boolean | null {
  const bits = readAddress(address);
  const [base = '', length, ...rest] = range.split('/');
  const baseBits = readAddress(base);
  if (bits === null || baseBits === null || rest.length > 0) return null;
  if (length !== undefined && !/^(0|[1-9]\d*)$/.test(length)) return null;
  const prefix = length === undefined ? baseBits.length : Number(length);
  if (prefix > baseBits.length) return null;
  return bits.length === baseBits.length && bits.slice(0, prefix) === baseBits.slice(0, prefix);
}

/** Do two base64 texts stand for the same bytes? */
export function sameBytes(a: string, b: string): boolean | null {
  try {
    return atob(a) === atob(b);
  } catch {
    return null;
  }
}

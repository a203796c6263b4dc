/** Numbers and dates as integers on one line, addresses as bits. null: the text isn't one. */

/** Digits that numbers keep behind the point; numbers with more are opaque. */
const PLACES = 30;
const UNIT = 10n ** BigInt(PLACES);

/** A decimal number in units of 10^-30. Integers and decimals, without exponent. */
export function parseNumber(text: string): bigint | null {
  const match = /^\s*([+-]?)(\d+)(?:\.(\d+))?\s*$/.exec(text);
  if (!match) return null;
  const fraction = match[3] ?? '';
  if (fraction.length > PLACES - 2) return null;
  const value = BigInt(match[2]! + fraction.padEnd(PLACES, '0'));
  return match[1] === '-' ? -value : value;
}

export function formatNumber(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(PLACES + 1, '0');
  const whole = digits.slice(0, -PLACES);
  const fraction = digits.slice(-PLACES).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

export const NUMBER_STEP = UNIT;

const DATE =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;
const NANOS = 1_000_000n;

/**
 * A W3C date or epoch seconds, in nanoseconds since 1970. Four digits are a year.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export function parseDate(text: string): bigint | null {
  if (/^-?\d{5,15}$/.test(text)) return BigInt(text) * 1000n * NANOS;
  const match = DATE.exec(text);
  if (!match) return null;
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    fraction = '',
    zone = 'Z',
  ] = match;
  const noon = new Date(`${year}-${month}-${day}T12:00:00Z`);
  // Date takes the 31st of February for one of March.
  if (Number.isNaN(noon.getTime()) || noon.getUTCDate() !== Number(day)) return null;
  const millis = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  if (Number.isNaN(millis)) return null;
  return BigInt(millis) * NANOS + BigInt(fraction.padEnd(9, '0'));
}

export function formatDate(value: bigint): string {
  const millis = value / NANOS - (value % NANOS < 0n ? 1n : 0n);
  const rest = value - millis * NANOS;
  const base = new Date(Number(millis)).toISOString();
  if (rest === 0n) return base.replace('.000Z', 'Z');
  return base.replace('Z', `${rest.toString().padStart(6, '0').replace(/0+$/, '')}Z`);
}

export const DATE_STEP = 1000n * NANOS;

/** An inclusive range of addresses; IPv6 lies above all of IPv4 on the line. */
export interface AddressRange {
  readonly low: bigint;
  readonly high: bigint;
}

const V6_BASE = 1n << 64n;
export const LAST_V4 = (1n << 32n) - 1n;
export const FIRST_V6 = V6_BASE;
export const LAST_V6 = V6_BASE + (1n << 128n) - 1n;

export function parseAddress(text: string): bigint | null {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

/** `203.0.113.0/24`, `2001:db8::/32`, or one address. */
export function parseRange(text: string): AddressRange | null {
  const [address = '', length, ...more] = text.split('/');
  const value = parseAddress(address);
  if (value === null || more.length > 0) return null;
  const bits = address.includes(':') ? 128 : 32;
  if (length === undefined) return { low: value, high: value };
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return null;
  const size = 1n << BigInt(bits - Number(length));
  const base = address.includes(':') ? V6_BASE : 0n;
  const low = ((value - base) / size) * size + base;
  return { low, high: low + size - 1n };
}

function parseV4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parseV6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(v6Group)));
  const missing = 8 - groups.reduce((sum, half) => sum + half.length, 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [
    ...groups[0]!,
    ...Array<number>(halves.length === 2 ? missing : 0).fill(0),
    ...(groups[1] ?? []),
  ];
  if (!all.every((group) => group >= 0)) return null;
  return all.reduce((sum, group) => sum * 65536n + BigInt(group), 0n) + V6_BASE;
}

/** One group, or an IPv4 tail as two; -1: neither. */
function v6Group(text: string): number[] {
  if (/^[0-9a-fA-F]{1,4}$/.test(text)) return [Number.parseInt(text, 16)];
  const tail = text.includes('.') ? parseV4(text) : null;
  return tail === null ? [-1] : [Number(tail >> 16n), Number(tail & 0xffffn)];
}

export function formatAddress(value: bigint): string {
  if (value <= LAST_V4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const bits = value - V6_BASE;
  const groups = Array.from({ length: 8 }, (_, i) => ((bits >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  return groups.join(':').replace(/(^|:)0(:0)+(:|$)/, '::');
}

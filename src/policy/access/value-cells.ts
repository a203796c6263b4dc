import type { AddressRange } from './scalars.js';
import {
  DATE_STEP,
  FIRST_V6,
  formatAddress,
  formatDate,
  formatNumber,
  LAST_V4,
  LAST_V6,
  NUMBER_STEP,
} from './scalars.js';
import type { Language } from './automaton.js';
import { textCells } from './cuts.js';
import type { Matcher, Relation } from './conditions.js';
import { glob, readPattern, type Token } from './pattern.js';

/** Single values that no matcher tells apart. */
export interface ValueCell {
  /** Bit i: matcher i matches. */
  readonly vector: bigint;
  readonly value: string;
  /** False: no request is known to hold such a value; it may only make an answer `unknown`. */
  readonly certain: boolean;
}

/** All matchers have the same family (booleans count as text). Throws BudgetExceeded. */
export function valueCells(family: DimensionFamily, matchers: readonly Matcher[]): ValueCell[] {
  switch (family) {
    case 'text':
      return textValueCells(matchers);
    case 'number':
    case 'date':
      return orderedCells(family, matchers);
    case 'address':
      return addressCells(matchers);
  }
}

export type DimensionFamily = 'text' | 'number' | 'date' | 'address';

export function familyOf(matcher: Matcher): DimensionFamily {
  return matcher.family === 'boolean' ? 'text' : matcher.family;
}

const ANY_ARN = glob('arn:*:*:*:*:*');

/**
 * A key that only Bool reads holds `true` or `false`. One that ARN operators read holds ARNs: cells with other texts
 * are kept apart, and are no proof.
 */
function textValueCells(matchers: readonly Matcher[]): ValueCell[] {
  const languages = matchers.map(languageOf);
  const size = BigInt(matchers.length);
  const all = (1n << size) - 1n;
  const onlyBooleans = matchers.length > 0 && matchers.every((matcher) => matcher.family === 'boolean');
  const onlyArns = matchers.some((matcher) => matcher.family === 'text' && matcher.arn);
  const usual: Language | null = onlyBooleans
    ? [anyCaseText('true'), anyCaseText('false')]
    : onlyArns
      ? [ANY_ARN]
      : null;
  // With both words apart, so that `false` stands for itself where only `true` is asked about.
  const kept: Language[] = onlyBooleans ? [usual!, [anyCaseText('true')]] : usual ? [usual] : [];
  return textCells([...languages, ...kept])
    .map((cell) => ({
      vector: cell.vector & all,
      value: cell.text,
      certain: usual === null || ((cell.vector >> size) & 1n) === 1n,
    }))
    .filter(({ certain }) => certain || !onlyBooleans);
}

function languageOf(matcher: Matcher): Language {
  if (matcher.family === 'text') return matcher.patterns;
  if (matcher.family === 'boolean') return matcher.values.map((value) => anyCaseText(String(value)));
  return [];
}

function anyCaseText(text: string): Token[] {
  return readPattern(text, { version: '2008-10-17', wildcards: false, anyCase: true });
}

/** Points and the gaps between them. A key that is compared as a number (or date) holds one. */
function orderedCells(family: 'number' | 'date', matchers: readonly Matcher[]): ValueCell[] {
  const points = [
    ...new Set(matchers.flatMap((matcher) => (matcher.family === family ? matcher.values : []))),
  ].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const format = family === 'number' ? formatNumber : formatDate;
  const step = family === 'number' ? NUMBER_STEP : DATE_STEP;
  const first = points[0] ?? 0n;
  const last = points.at(-1) ?? 0n;
  const samples = [
    first - step,
    ...points.flatMap((point, i) => [point, gapAfter(point, points[i + 1], step)]),
    ...(points.length === 0 ? [last + step] : []),
  ];
  return samples.map((sample) => ({
    vector: vectorWhere(
      matchers,
      (matcher) =>
        matcher.family === family &&
        matcher.values.some((value) => compares(matcher.relation, sample, value)),
    ),
    value: format(sample),
    certain: true,
  }));
}

function gapAfter(point: bigint, next: bigint | undefined, step: bigint): bigint {
  if (next === undefined) return point + step;
  return point + step < next ? point + step : (point + next) / 2n;
}

export function compares(relation: Relation, sample: bigint, value: bigint): boolean {
  switch (relation) {
    case 'equals':
      return sample === value;
    case 'less':
      return sample < value;
    case 'less-or-equal':
      return sample <= value;
    case 'greater':
      return sample > value;
    case 'greater-or-equal':
      return sample >= value;
  }
}

function addressCells(matchers: readonly Matcher[]): ValueCell[] {
  const ranges = matchers.flatMap((matcher) => (matcher.family === 'address' ? matcher.ranges : []));
  const starts = new Set([0n, FIRST_V6]);
  for (const { low, high } of ranges) {
    starts.add(low);
    if (high !== LAST_V4 && high !== LAST_V6) starts.add(high + 1n);
  }
  return [...starts].map((start) => ({
    vector: vectorWhere(
      matchers,
      (matcher) => matcher.family === 'address' && matcher.ranges.some((range) => within(start, range)),
    ),
    value: formatAddress(start),
    certain: true,
  }));
}

function within(address: bigint, range: AddressRange): boolean {
  return range.low <= address && address <= range.high;
}

function vectorWhere(matchers: readonly Matcher[], holds: (matcher: Matcher) => boolean): bigint {
  return matchers.reduce((vector, matcher, i) => (holds(matcher) ? vector | (1n << BigInt(i)) : vector), 0n);
}

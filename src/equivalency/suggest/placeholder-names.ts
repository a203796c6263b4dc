import { regionPattern } from '../regions.js';
import { looksRandom } from './words.js';

const ENVIRONMENT =
  /^(?:(?:non|pre)[-_.]?)?(?:dev|develop|development|test|tst|testing|qa|uat|int|integration|stage|stg|staging|sit|perf|demo|sandbox|sbx|preprod|prod|prd|production|live|dr)\d*$/i;
const AREA = '(?:us|eu|ap|ca|sa|me|af|il|mx|cn)';
/** `eu-west-1` in any spelling, `euw1`, `apse2`, `eu`. */
const REGION = new RegExp(
  `^(?:${regionPattern('[-_]?')}|${AREA}(?:[gi]?(?:[nsewc]|[ns][ew]))?\\d{0,2}|apac|emea)$`,
  'i',
);

/** What a new entry could be called after. */
export interface Naming {
  readonly values: readonly string[];
  /** Do the values name the accounts themselves: their tags, aliases, sources? */
  readonly areIdentities: boolean;
  /** The entry of the same values in other letters. */
  readonly kin: string | undefined;
  /** Key of a tag that has the values. */
  readonly tag: string | null;
}

/**
 * A name for a new entry: `accountname` (IAMCTL's word) for environments, `region`, `hash`, `other-account`, the key of a
 * tag, else `name`; in the letter case of the values, so that `DEV`/`QA` become `ACCOUNTNAME`. `taken` are names and
 * values that are in use.
 */
export function placeholderFor(naming: Naming, taken: ReadonlySet<string>): string {
  const base = inCaseOf(naming.values, naming.kin?.toLowerCase() ?? kindOf(naming));
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
  return name;
}

function kindOf({ values, areIdentities, tag }: Naming): string {
  if (areIdentities || values.every((value) => ENVIRONMENT.test(value))) return 'accountname';
  if (values.every((value) => REGION.test(value))) return 'region';
  if (values.every((value) => /^\d{12}$/.test(value))) return 'other-account';
  if (values.every((value) => UUID.test(value))) return 'id';
  if (values.every((value) => looksRandom(value) || HEX.test(value))) return 'hash';
  const ofTag =
    tag
      ?.toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') ?? '';
  return ofTag === '' ? 'name' : ofTag;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HEX = /^(?=.*\d)[0-9a-f]{6,}$/i;

function inCaseOf(values: readonly string[], name: string): string {
  const lettered = values.filter((value) => /[a-z]/i.test(value));
  if (lettered.length === 0) return name;
  if (lettered.every((value) => value === value.toUpperCase())) return name.toUpperCase();
  if (lettered.every((value) => /^[A-Z]/.test(value))) return name.charAt(0).toUpperCase() + name.slice(1);
  return name;
}

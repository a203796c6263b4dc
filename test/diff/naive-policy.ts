import type { PolicyDocument, Statement } from '../../src/model/policy.js';

/** One request, and which conditions hold for it, by their folded text. */
export interface NaiveRequest {
  readonly action: string;
  readonly resource: string;
  readonly principal: string;
  /** Seed of a coin for each condition: two conditions that say the same get the same coin. */
  readonly coin: number;
}

/**
 * Which effects of a document apply to a request: '', 'Allow', 'Deny' or 'AllowDeny'. Written for obviousness, with
 * regular expressions, and sharing nothing with the comparer. A condition is only known by what it says.
 */
export function naiveEffects(document: PolicyDocument, request: NaiveRequest): string {
  const applying = document.statements.filter((one) => applies(one, request, document.version));
  return ['Allow', 'Deny'].filter((effect) => applying.some((one) => one.effect === effect)).join('');
}

function applies(
  { action, resource, principal, conditions }: Statement,
  request: NaiveRequest,
  version: string,
): boolean {
  const named = (patterns: readonly string[], text: string, flags: string): boolean =>
    patterns.some((pattern) => regularExpression(pattern, flags, version).test(text));
  if (named(action.patterns, request.action, 'is') === action.negated) return false;
  if (resource?.negated === named(resource?.patterns ?? [], request.resource, 's')) return false;
  if (principal) {
    const isNamed = principal.principals.some(({ type, value }) => `${type}:${value}` === request.principal);
    if (isNamed === principal.negated) return false;
  }
  return conditions.every(({ operator, key, values }) => {
    const slash = key.indexOf('/');
    const folded = slash < 0 ? key.toLowerCase() : key.slice(0, slash).toLowerCase() + key.slice(slash);
    const says = `${operator.toLowerCase()} ${folded} ${[...new Set(values)].sort().join(' ')}`;
    const hasVariable = says.includes('${');
    return flip(hasVariable ? `${says} ${version}` : says, request.coin);
  });
}

function regularExpression(pattern: string, flags: string, version: string): RegExp {
  const id = `${flags} ${version} ${pattern}`;
  const known = expressions.get(id);
  if (known) return known;
  // A variable is some text of its own: under the older version it is the text that stands there.
  const filled = version === '2012-10-17' ? pattern.replaceAll('${aws:username}', 'alice') : pattern;
  const source = filled
    .replace(/[.+^${}()|[\]\\/]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, flags);
  expressions.set(id, expression);
  return expression;
}

const expressions = new Map<string, RegExp>();

/** A coin that always falls the same way for the same text and seed. */
function flip(text: string, seed: number): boolean {
  let hash = seed;
  for (const character of text) hash = (Math.imul(hash, 31) + character.codePointAt(0)!) | 0;
  return ((hash ^ (hash >>> 13)) & 1) === 1;
}

import { arnFilled, fill, type Values } from './concretise.js';
import { commonText } from './cuts.js';
import type { Finding } from './decide.js';
import { hullOf, type Token } from './pattern.js';
import { type ActionResources, isOfOtherService, isResource } from './today.js';

/** Resources of today that the finding's own patterns and request suggest, the most readable first. */
export function* resourceGuesses(
  finding: Finding & { readonly kind: 'proved' },
  resources: ActionResources,
): Generator<string> {
  const values: Values = new Map(Object.entries(finding.proof.request.context));
  const patterns = finding.term.rests
    .flatMap(({ resource }) =>
      resource === null || resource.negated ? [] : [...resource.plain, ...resource.variable],
    )
    .filter((pattern) => !isOfOtherService(pattern, resources))
    .slice(0, MAX_GUESSES);
  for (const text of guessedTexts(finding.proof.request.resource, patterns, values, resources.examples)) {
    if (isResource(resources, text)) yield text;
  }
  for (const pattern of patterns) {
    const common = commonText([hullOf(pattern)], resources.language);
    if (common !== null) yield common;
  }
}

function* guessedTexts(
  found: string,
  patterns: readonly (readonly Token[])[],
  values: Values,
  examples: readonly string[],
): Generator<string> {
  yield found;
  for (const pattern of patterns) {
    const filled = arnFilled(pattern);
    for (const filling of ['x', 'x/x', '']) yield fill(filled, values, filling);
  }
  yield* examples;
  for (const pattern of patterns) {
    const open = fill(pattern, values, OPEN);
    for (const example of examples.slice(0, MAX_GUESSES)) {
      const joint = jointArn(open, example);
      if (joint !== null) yield joint;
    }
  }
}

/** Stands where a pattern leaves open what comes there. */
const OPEN = '\u0000';

/**
 * What a pattern leaves open taken from an example: `arn:aws:kms:*:111122223333:*app` and
 * `arn:aws:kms:us-east-1:444455556666:key/x` are both `arn:aws:kms:us-east-1:111122223333:key/app`, or nearly. null: a
 * pattern whose last part begins with something, which `fill` fills.
 */
function jointArn(open: string, example: string): string | null {
  const parts = open.split(':');
  const other = example.split(':');
  const name = parts.slice(PARTS_BEFORE_NAME).join(':');
  if (!name.startsWith(OPEN) || other.length <= PARTS_BEFORE_NAME) return null;
  const head = parts.slice(0, PARTS_BEFORE_NAME).map((part, at) => (part.includes(OPEN) ? other[at]! : part));
  const rest = name.slice(1).replaceAll(OPEN, 'x');
  const stem = other
    .slice(PARTS_BEFORE_NAME)
    .join(':')
    .replace(/[^/:]*$/, '');
  return [...head, /^[/:]/.test(rest) ? stem.slice(0, -1) + rest : stem + rest].join(':');
}

/** `arn`, partition, service, region and account. */
const PARTS_BEFORE_NAME = 5;

const MAX_GUESSES = 12;

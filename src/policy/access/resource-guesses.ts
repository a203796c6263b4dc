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
}

const MAX_GUESSES = 12;

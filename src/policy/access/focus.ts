import type { PolicyDocument, Statement } from '../../model/policy.js';
import { statementKey } from '../canonical.js';
import { hasWildcard } from '../wildcard.js';
import type { AccessInput, IdentityComparison, PolicySet } from './types.js';

const focused = new WeakMap<AccessInput, AccessInput>();

/**
 * The part of a comparison that can make a difference. Statements that both sides have say the same of every action
 * that no differing statement names: of those only the patterns of services that a differing statement names are kept.
 * The answer is the same, and a policy of a thousand actions beside a small change costs next to nothing.
 * Comparisons that this can't be said of come back as they are.
 */
export function focusedInput(input: AccessInput): AccessInput {
  if (input.type === 'trust') return input;
  let made = focused.get(input);
  if (!made) focused.set(input, (made = focusedIdentity(input)));
  return made;
}

function focusedIdentity(input: IdentityComparison): IdentityComparison {
  const { before, after } = input;
  // Where only one side has a boundary, equal statements are answered by different rules.
  if (!before.boundary !== !after.boundary) return input;
  const services = servicesThatDiffer(statementsByKey(before), statementsByKey(after));
  if (services === null) return input;
  return { type: 'identity', before: focusedSet(before, services), after: focusedSet(after, services) };
}

function statementsByKey({ policies, boundary }: PolicySet): Map<string, Statement> {
  const all = new Map<string, Statement>();
  const add = (document: PolicyDocument, part: string): void => {
    for (const statement of document.statements) {
      all.set(`${part} ${document.version} ${statementKey(statement)}`, statement);
    }
  };
  for (const document of policies) add(document, 'policy');
  if (boundary) add(boundary, 'boundary');
  return all;
}

/** Services that the statements of one side alone name; null where one of these speaks of services without end. */
function servicesThatDiffer(
  before: ReadonlyMap<string, Statement>,
  after: ReadonlyMap<string, Statement>,
): Set<string> | null {
  const differing = [
    ...[...before].filter(([key]) => !after.has(key)),
    ...[...after].filter(([key]) => !before.has(key)),
  ].map(([, statement]) => statement);
  const services = new Set<string>();
  for (const { action } of differing) {
    if (action.negated) return null;
    for (const pattern of action.patterns) {
      const service = serviceOf(pattern);
      if (service === null) return null;
      services.add(service);
    }
  }
  return services;
}

function focusedSet({ policies, boundary }: PolicySet, services: ReadonlySet<string>): PolicySet {
  return {
    policies: policies.map((document) => focusedDocument(document, services)),
    boundary: boundary ? focusedDocument(boundary, services) : null,
  };
}

function focusedDocument(document: PolicyDocument, services: ReadonlySet<string>): PolicyDocument {
  const statements = document.statements.flatMap((statement): Statement[] => {
    if (statement.action.negated) return [statement];
    const patterns = statement.action.patterns.filter((pattern) => {
      const service = serviceOf(pattern);
      return service === null || services.has(service);
    });
    if (patterns.length === statement.action.patterns.length) return [statement];
    return patterns.length === 0 ? [] : [{ ...statement, action: { negated: false, patterns } }];
  });
  return { ...document, statements };
}

/** The service prefix of an action pattern, folded; null where it is a wildcard's, or there is none. */
function serviceOf(pattern: string): string | null {
  const colon = pattern.indexOf(':');
  const service = pattern.slice(0, Math.max(colon, 0)).toLowerCase();
  return colon < 0 || hasWildcard(service) ? null : service;
}

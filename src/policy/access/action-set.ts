import type { PatternSet } from '../../model/policy.js';
import { hasWildcard, matchesWildcard } from '../wildcard.js';

/** The actions that one statement names, ready to be asked about. All texts are folded. */
export interface ActionSet {
  readonly negated: boolean;
  /** Patterns with a plain service prefix, by it: the parts behind the colon. */
  readonly byService: ReadonlyMap<string, ServicePatterns>;
  /** Patterns whose service part has a wildcard, or that have none: whole texts. */
  readonly anyService: readonly string[];
}

/** Patterns of action names within one service. */
export interface ServicePatterns {
  readonly names: ReadonlySet<string>;
  readonly globs: readonly string[];
  /** Equal keys: the same patterns. */
  readonly key: string;
}

const cache = new WeakMap<PatternSet, ActionSet>();

/**
 * Actions are compared without case; `*` and `?` stand anywhere.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function actionSetOf(set: PatternSet): ActionSet {
  const known = cache.get(set);
  if (known) return known;
  const byService = new Map<string, string[]>();
  const anyService: string[] = [];
  for (const pattern of set.patterns) {
    const folded = pattern.toLowerCase();
    const colon = folded.indexOf(':');
    const service = folded.slice(0, Math.max(colon, 0));
    if (colon < 0 || hasWildcard(service)) {
      anyService.push(folded);
    } else {
      const list = byService.get(service) ?? [];
      list.push(folded.slice(colon + 1));
      byService.set(service, list);
    }
  }
  const made: ActionSet = {
    negated: set.negated,
    byService: new Map([...byService].map(([service, patterns]) => [service, servicePatterns(patterns)])),
    anyService,
  };
  cache.set(set, made);
  return made;
}

export function servicePatterns(patterns: readonly string[]): ServicePatterns {
  const names = new Set<string>();
  const globs = new Set<string>();
  for (const pattern of patterns) (hasWildcard(pattern) ? globs : names).add(pattern);
  const list = [...globs].sort();
  return { names, globs: list, key: JSON.stringify([[...names].sort(), list]) };
}

const NO_PATTERNS = servicePatterns([]);

/** The actions that a set of statements names within one service. */
export interface ActionLanguage {
  readonly key: string;
  /** Each says: in (or, negated, not in) these patterns. One of them holds. */
  readonly parts: readonly {
    readonly negated: boolean;
    readonly patterns: ServicePatterns;
    readonly anyService: readonly string[];
  }[];
}

/** null: the sets name no action of the service. `service` is null for services that no document names. */
export function languageIn(service: string | null, sets: readonly ActionSet[]): ActionLanguage | null {
  const parts = sets.flatMap((set) => {
    const patterns = (service === null ? undefined : set.byService.get(service)) ?? NO_PATTERNS;
    if (!set.negated && patterns === NO_PATTERNS && set.anyService.length === 0) return [];
    return [{ negated: set.negated, patterns, anyService: set.anyService }];
  });
  if (parts.length === 0) return null;
  // What stands side by side in several statements is one set.
  const positive = parts.filter((part) => !part.negated);
  const merged =
    positive.length > 1
      ? [
          {
            negated: false,
            patterns: servicePatterns(
              positive.flatMap(({ patterns }) => [...patterns.names, ...patterns.globs]),
            ),
            anyService: [...new Set(positive.flatMap((part) => part.anyService))].sort(),
          },
          ...parts.filter((part) => part.negated),
        ]
      : parts;
  // Names can hold whatever might separate them.
  const key = merged
    .map((part) => JSON.stringify([part.negated, part.patterns.key, part.anyService]))
    .sort()
    .join('\n');
  return { key, parts: merged };
}

/** Is the action in the language? `service` and `name` are folded. */
export function languageHas(language: ActionLanguage, service: string, name: string): boolean {
  for (const { negated, patterns, anyService } of language.parts) {
    if (namesAction(patterns, anyService, service, name) !== negated) return true;
  }
  return false;
}

function namesAction(
  { names, globs }: ServicePatterns,
  anyService: readonly string[],
  service: string,
  name: string,
): boolean {
  if (names.has(name)) return true;
  for (const glob of globs) if (matchesGlob(glob, name)) return true;
  for (const pattern of anyService) {
    if (pattern === '*' || matchesWildcard(pattern, `${service}:${name}`)) return true;
  }
  return false;
}

/** Most globs are a prefix and a star. */
function matchesGlob(glob: string, name: string): boolean {
  const star = glob.indexOf('*');
  if (star === glob.length - 1 && !glob.includes('?')) return name.startsWith(glob.slice(0, -1));
  return matchesWildcard(glob, name);
}

import type { Snapshot } from '../model/snapshot.js';
import type { ParsedDocument } from '../model/policy.js';
import { compareText } from '../model/text.js';
import { hasWildcard, matchesWildcard } from './wildcard.js';

/**
 * The actions that AWS documents, for the services that were asked for.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export class ActionCatalogue {
  /** Service prefix → folded name → name as AWS spells it, sorted by spelling. */
  readonly #services: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly #expansions = new Map<string, readonly string[]>();

  constructor(services: Readonly<Record<string, readonly string[]>>) {
    this.#services = new Map(
      Object.entries(services).map(([service, names]) => [
        service,
        new Map([...names].sort(compareText).map((name) => [name.toLowerCase(), name])),
      ]),
    );
  }

  /** The names of `service` that `pattern` matches, sorted, in AWS's spelling; none for what the catalogue doesn't know. */
  expand(service: string, pattern: string): readonly string[] {
    const id = `${service}:${pattern}`.toLowerCase();
    const known = this.#expansions.get(id);
    if (known) return known;
    const names = this.#services.get(service.toLowerCase());
    const folded = pattern.toLowerCase();
    let found: readonly string[] = [];
    if (names && !hasWildcard(pattern)) {
      const name = names.get(folded);
      found = name === undefined ? [] : [name];
    } else if (names) {
      const start = folded.slice(0, -1);
      const isPrefix = folded.endsWith('*') && !hasWildcard(start);
      const matches: string[] = [];
      for (const [name, spelled] of names) {
        if (isPrefix ? name.startsWith(start) : matchesWildcard(folded, name)) matches.push(spelled);
      }
      found = matches;
    }
    this.#expansions.set(id, found);
    return found;
  }
}

/** Loads the actions of `services` (prefixes in lower case); unknown prefixes are passed over. */
export async function loadCatalogue(services: Iterable<string>): Promise<ActionCatalogue> {
  const { ACTION_NAMES } = await import('./action-names.js');
  const known: [string, readonly string[]][] = [];
  for (const service of new Set(services)) {
    const names = Object.hasOwn(ACTION_NAMES, service) ? ACTION_NAMES[service] : undefined;
    if (names !== undefined) known.push([service, names.split(' ')]);
  }
  return new ActionCatalogue(Object.fromEntries(known));
}

/** Version of the catalogue's data: `0.21.202609261`. */
export async function catalogueVersion(): Promise<string> {
  return (await import('./action-names.js')).CATALOGUE_VERSION;
}

/** Service prefixes, in lower case, of all actions that the snapshots' documents name. */
export function servicesIn(snapshots: readonly Snapshot[]): Set<string> {
  const services = new Set<string>();
  // Neighbours mostly name one service: `s3:` of the last action.
  let last = ':';
  const read = (document: ParsedDocument | undefined): void => {
    if (document?.kind !== 'policy') return;
    for (const { action } of document.statements) {
      for (const pattern of action.patterns) {
        if (pattern.startsWith(last)) continue;
        const colon = pattern.indexOf(':');
        if (colon <= 0) continue;
        last = pattern.slice(0, colon + 1);
        services.add(pattern.slice(0, colon).toLowerCase());
      }
    }
  };
  for (const { managedPolicies, roles, users, groups } of snapshots) {
    for (const { document } of managedPolicies) read(document);
    for (const role of roles) {
      read(role.trustPolicy);
      for (const { document } of role.inlinePolicies) read(document);
    }
    for (const holders of [users, groups]) {
      for (const { inlinePolicies } of holders) for (const { document } of inlinePolicies) read(document);
    }
  }
  return services;
}

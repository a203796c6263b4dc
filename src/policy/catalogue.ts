import { compareText } from '../model/text.js';
import { hasWildcard, matchesWildcard } from './wildcard.js';

/** Names of actions by service prefix in lower case, in AWS's spelling: a list, or sorted and separated by spaces. */
type NamesByService = Readonly<Record<string, readonly string[] | string>>;

/** Folded name → name as AWS spells it, sorted by spelling. */
type Names = ReadonlyMap<string, string>;

/**
 * The actions that AWS documents. Those of a service are read once they are asked for.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export class ActionCatalogue {
  readonly #services = new Map<string, Names>();
  readonly #expansions = new Map<string, readonly string[]>();

  constructor(private readonly names: NamesByService) {}

  /** The names of `service` that `pattern` matches, sorted, in AWS's spelling; none for what the catalogue doesn't know. */
  expand(service: string, pattern: string): readonly string[] {
    const id = `${service}:${pattern}`.toLowerCase();
    const known = this.#expansions.get(id);
    if (known) return known;
    const names = this.#namesOf(service.toLowerCase());
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

  #namesOf(service: string): Names | undefined {
    let names = this.#services.get(service);
    if (names || !Object.hasOwn(this.names, service)) return names;
    const listed = this.names[service]!;
    const spelled = typeof listed === 'string' ? listed.split(' ') : [...listed].sort(compareText);
    names = new Map(spelled.map((name) => [name.toLowerCase(), name]));
    this.#services.set(service, names);
    return names;
  }
}

/** All actions that AWS documents. */
export async function loadCatalogue(): Promise<ActionCatalogue> {
  return new ActionCatalogue((await import('./action-names.js')).ACTION_NAMES);
}

/** Version of the catalogue's data: `0.21.202609261`. */
export async function catalogueVersion(): Promise<string> {
  return (await import('./action-names.js')).CATALOGUE_VERSION;
}

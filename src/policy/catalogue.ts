import { compareText } from '../model/text.js';
import { hasWildcard, matchesWildcard } from './wildcard.js';

/** Names of actions by service prefix in lower case, in AWS's spelling: a list, or sorted and separated by spaces. */
type NamesByService = Readonly<Record<string, readonly string[] | string>>;

/** The actions of a service, sorted by spelling; no two differ in case alone. */
interface Names {
  /** As AWS spells them. */
  readonly spelled: readonly string[];
  /** The same in lower case. */
  readonly folded: readonly string[];
}

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
    const found = names ? matching(names, pattern.toLowerCase()) : [];
    this.#expansions.set(id, found);
    return found;
  }

  #namesOf(service: string): Names | undefined {
    let names = this.#services.get(service);
    if (names || !Object.hasOwn(this.names, service)) return names;
    const listed = this.names[service]!;
    names =
      typeof listed === 'string'
        ? { spelled: listed.split(' '), folded: listed.toLowerCase().split(' ') }
        : sortedNames(listed);
    this.#services.set(service, names);
    return names;
  }
}

function sortedNames(listed: readonly string[]): Names {
  const spelled = [...listed].sort(compareText);
  return { spelled, folded: spelled.map((name) => name.toLowerCase()) };
}

/** `pattern` in lower case. */
function matching({ spelled, folded }: Names, pattern: string): string[] {
  if (!hasWildcard(pattern)) {
    const at = folded.indexOf(pattern);
    return at < 0 ? [] : [spelled[at]!];
  }
  const start = pattern.slice(0, -1);
  const isPrefix = pattern.endsWith('*') && !hasWildcard(start);
  const found: string[] = [];
  for (let at = 0; at < folded.length; at++) {
    const name = folded[at]!;
    if (isPrefix ? name.startsWith(start) : matchesWildcard(pattern, name)) found.push(spelled[at]!);
  }
  return found;
}

/** All actions that AWS documents. */
export async function loadCatalogue(): Promise<ActionCatalogue> {
  return new ActionCatalogue((await import('./action-names.js')).ACTION_NAMES);
}

/** Version of the catalogue's data: `0.21.202609261`. */
export async function catalogueVersion(): Promise<string> {
  return (await import('./action-names.js')).CATALOGUE_VERSION;
}

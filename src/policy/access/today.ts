import type { Language } from './language.js';
import { inKeptLanguage } from './kept-language.js';
import { commonText } from './cuts.js';
import { glob, type Token } from './pattern.js';
import type { KnownAction, ServiceData, ServiceEntry } from './service-data.js';

/** The resources that an action can be asked for today. */
export interface ActionResources {
  /** Equal keys: the same resources. */
  readonly key: string;
  readonly language: Language;
  /** The third parts of the ARNs; null: others are possible. */
  readonly services: ReadonlySet<string> | null;
  /** Readable ones. */
  readonly examples: readonly string[];
}

const ANY: ActionResources = {
  key: '*',
  language: [[{ kind: 'char', char: '*', anyCase: false }]],
  services: null,
  examples: ['*'],
};

const cache = new WeakMap<ServiceEntry, Map<readonly string[], ActionResources>>();

/**
 * The ARNs of the action's resource types, or `*` where it has none.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function resourcesOf(service: string, action: KnownAction, data: ServiceData): ActionResources {
  const entry = data.get(service);
  if (!entry || action.resourceTypes.length === 0) return ANY;
  let known = cache.get(entry);
  if (!known) cache.set(entry, (known = new Map<readonly string[], ActionResources>()));
  // Actions on the same types share the list of their names.
  let resources = known.get(action.resourceTypes);
  if (!resources) {
    resources = new TypedResources(
      `${service} ${action.resourceTypes.join(' ')}`,
      entry,
      action.resourceTypes,
    );
    known.set(action.resourceTypes, resources);
  }
  return resources;
}

/** The resources of some types. Most groups of types are never asked for their patterns. */
class TypedResources implements ActionResources {
  readonly services: ReadonlySet<string> | null;
  readonly #entry: ServiceEntry;
  readonly #formats: readonly string[];
  /** A type that the catalogue doesn't describe may have any ARN. */
  readonly #isOpen: boolean;
  #language: Language | undefined;
  #examples: readonly string[] | undefined;

  constructor(
    readonly key: string,
    entry: ServiceEntry,
    names: readonly string[],
  ) {
    this.#entry = entry;
    this.#formats = names.flatMap((name) => entry.resourceTypes.get(name)?.format ?? []);
    this.#isOpen = this.#formats.length < names.length;
    const services = this.#formats.map((format) => format.split(':', 3)[2] ?? '');
    const plain = !this.#isOpen && services.every((service) => /^[a-z0-9-]+$/.test(service));
    this.services = plain ? new Set(services) : null;
  }

  get language(): Language {
    return (this.#language ??= this.#isOpen
      ? [[many('')]]
      : this.#formats.map((format) => patternOf(format, this.#entry)));
  }

  get examples(): readonly string[] {
    return (this.#examples ??= this.#formats.map(exampleOf));
  }
}

const patterns = new WeakMap<ServiceEntry, Map<string, readonly Token[]>>();

/** The pattern of a format, made once: many groups of types share one. */
function patternOf(format: string, entry: ServiceEntry): readonly Token[] {
  let known = patterns.get(entry);
  if (!known) patterns.set(entry, (known = new Map<string, readonly Token[]>()));
  let pattern = known.get(format);
  if (!pattern) known.set(format, (pattern = readFormat(format, entry)));
  return pattern;
}

/**
 * A format as a pattern. `${Partition}`, `${Region}` and `${Account}` are parts of an ARN, which hold no colon; other
 * variables stand for any text that isn't empty. Where another type of the service goes on behind this one with `/`
 * or `:` (object behind bucket), the name itself holds none: else every object would be a bucket as well.
 */
function readFormat(format: string, entry: ServiceEntry): Token[] {
  const own = withoutNames(format);
  const longer = namelessFormats(entry).filter((other) => other.length > own.length && other.startsWith(own));
  const separators = new Set(longer.map((other) => other[own.length]!));
  const except = [...separators].filter((char) => char === '/' || char === ':').join('');
  const pieces = format.split(/(\$\{[^}]*\})/);
  const last = pieces.findLastIndex((piece) => piece.startsWith('${'));
  return pieces.flatMap((piece, at): Token[] => {
    if (!piece.startsWith('${')) return glob(piece);
    if (piece === '${Partition}') return [...glob('aws'), many(':')];
    if (piece === '${Region}' || piece === '${Account}') return [one(':'), many(':')];
    return at === last && at === pieces.length - 2 && pieces[at + 1] === ''
      ? [one(except), many(except)]
      : [one(''), many('')];
  });
}

const nameless = new WeakMap<ServiceEntry, readonly string[]>();

/** The formats of all types of a service, without the names of their variables. */
function namelessFormats(entry: ServiceEntry): readonly string[] {
  const known =
    nameless.get(entry) ?? [...entry.resourceTypes.values()].map(({ format }) => withoutNames(format));
  nameless.set(entry, known);
  return known;
}

function withoutNames(format: string): string {
  return format.replaceAll(/\$\{[^}]*\}/g, '$');
}

function one(except: string): Token {
  return { kind: 'one', except };
}

function many(except: string): Token {
  return { kind: 'many', except };
}

const SAMPLES: Readonly<Record<string, string>> = {
  Partition: 'aws',
  Region: 'us-east-1',
  Account: '111122223333',
};

function exampleOf(format: string): string {
  return format.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => SAMPLES[name] ?? 'x');
}

/** Do the patterns and the resources have nothing in common? A cautious false is possible. Throws BudgetExceeded. */
export function areApart(patterns: Language, resources: ActionResources): boolean {
  if (patterns.every((pattern) => isOfOtherService(pattern, resources))) return true;
  return commonText(patterns, resources.language) === null;
}

/** Names the pattern another service in its third part? Then the two have nothing in common. */
export function isOfOtherService(pattern: readonly Token[], { services }: ActionResources): boolean {
  if (services === null) return false;
  const service = serviceOf(pattern);
  return service !== null && !services.has(service);
}

const judged = new WeakMap<ActionResources, Map<string, boolean>>();
const MOST_JUDGED = 1_000;

/** Is the text one of the resources? The same few are asked for again and again. */
export function isResource(resources: ActionResources, text: string): boolean {
  const { services } = resources;
  // Cheaper than matching every type of a service with a hundred.
  if (services !== null && !services.has(text.split(':', 3)[2] ?? '')) return false;
  const known = judged.get(resources) ?? new Map<string, boolean>();
  judged.set(resources, known);
  let answer = known.get(text);
  if (answer === undefined) {
    answer = inKeptLanguage(resources.language, text);
    if (known.size < MOST_JUDGED) known.set(text, answer);
  }
  return answer;
}

/** The third part of an ARN pattern, where no wildcard comes before its end. */
function serviceOf(pattern: readonly Token[]): string | null {
  let service = servicesOfPatterns.get(pattern);
  if (service === undefined) servicesOfPatterns.set(pattern, (service = readService(pattern)));
  return service;
}

const servicesOfPatterns = new WeakMap<readonly Token[], string | null>();

function readService(pattern: readonly Token[]): string | null {
  let text = '';
  for (const token of pattern) {
    if (token.kind !== 'char') return null;
    text += token.char;
    const [, , service, rest] = text.split(':');
    if (rest !== undefined) return service ?? null;
  }
  return null;
}

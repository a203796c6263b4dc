import type { PolicyDocument } from '../../model/policy.js';
import { focusedInput } from './focus.js';
import type { AccessInput } from './types.js';

/** A resource type and its ARN, as AWS writes it: `arn:${Partition}:s3:::${BucketName}`. */
export interface ResourceType {
  readonly name: string;
  readonly format: string;
}

export interface KnownAction {
  /** As AWS spells it, without the service: `GetObject`. */
  readonly name: string;
  /** Names of the resource types that it works on; none: it works on `*`. */
  readonly resourceTypes: readonly string[];
}

export interface ServiceEntry {
  /** By folded name. */
  readonly actions: ReadonlyMap<string, KnownAction>;
  readonly resourceTypes: ReadonlyMap<string, ResourceType>;
}

/**
 * What the catalogue knows of the services that were asked for, by prefix. A service that isn't in it was not
 * loaded or is not known.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export type ServiceData = ReadonlyMap<string, ServiceEntry>;

const loaded = new Map<string, ServiceEntry | null>();

/** Loads the catalogue of `services` (prefixes in lower case), each once per process. Unknown ones are left out. */
export async function loadServiceData(services: Iterable<string>): Promise<ServiceData> {
  const [{ ACTION_NAMES }, { ACTION_RESOURCES, RESOURCE_TYPES }] = await Promise.all([
    import('../action-names.js'),
    import('../action-resources.js'),
  ]);
  const data = new Map<string, ServiceEntry>();
  for (const service of [...new Set(services)].sort()) {
    let entry = loaded.get(service);
    if (entry === undefined) {
      const isKnown = Object.hasOwn(ACTION_NAMES, service);
      entry = isKnown
        ? new CatalogueEntry(ACTION_NAMES[service]!, RESOURCE_TYPES[service]!, ACTION_RESOURCES[service]!)
        : null;
      loaded.set(service, entry);
    }
    if (entry) data.set(service, entry);
  }
  return data;
}

/** One service from its texts in the generated files, which say how they are written. Read once it is asked for. */
class CatalogueEntry implements ServiceEntry {
  readonly #texts: { readonly names: string; readonly types: string; readonly works: string };
  #types: readonly ResourceType[] | undefined;
  #resourceTypes: ReadonlyMap<string, ResourceType> | undefined;
  #actions: ReadonlyMap<string, KnownAction> | undefined;

  constructor(names: string, types: string, works: string) {
    this.#texts = { names, types, works };
  }

  get actions(): ReadonlyMap<string, KnownAction> {
    return (this.#actions ??= this.#readActions());
  }

  get resourceTypes(): ReadonlyMap<string, ResourceType> {
    return (this.#resourceTypes ??= new Map(this.#readTypes().map((type) => [type.name, type])));
  }

  #readTypes(): readonly ResourceType[] {
    const { types } = this.#texts;
    return (this.#types ??= types === '' ? [] : types.split('\n').map(readResourceType));
  }

  #readActions(): ReadonlyMap<string, KnownAction> {
    const { names, works } = this.#texts;
    const worksOn = works.split(' ');
    // Actions that work on the same types share one list.
    const lists = new Map<string, readonly string[]>([['', []]]);
    const listOf = (numbers: string): readonly string[] => {
      let list = lists.get(numbers);
      if (!list) {
        list = numbers.split(',').map((at) => this.#readTypes()[Number(at)]!.name);
        lists.set(numbers, list);
      }
      return list;
    };
    return new Map(
      names.split(' ').map((name, at) => [name.toLowerCase(), { name, resourceTypes: listOf(worksOn[at]!) }]),
    );
  }
}

/** A type with two forms of ARN is two types here: the line's number keeps their names apart. */
function readResourceType(line: string, index: number): ResourceType {
  const equals = line.indexOf('=');
  return { name: `${line.slice(0, equals)}#${index}`, format: line.slice(equals + 1) };
}

/** Services that stand for those that no document names, in this order. */
const SAMPLES = [
  's3',
  'ec2',
  'iam',
  'sqs',
  'sns',
  'kms',
  'logs',
  'lambda',
  'dynamodb',
  'athena',
  'polly',
  'glacier',
];
const SAMPLE_SIZE = 2;

/** Two services that the documents don't name: what a bare `*` means beyond the named ones. */
export function sampleServices(named: ReadonlySet<string>): string[] {
  return SAMPLES.filter((service) => !named.has(service)).slice(0, SAMPLE_SIZE);
}

/** The service prefixes that the comparison needs: those that the documents name, and two others. */
export function servicesOf(whole: AccessInput): Set<string> {
  const input = focusedInput(whole);
  const documents =
    input.type === 'trust'
      ? [input.before, input.after]
      : [input.before, input.after].flatMap(({ policies, boundary }) => [
          ...policies,
          ...(boundary ? [boundary] : []),
        ]);
  const named = new Set(documents.flatMap((document) => [...servicesOfDocument(document)]));
  return new Set([...named, ...sampleServices(named)]);
}

/** The service prefixes that one document names, in lower case. A prefix with a wildcard names none. */
export function servicesOfDocument(document: PolicyDocument): Set<string> {
  const services = new Set<string>();
  for (const statement of document.statements) {
    for (const pattern of statement.action.patterns) {
      const colon = pattern.indexOf(':');
      const prefix = colon > 0 ? pattern.slice(0, colon).toLowerCase() : '';
      if (prefix !== '' && !prefix.includes('*') && !prefix.includes('?')) services.add(prefix);
    }
  }
  return services;
}

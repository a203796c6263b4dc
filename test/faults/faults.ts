import { isList, type XmlRecord, type XmlValue } from '../support/iam-endpoint/xml.js';
import {
  denied,
  failure,
  type FaultScript,
  type Reply,
  type WireCall,
} from '../support/iam-endpoint/index.js';

/** A call as the matrix meets it; the answer is the one of a healthy IAM. */
export interface Place {
  readonly way: Way;
  readonly action: string;
  readonly params: URLSearchParams;
  readonly answer: Reply;
}

/** The two ways to read an account: by its details, and call by call where those are denied. */
export type Way = 'details' | 'one by one';

export interface Fault {
  /** Where it can happen. */
  readonly appliesTo: (place: Place) => boolean;
  /** Whether no part of the answer gets through, or some of it. */
  readonly meets: 'the whole answer' | 'parts of it';
  /** The run spends its time waiting. */
  readonly waits?: true;
  /** `true`: it passes or is harmless, so that the run must give the true result. */
  readonly mustPass?: true;
  /** A script for the calls of one place, made anew for each run. */
  readonly script: () => FaultScript;
}

type Healthy = Parameters<FaultScript>[1];

const anywhere: (place: Place) => boolean = () => true;
const ofIam = ({ action }: Place): boolean => !isSts(action);
const isSts = (action: string): boolean => action === 'AssumeRole' || action === 'GetCallerIdentity';

/** Always the same trouble. */
function always(reply: (healthy: Healthy, call: WireCall) => Reply, appliesTo = anywhere): Fault {
  return { appliesTo, meets: 'the whole answer', script: () => (call, healthy) => reply(healthy, call) };
}

/** Trouble for the first calls, then none. */
function passing(times: number, reply: (healthy: Healthy, call: WireCall) => Reply): Fault {
  return {
    appliesTo: anywhere,
    meets: 'the whole answer',
    mustPass: true,
    script: () => {
      let met = 0;
      return (call, healthy) => (met++ < times ? reply(healthy, call) : healthy());
    },
  };
}

/** Something about the answer itself is wrong. */
function altered(
  appliesTo: (place: Place) => boolean,
  alter: (result: XmlRecord, healthy: Healthy, call: WireCall) => XmlValue,
  mustPass = false,
): Fault {
  return {
    appliesTo,
    meets: 'parts of it',
    ...(mustPass && { mustPass: true }),
    script: () => (call, healthy) => {
      const reply = healthy();
      return reply.kind === 'result'
        ? { ...reply, result: alter(reply.result as XmlRecord, healthy, call) }
        : reply;
    },
  };
}

const throttled = (): Reply => failure('Throttling', 'Rate exceeded');
const tooMany = (): Reply => failure('TooManyRequestsException', 'Too many requests', 429);
const serverError = (): Reply => failure('ServiceFailure', 'The request failed: try again', 500);
const unavailable = (): Reply => failure('ServiceUnavailable', 'Service unavailable', 503);
const reset = (): Reply => ({ kind: 'reset' });
const resetDuring = (healthy: Healthy): Reply => ({ kind: 'reset-during', reply: healthy() });
const drip = (healthy: Healthy): Reply => ({ kind: 'drip', reply: healthy(), everyMs: 400 });
const silence = (): Reply => ({ kind: 'silence' });

const TROUBLES: Readonly<Record<string, Fault>> = {
  'a throttling burst': { ...passing(3, throttled), waits: true },
  'a burst of 429': { ...passing(3, tooMany), waits: true },
  'throttling without end': { ...always(throttled), waits: true },
  'a 500': passing(1, serverError),
  '500 without end': { ...always(serverError), waits: true },
  'a burst of 503': passing(2, unavailable),
  '503 without end': { ...always(unavailable), waits: true },
  'a reset before the answer': passing(1, reset),
  'resets before the answer without end': { ...always(reset), waits: true },
  'a reset during the answer': passing(1, resetDuring),
  'resets during the answer without end': { ...always(resetDuring), waits: true },
  'a reset after the answer': {
    ...always((healthy) => ({ kind: 'reset-after', reply: healthy() })),
    mustPass: true,
  },
  'a slow drip': { ...passing(1, drip), waits: true },
  'a slow drip without end': { ...always(drip), waits: true },
  silence: { ...passing(1, silence), waits: true },
  'silence without end': { ...always(silence), waits: true },
  'cut XML': always((healthy) => ({ kind: 'cut', reply: healthy() })),
  'malformed XML': always(() => ({
    kind: 'text',
    status: 200,
    type: 'text/xml',
    text: '<ListRolesResponse><ListRolesResult></ListRolesResponse></ListRolesResult>',
  })),
  'an empty answer': always(() => ({ kind: 'text', status: 200, type: 'text/xml', text: '' })),
  'the page of a proxy': always(() => ({
    kind: 'text',
    status: 200,
    type: 'text/html',
    text: '<html><body><p>Please log in.</body></html>',
  })),
  'the error page of a proxy': always(() => ({
    kind: 'text',
    status: 502,
    type: 'text/html',
    text: '<html><body><h1>502 Bad Gateway</h1></body></html>',
  })),
  'an answer to another call': always(() => ({ kind: 'result', action: 'DeleteRole', result: {} })),
  AccessDenied: always((_, { action }) => denied(`${isSts(action) ? 'sts' : 'iam'}:${action}`)),
  'an expired token': always(() =>
    failure('ExpiredToken', 'The security token included in the request is expired', 403),
  ),
  'an unknown key': always(() =>
    failure('InvalidClientTokenId', 'The security token included in the request is invalid.', 403),
  ),
  'a clock that is off': always(() =>
    failure(
      'SignatureDoesNotMatch',
      'Signature expired: 20240131T120000Z is now earlier than 20240131T121000Z',
      403,
    ),
  ),
  'a request that is too old': always(() => failure('RequestExpired', 'Request has expired', 400)),
  'an error without a name': always(() => ({
    kind: 'text',
    status: 400,
    type: 'text/xml',
    text: '<ErrorResponse/>',
  })),
};

// ---- pages

const resultOf = ({ answer }: Place): XmlRecord | undefined =>
  answer.kind === 'result' ? (answer.result as XmlRecord) : undefined;
const isPaged = (place: Place): boolean =>
  ofIam(place) && resultOf(place)?.IsTruncated !== undefined && place.action !== 'ListAccountAliases';
const hasItems = (place: Place): boolean => isPaged(place) && itemsIn(resultOf(place)) > 0;
const hasNext = (place: Place): boolean => isPaged(place) && resultOf(place)?.IsTruncated === true;

function itemsIn(result: XmlRecord | undefined): number {
  return Object.values(result ?? {}).reduce<number>((sum, one) => sum + (isList(one) ? one.length : 0), 0);
}

function without(result: XmlRecord, name: string): XmlRecord {
  return Object.fromEntries(Object.entries(result).filter(([key]) => key !== name));
}

function mapLists(result: XmlRecord, change: (list: readonly XmlValue[]) => readonly XmlValue[]): XmlRecord {
  return Object.fromEntries(
    Object.entries(result).map(([name, value]) => [name, isList(value) ? change(value) : value]),
  );
}

const emptied = (result: XmlRecord): XmlRecord => mapLists(result, () => []);

/**
 * A detour from the place: its own page says to go on at `detour-1`, and `at` answers there; undefined: what
 * would have come after the place.
 */
function detour(
  appliesTo: (place: Place) => boolean,
  first: (result: XmlRecord) => XmlRecord,
  at: (result: XmlRecord, step: number) => XmlRecord,
  mustPass = false,
): Fault {
  return {
    appliesTo,
    meets: 'parts of it',
    ...(mustPass && { mustPass: true }),
    script: () => {
      let origin: XmlRecord | undefined;
      return (call, healthy) => {
        const step = /^detour-(\d+)$/.exec(call.params.get('Marker') ?? '')?.[1];
        if (step !== undefined && origin) {
          return { kind: 'result', action: call.action, result: at(origin, Number(step)) };
        }
        const reply = healthy();
        if (reply.kind !== 'result') return reply;
        origin = reply.result as XmlRecord;
        return { ...reply, result: first(origin) };
      };
    },
  };
}

const onward = (result: XmlRecord, step: number): XmlRecord => ({
  ...result,
  IsTruncated: true,
  Marker: `detour-${step}`,
});

const PAGES: Readonly<Record<string, Fault>> = {
  'a page that comes twice': detour(
    hasItems,
    (page) => onward(page, 1),
    (page) => page,
  ),
  'a page in place of the next': altered(
    (place) => hasItems(place) && isLater(place),
    (result, healthy) => {
      const first = healthy({ Marker: '0' });
      return first.kind === 'result' ? { ...listsOf(first.result as XmlRecord), ...marker(result) } : result;
    },
  ),
  'one Marker for ever': detour(
    isPaged,
    (page) => onward(page, 1),
    (page) => onward(page, 1),
  ),
  'new Markers for ever': detour(
    isPaged,
    (page) => onward(page, 1),
    (page, step) => onward(page, step + 1),
  ),
  'empty pages for ever': detour(
    isPaged,
    (page) => onward(page, 1),
    (page, step) => onward(emptied(page), step + 1),
  ),
  'an empty page with IsTruncated': detour(
    isPaged,
    (page) => onward(emptied(page), 1),
    (page) => page,
    true,
  ),
  'empty pages in between': detour(
    isPaged,
    (page) => onward(page, 1),
    (page, step) => (step < 20 ? onward(emptied(page), step + 1) : { ...emptied(page), ...marker(page) }),
    true,
  ),
  'IsTruncated without a Marker': altered(isPaged, (result) => {
    return { ...without(result, 'Marker'), IsTruncated: true };
  }),
  'a Marker without IsTruncated': altered(hasNext, (result) => {
    return without(result, 'IsTruncated');
  }),
  'a list that is missing': altered(isPaged, (result) => {
    const [gone] = Object.keys(result).filter((name) => isList(result[name]!));
    return Object.fromEntries(Object.entries(result).filter(([name]) => name !== gone));
  }),
  'lists that are missing': altered(isPaged, (result) =>
    Object.fromEntries(Object.entries(result).filter(([, value]) => !isList(value))),
  ),
  'nothing in it': altered(anywhere, () => ({})),
  'another order': altered(hasItems, (result) => mapLists(result, (list) => [...list].reverse()), true),
  'pages in another order': {
    appliesTo: (place) => hasNext(place) && !isLater(place),
    meets: 'parts of it',
    mustPass: true,
    // The first page comes last: what the first call gets is the rest.
    script: () => pagesReversed(),
  },
};

const isLater = ({ params }: Place): boolean => params.has('Marker');

function listsOf(result: XmlRecord): XmlRecord {
  return Object.fromEntries(Object.entries(result).filter(([, value]) => isList(value)));
}

function marker(result: XmlRecord): XmlRecord {
  return {
    ...(result.IsTruncated !== undefined && { IsTruncated: result.IsTruncated }),
    ...(result.Marker !== undefined && { Marker: result.Marker }),
  };
}

function pagesReversed(): FaultScript {
  return (call, healthy) => {
    const pages: XmlRecord[] = [];
    for (let at: string | undefined = '0'; at !== undefined;) {
      const reply = healthy({ Marker: at });
      if (reply.kind !== 'result') return reply;
      const page = reply.result as XmlRecord;
      pages.push(page);
      at = page.IsTruncated === true ? (page.Marker as string) : undefined;
    }
    pages.reverse();
    const index = Number(/^reversed-(\d+)$/.exec(call.params.get('Marker') ?? '')?.[1] ?? 0);
    const page = without(pages[index] ?? {}, 'Marker');
    const isLast = index >= pages.length - 1;
    return {
      kind: 'result',
      action: call.action,
      result: { ...page, IsTruncated: !isLast, ...(isLast ? {} : { Marker: `reversed-${index + 1}` }) },
    };
  };
}

// ---- entities and documents

const ENTITY_CALL =
  /^Get(Role|User|Policy|PolicyVersion|RolePolicy|UserPolicy|GroupPolicy)$|^List.*(RolePolicies|UserPolicies|GroupPolicies|ForUser)$/;

const ENTITIES: Readonly<Record<string, Fault>> = {
  'an entity that vanishes before the call': always(
    () => failure('NoSuchEntity', 'The entity cannot be found.', 404),
    ({ action }) => ENTITY_CALL.test(action),
  ),
  'a role that only the other call has': altered(
    // Call by call, ListRoles alone says which roles there are.
    ({ way, action }) =>
      way === 'details' && (action === 'ListRoles' || action === 'GetAccountAuthorizationDetails'),
    (result) =>
      Object.fromEntries(
        Object.entries(result).map(([name, value]) => [
          name,
          isList(value) && name.startsWith('Role') ? value.slice(1) : value,
        ]),
      ),
  ),
};

const DOCUMENT_FIELDS = new Set(['PolicyDocument', 'AssumeRolePolicyDocument', 'Document']);

function hasDocument(value: XmlValue): boolean {
  if (typeof value !== 'object') return false;
  return isList(value)
    ? value.some(hasDocument)
    : Object.entries(value).some(([name, one]) => DOCUMENT_FIELDS.has(name) || hasDocument(one));
}

function mapDocuments(value: XmlValue, change: (encoded: string) => string | undefined): XmlValue {
  if (typeof value !== 'object') return value;
  if (isList(value)) return value.map((one) => mapDocuments(one, change));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]): [string, XmlValue][] => {
      if (!DOCUMENT_FIELDS.has(name)) return [[name, mapDocuments(one, change)]];
      const changed = change(one as string);
      return changed === undefined ? [] : [[name, changed]];
    }),
  );
}

function documents(change: (encoded: string) => string | undefined, mustPass = false): Fault {
  return altered(
    (place) => place.answer.kind === 'result' && hasDocument(place.answer.result),
    (result) => mapDocuments(result, change),
    mustPass,
  );
}

/** Changes the plain text of a document, which is then encoded again. */
const plain =
  (change: (text: string) => string) =>
  (encoded: string): string =>
    encodeURIComponent(change(decodeURIComponent(encoded)));

const DEEP = 10_000;

const DOCUMENTS: Readonly<Record<string, Fault>> = {
  'documents not URL-encoded': documents((encoded) => decodeURIComponent(encoded), true),
  'documents encoded twice': documents((encoded) => encodeURIComponent(encoded)),
  'documents that are not JSON': documents(plain(() => 'Effect: Allow')),
  'documents cut in half': documents(plain((text) => text.slice(0, text.length / 2))),
  'documents that end in half an escape': documents((encoded) => `${encoded}%E2%82`),
  'empty documents': documents(() => ''),
  'documents that are null': documents(plain(() => 'null')),
  'documents that are missing': documents(() => undefined),
  'documents of 1 MB': documents(
    plain((text) => `${' '.repeat(1024 * 1024)}${text}`),
    true,
  ),
  'documents of 10,000 statements': documents(
    plain((text) => {
      const { Version, Statement } = JSON.parse(text) as { Version: string; Statement: readonly object[] };
      return JSON.stringify({ Version, Statement: Array.from({ length: 10_000 }, () => Statement[0]) });
    }),
    true,
  ),
  'documents nested 10,000 deep': documents(
    plain(() => `{"Version":"2012-10-17","Statement":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`),
  ),
  'conditions nested 10,000 deep': documents(
    plain((text) =>
      text.replace('"Effect"', `"Condition":${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)},"Effect"`),
    ),
  ),
  'documents with duplicate keys': documents(
    plain((text) => text.replace('"Effect"', '"Effect":"Deny","Effect"')),
  ),
  'documents with two Statements': documents(
    plain((text) => text.replace('"Statement"', '"Statement":[],"Statement"')),
  ),
};

/** Every fault there is, by name. */
export const FAULTS: Readonly<Record<string, Fault>> = { ...TROUBLES, ...PAGES, ...ENTITIES, ...DOCUMENTS };

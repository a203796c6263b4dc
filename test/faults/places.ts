import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AccountsEndpoint,
  FaultScript,
  Reply,
  ServedAccount,
  WireCall,
} from '../support/iam-endpoint/index.js';
import { denied } from '../support/iam-endpoint/index.js';
import type { Place, Way } from './faults.js';

/** Few entities in a page, so that every list has more than one. */
export const pageSize = (action: string): number => (action === 'GetAccountAuthorizationDetails' ? 3 : 1);

/** The script of a healthy endpoint that leads the caller this way, with `fault` at the calls of one place. */
export function scriptFor(way: Way, place?: Place, fault?: FaultScript): FaultScript {
  return (call, healthy) => {
    if (place && fault && isAt(place, call)) return fault(call, healthy);
    if (way === 'one by one' && call.action === 'GetAccountAuthorizationDetails')
      return denied(`iam:${call.action}`);
    return healthy();
  };
}

/** Whether a call is the one of the place, or comes of a detour that began there. */
function isAt(place: Place, call: WireCall): boolean {
  if (textWithoutMarker(place.params) !== textWithoutMarker(call.params)) return false;
  const marker = call.params.get('Marker');
  return marker === place.params.get('Marker') || /^(detour|reversed)-/.test(marker ?? '');
}

function textWithoutMarker(params: URLSearchParams): string {
  return [...params]
    .filter(([name]) => name !== 'Marker' && name !== 'RoleSessionName')
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('&');
}

/** What one call of a healthy run was answered, by a text that tells calls apart. */
export type Answers = ReadonlyMap<string, Place>;

/** Serves the account healthily, and notes what each call is answered. */
export function listening(endpoint: AccountsEndpoint, account: ServedAccount, way: Way) {
  const answers = new Map<string, Place>();
  const script = scriptFor(way);
  const key = endpoint.add(account, async (call, healthy) => {
    const answer: Reply = await script(call, healthy);
    const name = `${textWithoutMarker(call.params)}&Marker=${call.params.get('Marker') ?? ''}`;
    answers.set(name, { way, action: call.action, params: call.params, answer });
    await sleep(0);
    return answer;
  });
  return { key, answers };
}

/**
 * One place for each call that a healthy run makes. Of calls that differ only in the entity asked for, the one whose
 * answer says the most stands for all.
 */
export function placesOf(answers: Answers): Place[] {
  const places = new Map<string, Place>();
  for (const place of answers.values()) {
    const { action, params } = place;
    const kind = `${action} ${params.get('Scope') ?? ''} ${params.get('Marker') ?? ''}`;
    const standing = places.get(kind);
    if (!standing || size(place) > size(standing)) places.set(kind, place);
  }
  return [...places.values()].sort((a, b) => (placeName(a) < placeName(b) ? -1 : 1));
}

function size({ answer }: Place): number {
  return JSON.stringify(answer).length;
}

export function placeName({ action, params }: Place): string {
  const words = ['Scope', 'Marker'].flatMap((name) => params.get(name) ?? []);
  return [action, ...words].join(' ');
}

/** Whether the answer at a place differs between two healthy runs: the call is not made, or says something else. */
export function differsAt(place: Place, answers: Answers): boolean {
  // Each session has credentials of its own.
  if (place.action === 'AssumeRole') return false;
  const name = `${textWithoutMarker(place.params)}&Marker=${place.params.get('Marker') ?? ''}`;
  const other = answers.get(name);
  return JSON.stringify(other?.answer) !== JSON.stringify(place.answer);
}

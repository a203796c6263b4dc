import type { ActionLanguage } from './action-set.js';
import { type Language, vectorOf } from './automaton.js';
import { textCells } from './cuts.js';
import { glob, type Token } from './pattern.js';
import type { ServiceData } from './service-data.js';

/** An action by service and name, folded. */
export interface ActionName {
  readonly service: string;
  readonly name: string;
}

/**
 * One action of each class of names that neither a document nor the catalogue spells out: what a pattern with a
 * wildcard, or NotAction, may match tomorrow. `service` is null for services that no document names (`named`).
 * Throws BudgetExceeded.
 */
export function unnamedActions(
  service: string | null,
  locals: readonly ActionLanguage[],
  named: ReadonlySet<string>,
  data: ServiceData,
): ActionName[] {
  const { languages, globs } = globLanguages(service, locals);
  const all = [...languages, [service === null ? ANY_ACTION : glob('?*')]];
  const isTaken = ({ service: owner, name }: ActionName): boolean =>
    service === null ? named.has(owner) : isSpelledOut(service, name, locals, data);
  const isAction = 1n << BigInt(languages.length);
  return textCells(all)
    .filter(({ vector }) => vector >= isAction)
    .flatMap(({ vector, text }): ActionName[] => {
      for (const spelling of spellings(text, globs, service)) {
        const action = split(spelling, service);
        if (vectorOf(all, spelling) === vector && !isTaken(action)) return [action];
      }
      // Perhaps all names of the class are spelled out: `Get?` and `?etX` have only `GetX` in common.
      const spelledOut: Language =
        service === null
          ? [...named].map((owner) => [...glob(owner), ...glob(':*')])
          : takenNames(service, locals, data)
              .filter((name) => vectorOf(all, name) === vector)
              .map(glob);
      const free = textCells([...all, spelledOut]).find((cell) => cell.vector === vector);
      return free ? [split(free.text, service)] : [];
    });
}

/** A service prefix without colon, and a name. */
const ANY_ACTION: Token[] = [
  { kind: 'one', except: ':' },
  { kind: 'many', except: ':' },
  { kind: 'char', char: ':', anyCase: false },
  { kind: 'one', except: '' },
  { kind: 'many', except: '' },
];

function split(text: string, service: string | null): ActionName {
  if (service !== null) return { service, name: text };
  const colon = text.indexOf(':');
  return { service: text.slice(0, colon), name: text.slice(colon + 1) };
}

function isSpelledOut(
  service: string,
  name: string,
  locals: readonly ActionLanguage[],
  data: ServiceData,
): boolean {
  return (
    data.get(service)?.actions.has(name) === true ||
    locals.some(({ parts }) => parts.some(({ patterns }) => patterns.names.has(name)))
  );
}

function takenNames(service: string, locals: readonly ActionLanguage[], data: ServiceData): string[] {
  const spelledOut = locals.flatMap(({ parts }) => parts.flatMap(({ patterns }) => [...patterns.names]));
  return [...new Set([...(data.get(service)?.actions.keys() ?? []), ...spelledOut])];
}

/** The patterns with wildcards: of each statement as a language over names (or over whole actions). */
function globLanguages(
  service: string | null,
  locals: readonly ActionLanguage[],
): { readonly languages: Language[]; readonly globs: ReadonlySet<string> } {
  const languages = new Map<string, Language>();
  const globs = new Set<string>();
  for (const { parts } of locals) {
    for (const { patterns, anyService } of parts) {
      if (patterns.globs.length === 0 && anyService.length === 0) continue;
      const key = JSON.stringify([patterns.globs, anyService]);
      if (languages.has(key)) continue;
      for (const text of patterns.globs) globs.add(text);
      for (const text of anyService) globs.add(text);
      languages.set(key, languageOf(patterns.globs, anyService, service));
    }
  }
  return { languages: [...languages.values()], globs };
}

function languageOf(
  globs: readonly string[],
  anyService: readonly string[],
  service: string | null,
): Language {
  if (anyService.length === 0) return nameLanguage(globs);
  const others = anyService.flatMap((text) =>
    service === null ? [glob(text)] : behindPrefix(text, service),
  );
  return [...nameLanguage(globs), ...others];
}

/** Services have the same patterns, `describe* get* list*`, by the hundred. */
function nameLanguage(globs: readonly string[]): Language {
  const key = JSON.stringify(globs);
  let language = nameLanguages.get(key);
  if (!language) {
    if (nameLanguages.size >= MOST_KEPT) nameLanguages.clear();
    nameLanguages.set(key, (language = globs.map(glob)));
  }
  return language;
}

const nameLanguages = new Map<string, Language>();
const MOST_KEPT = 1_000;

/** Names to try for a class, readable ones first. */
function spellings(shortest: string, globs: ReadonlySet<string>, service: string | null): string[] {
  const prefix = service === null ? 'newservice:' : '';
  const filled = [...globs].map((pattern) => {
    const text = pattern.replaceAll('*', 'newaction').replaceAll('?', 'x');
    if (service === null) return text.includes(':') ? text : prefix + text;
    return text.slice(text.indexOf(':') + 1);
  });
  return [`${prefix}newaction`, ...filled, shortest, `${shortest}x`];
}

/** What is left of a pattern over whole actions behind the service's prefix; several, as a `*` may end anywhere. */
function behindPrefix(pattern: string, service: string): Token[][] {
  const tokens = glob(pattern);
  let positions = closed(tokens, [0]);
  for (const char of `${service}:`) {
    const next = positions.flatMap((at) => {
      const token = tokens[at];
      if (token === undefined) return [];
      if (token.kind === 'many') return [at];
      return token.kind === 'one' || (token.kind === 'char' && token.char === char) ? [at + 1] : [];
    });
    positions = closed(tokens, next);
  }
  return positions.map((at) => tokens.slice(at));
}

function closed(tokens: readonly Token[], positions: readonly number[]): number[] {
  const all = new Set<number>();
  for (const position of positions) {
    for (let at = position; !all.has(at); at++) {
      all.add(at);
      if (tokens[at]?.kind !== 'many') break;
    }
  }
  return [...all];
}

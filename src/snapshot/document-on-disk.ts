import type { Condition, ParsedDocument, Principal, Statement } from '../model/policy.js';
import { compareText } from '../model/text.js';

/**
 * A document as it stands on disk: as AWS writes it, every list a list, keys by code point.
 * No policy has an element `unreadable`, so the two can't be mistaken for each other.
 */
export function documentOnDisk(document: ParsedDocument): object {
  switch (document.kind) {
    case 'policy':
      return { Statement: document.statements.map(statementOnDisk), Version: document.version };
    case 'unreadable':
      return { unreadable: { raw: document.raw, reason: document.reason } };
  }
}

/** JSON leaves out what is undefined. */
function statementOnDisk({ effect, action, resource, principal, conditions }: Statement): object {
  const principals = principal ? principalsOnDisk(principal.principals) : undefined;
  return {
    Action: action.negated ? undefined : action.patterns,
    Condition: conditions.length > 0 ? conditionsOnDisk(conditions) : undefined,
    Effect: effect,
    NotAction: action.negated ? action.patterns : undefined,
    NotPrincipal: principal?.negated === true ? principals : undefined,
    NotResource: resource?.negated === true ? resource.patterns : undefined,
    Principal: principal?.negated === false ? principals : undefined,
    Resource: resource?.negated === false ? resource.patterns : undefined,
  };
}

// Names that come from documents are computed ones: so `__proto__` is a name like any other.

function principalsOnDisk(principals: readonly Principal[]): object {
  if (principals.length === 1) return { [principals[0]!.type]: [principals[0]!.value] };
  const byType = new Map<string, string[]>();
  for (const { type, value } of principals) listIn(byType, type).push(value);
  return inOrder(byType);
}

function conditionsOnDisk(conditions: readonly Condition[]): object {
  if (conditions.length === 1) {
    const { operator, key, values } = conditions[0]!;
    return { [operator]: { [key]: values } };
  }
  const byOperator = new Map<string, [key: string, values: readonly string[]][]>();
  for (const { operator, key, values } of conditions) listIn(byOperator, operator).push([key, values]);
  return inOrder([...byOperator].map(([operator, keys]) => [operator, inOrder(keys)]));
}

function listIn<T>(lists: Map<string, T[]>, name: string): T[] {
  let list = lists.get(name);
  if (!list) lists.set(name, (list = []));
  return list;
}

/** An object with these fields, by name. */
function inOrder(fields: Iterable<readonly [name: string, value: unknown]>): object {
  return Object.fromEntries([...fields].sort(([one], [two]) => compareText(one, two)));
}

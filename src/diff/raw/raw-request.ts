import type { AccessRequest, Answer } from '../../model/access.js';
import type { SideTexts } from './side-texts.js';

/** Requests that are put to an account before its words count as unknown. */
const MOST_TRIES = 64;

interface Account {
  readonly texts: SideTexts;
  readonly answer: (request: AccessRequest) => Answer;
}

/** The request in the words of an account that answers it so; null: none was found. */
export function rawRequest(request: AccessRequest, answer: Answer, account: Account): AccessRequest | null {
  if (account.texts.areRaw && !/[<>]/.test(JSON.stringify(request))) return request;
  let tries = 0;
  for (const candidate of candidates(request, account.texts)) {
    if (account.answer(candidate) === answer) return candidate;
    if (++tries === MOST_TRIES) return null;
  }
  return null;
}

/** Every way to read the texts of the request, the likeliest first. */
function* candidates(
  { principal, action, resource, context }: AccessRequest,
  texts: SideTexts,
): Generator<AccessRequest> {
  const keys = Object.keys(context);
  const readings = [
    resource,
    ...(principal ? [principal.value] : []),
    ...keys.flatMap((key) => context[key]!),
  ].map((text) => texts.readings(text));
  for (const chosen of choices(readings)) {
    const left = [...chosen];
    const own = left.shift()!;
    const asker = principal && { type: principal.type, value: left.shift()! };
    yield {
      ...(asker && { principal: asker }),
      action,
      resource: own,
      context: Object.fromEntries(keys.map((key) => [key, context[key]!.map(() => left.shift()!)])),
    };
  }
}

/** One of each list, in every combination; nothing where a list is empty. */
function* choices(lists: readonly (readonly string[])[]): Generator<readonly string[]> {
  const [first, ...rest] = lists;
  if (!first) {
    yield [];
    return;
  }
  for (const one of first) for (const others of choices(rest)) yield [one, ...others];
}

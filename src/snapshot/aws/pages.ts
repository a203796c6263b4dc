/** No account has this many pages: an endpoint that goes on handing out markers would never end. */
const MAX_PAGES = 10_000;
/** IAM may leave pages empty, but not by the hundred. */
const MAX_EMPTY_PAGES = 100;

/** An answer of IAM that comes in pages. */
export interface Page {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** The pages don't lead to an end: what was read is partial, and nothing may be concluded from it. */
export class PaginationError extends Error {
  override readonly name = 'PaginationError';

  constructor(
    readonly api: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Follows the markers of a paginated call to the end. An empty page may still be truncated. `listsOf` gives the lists
 * that each page has.
 * Throws PaginationError for pages that don't lead to an end (a marker that comes back, a page without anything new,
 * hundreds without anything), for a truncated page without a marker and a marker without word of more, and for a page
 * that lacks a list, which is some other server's: IAM's are empty where it has nothing to tell.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html#API_ListRoles_ResponseElements
 */
export async function* readPages<P extends Page>(
  api: string,
  fetchPage: (marker: string | undefined) => Promise<P>,
  listsOf: (page: P) => readonly (readonly unknown[] | undefined)[],
): AsyncGenerator<P, void> {
  const markers = new Set<string>();
  const items = new Set<string>();
  let marker: string | undefined;
  let empty = 0;
  for (let count = 0; count < MAX_PAGES; count++) {
    const page = await fetchPage(marker);
    const lists = listsOf(page);
    if (lists.includes(undefined))
      throw new PaginationError(api, 'the answer lacks a list: it is not of IAM');
    const names = lists.flatMap((list) => (list ?? []).map(nameOf));
    // Of a list that shifted while it was read, or of a server at fault: what should stand there is missing.
    if (names.length > 0 && names.every((name) => items.has(name)))
      throw new PaginationError(api, 'a page has nothing but what came before: others may be missing');
    for (const name of names) items.add(name);
    yield page;
    if (page.IsTruncated !== true) {
      if (page.IsTruncated === undefined && page.Marker)
        throw new PaginationError(api, 'the answer has a Marker, but does not say whether it is truncated');
      return;
    }
    marker = page.Marker;
    if (!marker) throw new PaginationError(api, 'the answer is truncated, but has no Marker to go on with');
    if (markers.has(marker))
      throw new PaginationError(api, 'the same Marker came twice: the pages go in a circle');
    markers.add(marker);
    empty = names.length === 0 ? empty + 1 : 0;
    if (empty === MAX_EMPTY_PAGES) throw new PaginationError(api, `${MAX_EMPTY_PAGES} empty pages in a row`);
  }
  throw new PaginationError(api, `more than ${MAX_PAGES} pages`);
}

/** What tells an item of a list from the others. */
function nameOf(item: unknown): string {
  if (typeof item === 'string') return item;
  const { Arn, PolicyArn } = item as { readonly Arn?: string; readonly PolicyArn?: string };
  return Arn ?? PolicyArn ?? JSON.stringify(item);
}

/** All items of all pages, in the order of the pages. */
export async function collectPages<P extends Page, T>(
  api: string,
  fetchPage: (marker: string | undefined) => Promise<P>,
  items: (page: P) => readonly T[] | undefined,
): Promise<T[]> {
  const all: T[] = [];
  for await (const page of readPages(api, fetchPage, (one) => [items(one)])) {
    // Item by item: a spread of a long list is too many arguments.
    for (const item of items(page) ?? []) all.push(item);
  }
  return all;
}

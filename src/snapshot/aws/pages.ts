/** No account has this many pages: an endpoint that goes on handing out markers would never end. */
const MAX_PAGES = 10_000;

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
 * Follows the markers of a paginated call to the end. An empty page may still be truncated.
 * Throws PaginationError for a marker that comes back, for a truncated page without one, and for an answer
 * with nothing in it, which is some other server's: an account without entities has empty lists.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html#API_ListRoles_ResponseElements
 */
export async function* readPages<P extends Page>(
  api: string,
  fetchPage: (marker: string | undefined) => Promise<P>,
): AsyncGenerator<P, void> {
  const seen = new Set<string>();
  let marker: string | undefined;
  for (let count = 0; count < MAX_PAGES; count++) {
    const page = await fetchPage(marker);
    yield page;
    if (isBlank(page)) throw new PaginationError(api, 'the answer is empty: it is not of IAM');
    if (page.IsTruncated !== true) return;
    marker = page.Marker;
    if (!marker) throw new PaginationError(api, 'the answer is truncated, but has no Marker to go on with');
    if (seen.has(marker))
      throw new PaginationError(api, 'the same Marker came twice: the pages go in a circle');
    seen.add(marker);
  }
  throw new PaginationError(api, `more than ${MAX_PAGES} pages`);
}

function isBlank(page: Page): boolean {
  return Object.entries(page).every(([key, value]) => key === '$metadata' || value === undefined);
}

/** All items of all pages, in the order of the pages. */
export async function collectPages<P extends Page, T>(
  api: string,
  fetchPage: (marker: string | undefined) => Promise<P>,
  items: (page: P) => readonly T[] | undefined,
): Promise<T[]> {
  const all: T[] = [];
  for await (const page of readPages(api, fetchPage)) all.push(...(items(page) ?? []));
  return all;
}

import type { Json } from '../../model/json.js';
import type { ParsedDocument } from '../../model/policy.js';
import { documentToJson } from '../../policy/document-json.js';

/**
 * The documents that findings speak of, each once: a managed policy that changed is a finding of every role that
 * has it. Ids are `d1`, `d2`, … in the order of asking, so the same report gives the same ids.
 */
export class DocumentTable {
  readonly #ids = new Map<ParsedDocument, string>();
  readonly #idsByText = new Map<string, string>();
  readonly #texts: string[] = [];

  /** null: the document was not read. */
  idOf(document: ParsedDocument | null): string | null {
    if (!document) return null;
    const known = this.#ids.get(document);
    if (known !== undefined) return known;
    const text = JSON.stringify(documentJson(document));
    let id = this.#idsByText.get(text);
    if (id === undefined) {
      this.#texts.push(text);
      id = `d${this.#texts.length}`;
      this.#idsByText.set(text, id);
    }
    this.#ids.set(document, id);
    return id;
  }

  entries(): [string, Json][] {
    return this.#texts.map((text, index) => [`d${index + 1}`, JSON.parse(text) as Json]);
  }
}

/** AWS's shape; an unreadable document as in a snapshot on disk. */
function documentJson(document: ParsedDocument): Json {
  switch (document.kind) {
    case 'policy':
      return documentToJson(document);
    case 'unreadable':
      return { unreadable: { raw: document.raw, reason: document.reason } };
  }
}

import type { ParsedDocument } from '../model/policy.js';
import { isRecord } from '../model/json.js';
import { findDuplicateKey } from '../model/duplicate-key.js';
import { parsePolicy, saidTwice } from '../policy/parse.js';
import { isSameDocument } from '../policy/same-document.js';

/**
 * Reads a policy document as IAM and its tools hand it out: an object, JSON text, or URL-encoded JSON text
 * (RFC 3986, so that `+` is a plus). Encoded text is decoded exactly once: a `%20` inside a policy stays.
 * Never throws: what neither decodes nor parses is `unreadable`, with the text as it was found.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html
 */
export function readDocument(input: unknown, context: { readonly partition: string }): ParsedDocument {
  if (input === undefined || input === null) {
    return { kind: 'unreadable', raw: '', reason: 'no document in the answer' };
  }
  if (typeof input !== 'string') return parsePolicy(input, context);
  // Encoded text begins with %7B: text that is JSON already was never encoded.
  const plain = input.trimStart().startsWith('{') ? parseJson(input) : undefined;
  if (plain !== undefined) return parsedFrom(input, plain, context);
  const decoded = decodeOnce(input);
  if (decoded === null) {
    return { kind: 'unreadable', raw: input, reason: 'not URL-encoded as RFC 3986 has it' };
  }
  const value = parseJson(decoded);
  if (value === undefined && /^\s*%7B/i.test(decoded)) {
    return { kind: 'unreadable', raw: input, reason: 'URL-encoded twice' };
  }
  return value === undefined ? parsePolicy(decoded, context) : parsedFrom(decoded, value, context);
}

/**
 * `readDocument` that gives one document for equal ones: many roles carry the same (a trust policy, a standard inline
 * policy), which is then normalised and compared once.
 */
export function documentReader(context: { readonly partition: string }): (input: unknown) => ParsedDocument {
  const documents = new Map<string, ParsedDocument>();
  return (input) => {
    const document = readDocument(input, context);
    const texts = textsIn(document);
    const known = documents.get(texts);
    if (known === undefined) documents.set(texts, document);
    return known !== undefined && isSame(known, document) ? known : document;
  };
}

/** What a document says in a row: alike in equal ones, and hardly ever in others. */
function textsIn(document: ParsedDocument): string {
  if (document.kind === 'unreadable') return document.raw;
  let texts = '';
  for (const { action, resource, principal, conditions } of document.statements) {
    texts += action.patterns.join();
    if (resource) texts += resource.patterns.join();
    if (principal) for (const { value } of principal.principals) texts += value;
    for (const { operator, key, values } of conditions) texts += operator + key + values.join();
  }
  return texts;
}

function isSame(one: ParsedDocument, two: ParsedDocument): boolean {
  if (one.kind === 'policy') return two.kind === 'policy' && isSameDocument(one, two);
  return two.kind === 'unreadable' && one.raw === two.raw && one.reason === two.reason;
}

/** The parser gets the parsed value, so that JSON is read once; an unreadable document keeps its own text. */
function parsedFrom(text: string, value: unknown, context: { readonly partition: string }): ParsedDocument {
  const twice = findDuplicateKey(text);
  if (twice) return { kind: 'unreadable', raw: text, reason: saidTwice(twice.key) };
  const document = parsePolicy(isRecord(value) ? value : text, context);
  return document.kind === 'unreadable' ? { ...document, raw: text } : document;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function decodeOnce(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

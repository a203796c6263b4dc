import type { ParsedDocument } from '../model/policy.js';
import { isRecord } from '../model/json.js';
import { findDuplicateKey } from '../model/duplicate-key.js';
import { parsePolicy, saidTwice } from '../policy/parse.js';

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
 * `readDocument` that gives one document for equal inputs: many roles carry the same text (a trust policy, a standard
 * inline policy), which is then parsed, normalised and compared once.
 */
export function documentReader(context: { readonly partition: string }): (input: unknown) => ParsedDocument {
  const documents = new Map<string, ParsedDocument>();
  return (input) => {
    const text = sharedText(input);
    if (text === null) return readDocument(input, context);
    let document = documents.get(text);
    if (!document) documents.set(text, (document = readDocument(input, context)));
    return document;
  };
}

function sharedText(input: unknown): string | null {
  if (typeof input === 'string') return input;
  try {
    return isRecord(input) ? JSON.stringify(input) : null;
  } catch {
    // Nested too deeply to be written out: for the parser to judge.
    return null;
  }
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

import { findDuplicateKey } from '../model/duplicate-key.js';
import { isRecord } from '../model/json.js';
import type { ParsedDocument, PolicyVersion, Statement } from '../model/policy.js';
import { canonicalStatements } from './canonical.js';
import { NotUnderstood, type ParseContext, readStatement, shown } from './parse-statement.js';

const TOP_LEVEL = new Set(['Version', 'Id', 'Statement']);
const VERSIONS = new Set<unknown>(['2008-10-17', '2012-10-17']);

/**
 * Reads a policy document into its canonical form: statements as a set, scalars as lists, `Sid` and `Id`
 * dropped, wildcard runs collapsed, account principals as root ARNs.
 * Takes JSON text, or what `JSON.parse` made of it; URL-encoded text is the snapshotter's to decode.
 * Never throws: what the grammar doesn't allow comes back as `unreadable` with its raw text and the reason.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(input: unknown, context: ParseContext): ParsedDocument {
  try {
    const value = typeof input === 'string' ? parseJson(input) : input;
    if (!isRecord(value)) throw new NotUnderstood('not a JSON object');
    for (const key of Object.keys(value)) {
      if (!TOP_LEVEL.has(key)) throw new NotUnderstood(`unknown element ${shown(key)}`);
    }
    const version = value.Version === undefined ? '2008-10-17' : value.Version;
    if (!VERSIONS.has(version)) throw new NotUnderstood(`unknown Version ${shown(version)}`);
    if (value.Statement === undefined) throw new NotUnderstood('no Statement');
    const raw: readonly unknown[] = Array.isArray(value.Statement) ? value.Statement : [value.Statement];
    const statements = raw.map((one, index) => readNth(one, index, context));
    return { kind: 'policy', version: version as PolicyVersion, statements: canonicalStatements(statements) };
  } catch (error) {
    if (error instanceof NotUnderstood) {
      return { kind: 'unreadable', raw: rawText(input), reason: error.message };
    }
    throw error;
  }
}

function readNth(one: unknown, index: number, context: ParseContext): Statement {
  try {
    return readStatement(one, context);
  } catch (error) {
    if (error instanceof NotUnderstood) throw new NotUnderstood(`statement ${index + 1}: ${error.message}`);
    throw error;
  }
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Without the engine's own words: they differ between versions, and reports must not.
    throw new NotUnderstood('not JSON');
  }
  const twice = findDuplicateKey(text);
  if (twice) throw new NotUnderstood(saidTwice(twice.key));
  return value;
}

/**
 * Why a document with one key twice is unreadable.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html#policies-grammar-notes
 */
export function saidTwice(key: string): string {
  return `${shown(key)} is there twice in one object`;
}

function rawText(input: unknown): string {
  if (typeof input === 'string') return input;
  // A missing document has no JSON text.
  if (input === undefined) return '';
  try {
    return JSON.stringify(input);
  } catch {
    return '(nested too deeply to be written out)';
  }
}

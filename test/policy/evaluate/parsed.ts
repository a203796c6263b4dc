import type { PolicyDocument } from '../../../src/model/policy.js';
import { parsePolicy } from '../../../src/policy/parse.js';

/** The document of a test, which has to be one. */
export function parsed(json: unknown): PolicyDocument {
  const document = parsePolicy(json, { partition: 'aws' });
  if (document.kind === 'unreadable') throw new Error(document.reason);
  return document;
}

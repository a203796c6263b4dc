import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../model/errors.js';
import type { PolicyDocument } from '../model/policy.js';
import { parsePolicy } from '../policy/parse.js';
import { decodeText } from '../snapshot/index.js';
import type { World } from './world.js';

/**
 * Reads a policy document from a JSON file. Throws UserError for a file that can't be read, and for a document that
 * can't be understood: nothing may be concluded from it.
 */
export async function readPolicyFile(file: string, { cwd }: Pick<World, 'cwd'>): Promise<PolicyDocument> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path.resolve(cwd, file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      `${file}: can't be read (${code ?? 'unknown error'})`,
      'Give the path of a policy document.',
      {
        cause: error,
      },
    );
  }
  const document = parsePolicy(decodeText(bytes, file), { partition: 'aws' });
  if (document.kind === 'policy') return document;
  throw new UserError(
    `${file}: not a policy document that can be understood: ${document.reason}`,
    'Mend the document.',
  );
}

export type PolicyKind = 'identity' | 'trust';

/** Trust policies name principals in every statement, identity policies in none. */
export function kindOf(documents: readonly PolicyDocument[]): PolicyKind {
  const statements = documents.flatMap((document) => document.statements);
  return statements.length > 0 && statements.every(({ principal }) => principal !== null)
    ? 'trust'
    : 'identity';
}

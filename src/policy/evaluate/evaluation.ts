import type { PolicyDocument, Statement } from '../../model/policy.js';
import type { StatementResult } from './statement.js';

/** A document with the name to call it by: a policy's name, a file's path. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** One statement of one document, and what it said. */
export interface StatementTrace extends StatementResult {
  readonly document: string;
  readonly part: 'policy' | 'boundary' | 'trust';
  /** Counted from 0 in the canonical order of the document's statements. */
  readonly index: number;
  readonly statement: Statement;
}

export interface Evaluation<Answer extends string> {
  readonly answer: Answer;
  /** One clause for people: why this answer. */
  readonly reason: string;
  /** The statements that the answer stands on; none where nothing was said. */
  readonly deciding: readonly StatementTrace[];
  /** Every statement, with why it matched or didn't. */
  readonly statements: readonly StatementTrace[];
}

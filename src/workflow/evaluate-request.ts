import { UserError } from '../model/errors.js';
import {
  evaluateIdentity,
  evaluateTrust,
  explain,
  readContext,
  readPrincipal,
} from '../policy/evaluate/index.js';
import { kindOf, type PolicyKind, readPolicyFile } from './policy-files.js';
import type { World } from './world.js';

export interface EvaluateRequest {
  /** Files: all policies of an identity, or one trust policy. */
  readonly policies: readonly string[];
  readonly boundary?: string | undefined;
  readonly action: string;
  readonly resource: string;
  /** `key=value`; a key that comes several times has several values. */
  readonly context: readonly string[];
  readonly principal?: string | undefined;
  readonly type?: PolicyKind | undefined;
  readonly account?: string | undefined;
}

export interface EvaluateResult {
  readonly answer: string;
  /** Lines for people: the answer, then the statements that decided it. */
  readonly explanation: readonly string[];
}

/** The story of `policy evaluate`: read the documents, answer one request, say why. */
export async function evaluateRequest(request: EvaluateRequest, world: World): Promise<EvaluateResult> {
  const named = async (file: string) => ({ name: file, document: await readPolicyFile(file, world) });
  const policies = await Promise.all(request.policies.map(named));
  const boundary = request.boundary === undefined ? null : await named(request.boundary);
  const asked = {
    action: request.action,
    resource: request.resource,
    context: readContext(request.context),
    ...(request.principal !== undefined && { principal: readPrincipal(request.principal) }),
  };
  const documents = policies.map(({ document }) => document);
  if ((request.type ?? kindOf(documents)) === 'identity') {
    const evaluation = evaluateIdentity({ policies, boundary }, asked);
    return { answer: evaluation.answer, explanation: explain(evaluation) };
  }
  const [only, ...others] = policies;
  if (!only || others.length > 0) {
    throw new UserError('A role has one trust policy', 'Give one file, or --type identity.');
  }
  if (asked.principal === undefined) {
    throw new UserError('A trust policy asks who it is', 'Say it with --principal, for example an ARN.');
  }
  const account = request.account ?? '000000000000';
  const evaluation = evaluateTrust(only.document, asked, { account, name: only.name });
  return { answer: evaluation.answer, explanation: explain(evaluation) };
}

import type { AccessComparison, Verdict } from '../model/access.js';
import type { PolicyDocument } from '../model/policy.js';
import { sortedUnique } from '../model/text.js';
import { compareAccessWithCatalogue } from '../policy/access/index.js';
import { kindOf, type PolicyKind, readPolicyFile } from './policy-files.js';
import type { World } from './world.js';

export interface ComparePoliciesRequest {
  /** Files. */
  readonly before: string;
  readonly after: string;
  readonly boundaryBefore?: string | undefined;
  readonly boundaryAfter?: string | undefined;
  /** Without it, told from the documents. */
  readonly type?: PolicyKind | undefined;
  /** Account of the role whose trust policy it is, twelve digits. */
  readonly account?: string | undefined;
}

/** The story of `policy compare`: read both documents, say how access differs. */
export async function comparePolicies(
  request: ComparePoliciesRequest,
  world: World,
): Promise<AccessComparison> {
  const read = (file: string): Promise<PolicyDocument> => readPolicyFile(file, world);
  const readOptional = (file: string | undefined): Promise<PolicyDocument | null> =>
    file === undefined ? Promise.resolve(null) : read(file);
  const [before, after, boundaryBefore, boundaryAfter] = await Promise.all([
    read(request.before),
    read(request.after),
    readOptional(request.boundaryBefore),
    readOptional(request.boundaryAfter),
  ]);
  if ((request.type ?? kindOf([before, after])) === 'trust') {
    return compareTrust(before, after, request.account);
  }
  return compareAccessWithCatalogue({
    type: 'identity',
    before: { policies: [before], boundary: boundaryBefore },
    after: { policies: [after], boundary: boundaryAfter },
  });
}

/** Stands for every account that the documents don't name. */
const UNNAMED_ACCOUNT = '000000000000';

/**
 * A trust policy means something else in the account that it names. Without knowing the role's account, the answer
 * for every account that the documents name, and for another one, has to be the same.
 */
async function compareTrust(
  before: PolicyDocument,
  after: PolicyDocument,
  account: string | undefined,
): Promise<AccessComparison> {
  const accounts = account === undefined ? [UNNAMED_ACCOUNT, ...accountsIn([before, after])] : [account];
  const answers = await Promise.all(
    accounts.map((one) => compareAccessWithCatalogue({ type: 'trust', before, after, beforeAccount: one })),
  );
  const [first] = answers;
  const verdicts = new Set<Verdict>(answers.map(({ verdict }) => verdict));
  if (verdicts.size === 1 && first) return first;
  const told = accounts.map(
    (one, index) => `${one === UNNAMED_ACCOUNT ? 'another' : one}: ${answers[index]!.verdict}`,
  );
  return {
    ...first!,
    verdict: 'unknown',
    today: 'unknown',
    reasons: [
      `it depends on the account that the role is in (${told.join(', ')}): name it with --account-id`,
    ],
  };
}

function accountsIn(documents: readonly PolicyDocument[]): string[] {
  const principals = documents.flatMap(({ statements }) =>
    statements.flatMap(({ principal }) => principal?.principals ?? []),
  );
  return sortedUnique(
    principals.flatMap(({ value }) => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(value)?.slice(1) ?? []),
  );
}

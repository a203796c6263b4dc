import type { PolicyDocument, Principal } from './policy.js';

/**
 * How access differs, seen from `after`: `broader` answers some request higher and none lower, `narrower` the other
 * way round, `incomparable` both; `unknown` could not be decided exactly.
 */
export type Verdict = 'equivalent' | 'broader' | 'narrower' | 'incomparable' | 'unknown';

/** Everything that decides what one identity may do: the union of its policies, within its boundary. */
export interface PolicySet {
  /** Inline and managed policies together. */
  readonly policies: readonly PolicyDocument[];
  /** The permissions boundary; absent or null: nothing limits the policies. */
  readonly boundary?: PolicyDocument | null;
}

/** Two states of one identity's policies. */
export interface IdentityComparison {
  readonly type: 'identity';
  readonly before: PolicySet;
  readonly after: PolicySet;
}

/** Two states of one role's trust policy, with the account that the role is in (12 digits, or a placeholder). */
export interface TrustComparison {
  readonly type: 'trust';
  readonly before: PolicyDocument;
  readonly after: PolicyDocument;
  readonly beforeAccount: string;
  /** Where it is another account than before's. */
  readonly afterAccount?: string;
}

export type AccessInput = IdentityComparison | TrustComparison;

/** One concrete request. A key that is not in `context` is absent from the request. */
export interface AccessRequest {
  /** Who asks; in trust policies only. */
  readonly principal?: Principal;
  readonly action: string;
  /** The ARN, or `*` for an action without resource types, and in trust policies. */
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** From low to high; `delegated` (left to the principal's own account) in trust policies only. */
export type Answer = 'explicitly-denied' | 'not-allowed' | 'delegated' | 'allowed';

/** A request that proves a difference, with what each side answers. */
export interface Witness {
  readonly request: AccessRequest;
  readonly before: Answer;
  readonly after: Answer;
  /** Can the request be made today, as far as the catalogue knows? */
  readonly today: boolean;
  /** Where names of two accounts were made equal: the request in the words of each. */
  readonly raw?: RawRequests;
}

/**
 * A request with the names that each account has for the things in it: side 1 answers its own to the letter with
 * `before`, side 2 with `after`. null: none was found of which that holds.
 */
export interface RawRequests {
  readonly side1: AccessRequest | null;
  readonly side2: AccessRequest | null;
}

/** What made the difference. */
export type ChangeCause =
  'allow added' | 'allow removed' | 'deny added' | 'deny removed' | 'boundary widened' | 'boundary narrowed';

/** One thing that was gained or lost: these actions on these resources, under these conditions. */
export interface AccessChange {
  readonly direction: 'gained' | 'lost';
  /** Patterns, in the catalogue's spelling where it knows them. */
  readonly actions: readonly string[];
  /** Patterns; `*` is any. Preceded by `not ` where they come from NotResource. */
  readonly resources: readonly string[];
  /** In trust policies: `AWS arn:…`, preceded by `not ` where they come from NotPrincipal. Else empty. */
  readonly principals: readonly string[];
  /** One readable clause per condition: `StringEquals aws:RequestedRegion eu-west-1`. */
  readonly conditions: readonly string[];
  readonly cause: ChangeCause;
  readonly witness: Witness;
  /** Where names of two accounts were made equal: the texts as they are. */
  readonly raw?: RawChange;
}

/**
 * Texts of a change as they stand in the account whose statement made the difference: side 2 for what was added or
 * widened, else side 1. One that was compared is all that it stands for in statements about the change's actions.
 */
export type RawChange = Pick<AccessChange, 'resources' | 'principals' | 'conditions'>;

/** It differs, or it could not be decided whether it does. */
export function differs({ verdict, today }: Pick<AccessComparison, 'verdict' | 'today'>): boolean {
  return verdict !== 'equivalent' || today !== 'equivalent';
}

export interface AccessComparison {
  /** Over every request that the text could match. */
  readonly verdict: Verdict;
  /** Over the requests that the catalogue says can be made. */
  readonly today: Verdict;
  readonly gained: readonly AccessChange[];
  readonly lost: readonly AccessChange[];
  /** At most one per direction, the ones that the verdict stands on; one that can be made today comes first. */
  readonly witnesses: readonly Witness[];
  /** For `unknown`: what could not be decided, with the conditions named. */
  readonly reasons: readonly string[];
  /** Where names of two accounts were made equal: the reasons with the conditions as they are. */
  readonly rawReasons?: readonly string[];
}

/** Compares access for many inputs, from when they are asked on, or when the answers are wanted. */
export interface AccessAnswers {
  ask(input: AccessInput): void;
  /** The answers to everything that was asked so far, in that order. */
  all(): Promise<readonly AccessComparison[]>;
}

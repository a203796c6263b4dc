import type { Rest } from './rest.js';
import { and, restApplies, type Truth } from './replay.js';
import { both, type Formula, type SpaceBuilder } from './space.js';
import type { AccessRequest, Answer } from './types.js';

/**
 * One reason for an answer: a statement, or a statement of a policy within one of the boundary. Where it applies,
 * the answer is at least `grants`; a Deny has `explicitly-denied`.
 */
export interface Term {
  /** Equal ids: the same reason. */
  readonly id: string;
  readonly grants: Answer;
  /** The policy's statement, then the boundary's if there is one. */
  readonly rests: readonly Rest[];
  /** Where it applies, in the cells of a space. Throws BudgetExceeded. */
  readonly formula: (space: SpaceBuilder) => Formula;
  readonly applies: (request: AccessRequest) => Truth;
}

/** What one side says to the requests of one class of actions. */
export interface Side {
  readonly denies: readonly Term[];
  readonly grants: readonly Term[];
}

const LEVELS: readonly Answer[] = ['explicitly-denied', 'not-allowed', 'delegated', 'allowed'];

export function levelOf(answer: Answer): number {
  return LEVELS.indexOf(answer);
}

export function statementTerm(rest: Rest, grants: Answer): Term {
  return {
    id: `${grants} ${rest.id}`,
    grants,
    rests: [rest],
    formula: (space) => space.formula(rest),
    applies: (request) => restApplies(rest, request),
  };
}

/** Both apply. */
export function withinTerm(term: Term, boundary: Term): Term {
  return {
    id: `${term.id} within ${boundary.id}`,
    grants: term.grants,
    rests: [...term.rests, ...boundary.rests],
    formula: (space) => both(term.formula(space), boundary.formula(space)),
    applies: (request) => and([term.applies(request), boundary.applies(request)]),
  };
}

/** What the side answers; null where that hangs on something that AWS doesn't document. */
export function answerOf(side: Side, request: AccessRequest): Answer | null {
  const denied = anyApplies(side.denies, request);
  if (denied !== false) return denied === true ? 'explicitly-denied' : null;
  for (const level of ['allowed', 'delegated'] as const) {
    const granted = anyApplies(side.grants, request, level);
    if (granted !== false) return granted === true ? level : null;
  }
  return 'not-allowed';
}

/** Does one of the terms (of that answer, where one is given) apply? */
function anyApplies(terms: readonly Term[], request: AccessRequest, grants?: Answer): Truth {
  let truth: Truth = false;
  for (const term of terms) {
    if (grants !== undefined && term.grants !== grants) continue;
    const applies = term.applies(request);
    if (applies === true) return true;
    if (applies === null) truth = null;
  }
  return truth;
}

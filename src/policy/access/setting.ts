import type { PolicyDocument, Statement } from '../../model/policy.js';
import { type ActionClass, type Entries } from './action-classes.js';
import { type Question } from './decide.js';
import { identityEntries, identitySide } from './identity.js';
import type { Side } from './terms.js';
import { principalsOf, trustEntries, trustSide } from './trust.js';
import type { AccessInput } from './types.js';

/** How the two kinds of policies differ in what is asked. */
export interface Setting {
  readonly before: Entries;
  readonly after: Entries;
  /** The sides answer by different rules: equal statements may differ. */
  readonly differentRules: boolean;
  readonly sideOf: (which: 'before' | 'after', actions: ActionClass) => Side;
  readonly question: Pick<Question, 'prepare'> & { readonly startsOf?: Question['wishes']['startsOf'] };
  readonly statements: Record<'before' | 'after', readonly Statement[]>;
  /** Keys that witnesses need not repeat, as they follow from the principal. */
  readonly derived: ReadonlySet<string>;
  readonly hasResources: boolean;
}

export function settingOf(input: AccessInput): Setting {
  if (input.type === 'identity') {
    const { before, after } = input;
    return {
      before: identityEntries(before),
      after: identityEntries(after),
      differentRules: !before.boundary !== !after.boundary,
      sideOf: (which, actions) => identitySide(actions[which], Boolean(input[which].boundary)),
      question: {},
      statements: { before: statementsOf(before.policies), after: statementsOf(after.policies) },
      derived: new Set(),
      hasResources: true,
    };
  }
  const { before, after, beforeAccount } = input;
  const afterAccount = input.afterAccount ?? beforeAccount;
  const principals = principalsOf(input);
  return {
    before: trustEntries(before),
    after: trustEntries(after),
    differentRules: beforeAccount !== afterAccount,
    sideOf: (which, actions) =>
      trustSide(actions[which], which === 'before' ? beforeAccount : afterAccount, principals),
    question: { prepare: principals.prepare, startsOf: principals.startsOf },
    statements: { before: before.statements, after: after.statements },
    derived: principals.derived,
    hasResources: false,
  };
}

function statementsOf(documents: readonly PolicyDocument[]): Statement[] {
  return documents.flatMap(({ statements }) => statements);
}

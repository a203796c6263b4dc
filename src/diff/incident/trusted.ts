import { oncePer } from '../../model/once-per.js';
import type { ParsedDocument, PolicyDocument, Statement } from '../../model/policy.js';
import { sortedUnique } from '../../model/text.js';

/** `*`: anyone. */
export const ANYONE = '*';

/** Who may assume a role. */
export interface Trust {
  /** Account ids (or `*`) that are let in, as a whole or by one of their principals; sorted. */
  readonly accounts: readonly string[];
  /** Ids that stand in the place of users and roles that are gone; sorted. */
  readonly dangling: readonly string[];
  /** Principals that are let in, and values that conditions on `aws:PrincipalArn` ask for. */
  readonly named: readonly string[];
}

/** A trust policy that can't be read names nobody. */
export const NOBODY: Trust = { accounts: [], dangling: [], named: [] };

/** What a trust policy says, by the statements that allow. */
export function trustOf(trust: ParsedDocument): Trust {
  if (trust.kind !== 'policy' || trust.statements.every(isOfServices)) return NOBODY;
  return readTrust(trust);
}

/** Most roles are services': no account is let in, and nobody who could be gone. */
function isOfServices({ principal, conditions }: Statement): boolean {
  return (
    principal !== null &&
    !principal.negated &&
    conditions.length === 0 &&
    principal.principals.every(({ type, value }) => type === 'Service' && value.endsWith('.amazonaws.com'))
  );
}

/** Many roles share one. */
const readTrust = oncePer((trust: PolicyDocument): Trust => {
  const accounts: string[] = [];
  const dangling: string[] = [];
  const named: string[] = [];
  for (const statement of trust.statements) {
    for (const { value } of statement.principal?.principals ?? [])
      if (isDangling(value)) dangling.push(value);
    if (statement.effect !== 'Allow') continue;
    collectAccounts(statement, accounts);
    collectNamed(statement, named);
  }
  return { accounts: sortedUnique(accounts), dangling: sortedUnique(dangling), named };
});

/**
 * What IAM shows in place of a user or role that was deleted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function isDangling(value: string): boolean {
  return value.startsWith('A') && /^A(?:RO|ID)A[A-Z0-9]+$/.test(value);
}

function collectAccounts({ principal }: Statement, accounts: string[]): void {
  // Everyone but somebody is nearly everyone.
  if (principal?.negated) accounts.push(ANYONE);
  else {
    for (const { type, value } of principal?.principals ?? []) {
      if (type === 'AWS' || value === ANYONE) accounts.push(...accountIn(value));
    }
  }
}

function accountIn(value: string): string[] {
  if (value === ANYONE || /^\d{12}$/.test(value)) return [value];
  const account = value.startsWith('arn:') ? value.split(':')[4] : undefined;
  return account === undefined || account === '' ? [] : [account];
}

function collectNamed({ principal, conditions }: Statement, named: string[]): void {
  if (principal && !principal.negated) for (const { value } of principal.principals) named.push(value);
  for (const { operator, key, values } of conditions) {
    if (key.toLowerCase() === 'aws:principalarn' && !/not/i.test(operator)) named.push(...values);
  }
}

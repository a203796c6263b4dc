import type { ParsedDocument, Statement } from '../../model/policy.js';
import { oncePer } from '../../model/once-per.js';
import { sortedUnique } from '../../model/text.js';

/** `*`: anyone. */
export const ANYONE = '*';

/** Who may assume a role, by the statements that allow it; a trust policy that can't be read names nobody. */
function allowing(trust: ParsedDocument): readonly Statement[] {
  return trust.kind === 'policy' ? trust.statements.filter(({ effect }) => effect === 'Allow') : [];
}

/** Values of the AWS principals that a trust policy lets in: ARNs, account ids, unique ids, `*`. */
export function trustedPrincipals(trust: ParsedDocument): string[] {
  return allowing(trust).flatMap(({ principal }) => {
    if (!principal) return [];
    // Everyone but somebody is nearly everyone.
    if (principal.negated) return [ANYONE];
    return principal.principals.flatMap(({ type, value }) =>
      type === 'AWS' || value === ANYONE ? [value] : [],
    );
  });
}

/**
 * Account ids (or `*`) that a trust policy lets in, as a whole or by one of their principals. Many roles share a
 * trust policy.
 */
export const trustedAccounts = oncePer((trust: ParsedDocument): readonly string[] =>
  sortedUnique(
    trustedPrincipals(trust).flatMap((value) => {
      if (value === ANYONE || /^\d{12}$/.test(value)) return [value];
      const account = value.startsWith('arn:') ? value.split(':')[4] : undefined;
      return account === undefined || account === '' ? [] : [account];
    }),
  ),
);

/**
 * What IAM shows in place of a user or role that was deleted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const danglingIds = oncePer((trust: ParsedDocument): readonly string[] => {
  if (trust.kind !== 'policy') return [];
  const values = trust.statements.flatMap(({ principal }) => principal?.principals ?? []);
  return sortedUnique(values.flatMap(({ value }) => (/^A(?:RO|ID)A[A-Z0-9]+$/.test(value) ? [value] : [])));
});

/** Does a trust policy let in this very role: as a principal, or by a condition on `aws:PrincipalArn`? */
export function trustsItself(trust: ParsedDocument, arn: string): boolean {
  return allowing(trust).some(({ principal, conditions }) => {
    const isNamed = principal?.negated === false && principal.principals.some(({ value }) => value === arn);
    const isAskedFor = conditions.some(
      ({ operator, key, values }) =>
        key.toLowerCase() === 'aws:principalarn' && !/not/i.test(operator) && values.includes(arn),
    );
    return isNamed || isAskedFor;
  });
}

import { compareText } from '../model/text.js';

/** Replaces every known value in a text by its placeholder. */
export type Substitute = (text: string) => string;

/** A text to find and what stands for it. `whole`: only where no digit or letter touches it (account ids). */
export interface Replacement {
  readonly value: string;
  readonly placeholder: string;
  readonly whole: boolean;
}

/**
 * What IAM Identity Center adds per account: the 16 hex digits of `AWSReservedSSO_<permission set>_<16 hex>`, and
 * those of the SAML provider that such roles trust, `AWSSSO_<16 hex>_DO_NOT_DELETE`.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
const SSO_SUFFIX =
  '[0-9a-f]{16}(?![0-9a-f])(?:(?<=AWSReservedSSO_[\\w+=,.@-]{1,128}_[0-9a-f]{16})|(?<=AWSSSO_[0-9a-f]{16})(?=_DO_NOT_DELETE))';
export const SSO_PLACEHOLDER = 'sso';

/**
 * One pass over the text, leftmost first and longest first, so that the order of entries can't matter and no
 * replacement is replaced again. Placeholders come out as `<name>`; one that stands in the text by itself is
 * doubled (`<<name>>`), so that it can't become equal to a substituted value.
 */
export function compileSubstitution(replacements: readonly Replacement[]): Substitute {
  const byValue = new Map<string, string>();
  for (const placeholder of [SSO_PLACEHOLDER, ...replacements.map((one) => one.placeholder)]) {
    byValue.set(`<${placeholder}>`, `<<${placeholder}>>`);
  }
  for (const { value, placeholder } of replacements) byValue.set(value, `<${placeholder}>`);
  const wholes = new Set(replacements.filter(({ whole }) => whole).map(({ value }) => value));
  const alternatives = [...byValue.keys()]
    .sort((a, b) => b.length - a.length || compareText(a, b))
    .map((value) => (wholes.has(value) ? `(?<![0-9A-Za-z])${escape(value)}(?![0-9A-Za-z])` : escape(value)));
  const pattern = new RegExp([...alternatives, SSO_SUFFIX].join('|'), 'g');
  return (text) => text.replace(pattern, (found) => byValue.get(found) ?? `<${SSO_PLACEHOLDER}>`);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

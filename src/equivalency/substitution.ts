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

const SSO_SUFFIX_LENGTH = 16;

/** A policy variable: what stands in it is a condition key, not a name of ours. */
const VARIABLE = '\\$\\{[^}]*\\}';

/**
 * One pass over the text, leftmost first and longest first, so that the order of entries can't matter and no
 * replacement is replaced again. Placeholders come out as `<name>`; angle brackets that stand in the text by
 * themselves are doubled, so that no text can become equal to a substituted one. Policy variables stay.
 */
export function compileSubstitution(replacements: readonly Replacement[]): Substitute {
  const byValue = new Map([
    ['<', '<<'],
    ['>', '>>'],
  ]);
  for (const { value, placeholder } of replacements) byValue.set(value, `<${placeholder}>`);
  const wholes = new Set(replacements.filter(({ whole }) => whole).map(({ value }) => value));
  const sorted = [...byValue.keys()].sort((a, b) => b.length - a.length || compareText(a, b));
  const literal = (value: string): string =>
    wholes.has(value) ? `(?<![0-9A-Za-z])${escape(value)}(?![0-9A-Za-z])` : escape(value);
  const compile = (...suffixes: readonly string[]): RegExp =>
    new RegExp(
      [
        VARIABLE,
        ...sorted.filter(({ length }) => length > SSO_SUFFIX_LENGTH).map(literal),
        ...suffixes,
        ...sorted.filter(({ length }) => length <= SSO_SUFFIX_LENGTH).map(literal),
      ].join('|'),
      'g',
    );
  // Few texts can have an SSO suffix, and looking for one at every hex digit takes half as long again.
  const pattern = compile();
  const patternWithSso = compile(SSO_SUFFIX);
  const replacement = (found: string): string =>
    byValue.get(found) ?? (found.startsWith('${') ? found : `<${SSO_PLACEHOLDER}>`);
  const known = new Map<string, string>();
  return (text) => {
    let substituted = known.get(text);
    if (substituted === undefined) {
      substituted = text.replace(text.includes('SSO_') ? patternWithSso : pattern, replacement);
      if (known.size < MOST_KNOWN) known.set(text, substituted);
    }
    return substituted;
  };
}

/** Paths, tags and ARNs of attached policies repeat by the thousand; resources mostly don't. */
const MOST_KNOWN = 20_000;

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

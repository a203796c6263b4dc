import { UserError } from '../../model/errors.js';
import type { Principal } from '../../model/policy.js';
import { arnParts } from './arn.js';

const TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

/**
 * Reads a principal from the command line: an ARN, a 12-digit account id, `*` (somebody without credentials), a
 * service (`ec2.amazonaws.com`), or any of the types by name (`Federated:accounts.google.com`).
 * Throws UserError where the text is none of these.
 */
export function readPrincipal(text: string, partition = 'aws'): Principal {
  const type = TYPES.find((one) => text.startsWith(`${one}:`));
  if (type !== undefined) return { type, value: text.slice(type.length + 1) };
  if (text === '*') return { type: 'AWS', value: '*' };
  if (/^\d{12}$/.test(text)) return { type: 'AWS', value: `arn:${partition}:iam::${text}:root` };
  const arn = arnParts(text);
  if (arn) {
    return { type: /^(saml|oidc)-provider\//.test(arn.resource) ? 'Federated' : 'AWS', value: text };
  }
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(text)) return { type: 'Service', value: text };
  throw new UserError(
    `"${text}" is no principal that can be read`,
    'write an ARN, an account id, a service such as ec2.amazonaws.com, or TYPE:VALUE with one of ' +
      TYPES.join(', '),
  );
}

/**
 * Reads the condition keys of a request from texts such as `aws:SourceIp=203.0.113.9`. A key that comes several
 * times has several values; `key=` is a key whose value is empty. Throws UserError where there is no `=`.
 */
export function readContext(texts: readonly string[]): Record<string, string[]> {
  const values = new Map<string, string[]>();
  for (const text of texts) {
    const equals = text.indexOf('=');
    if (equals <= 0) {
      throw new UserError(`"${text}" is no condition key with a value`, 'write KEY=VALUE');
    }
    const key = text.slice(0, equals);
    values.set(key, [...(values.get(key) ?? []), text.slice(equals + 1)]);
  }
  return Object.fromEntries(values);
}

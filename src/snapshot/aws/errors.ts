import { withoutSecrets } from '../../model/secrets.js';

/** What AWS's errors mean, by the names that its services and the SDK give them. */

const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized']);
const THROTTLED = new Set([
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
]);
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException']);
const UNKNOWN_KEY = new Set(['InvalidClientTokenId', 'UnrecognizedClientException', 'InvalidAccessKeyId']);
const CLOCK = new Set(['RequestExpired', 'RequestTimeTooSkewed', 'RequestInTheFuture']);
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'TimeoutError',
]);

/** `foreign`: an answer that is none of AWS's, such as a proxy's page. `slow`: no whole answer in time. */
export type FailureKind =
  | 'denied'
  | 'gone'
  | 'throttled'
  | 'expired'
  | 'unknown-key'
  | 'signature'
  | 'clock'
  | 'network'
  | 'slow'
  | 'service'
  | 'foreign'
  | 'other';

/** Sorts an error of the SDK. `other` is no answer of AWS: a provider's own error, or a bug. */
export function failureKind(error: unknown): FailureKind {
  if (!(error instanceof Error)) return 'other';
  const { name } = error;
  if (DENIED.has(name)) return 'denied';
  if (name === 'NoSuchEntity' || name === 'NoSuchEntityException') return 'gone';
  if (THROTTLED.has(name)) return 'throttled';
  if (EXPIRED.has(name)) return 'expired';
  if (UNKNOWN_KEY.has(name)) return 'unknown-key';
  if (CLOCK.has(name)) return 'clock';
  // STS and IAM report a clock that is off as a wrong signature.
  if (name === 'SignatureDoesNotMatch') {
    return /expired|not yet current/i.test(error.message) ? 'clock' : 'signature';
  }
  if (name === 'SlowAnswerError') return 'slow';
  if (networkCode(error) !== undefined) return 'network';
  // What the SDK says of answers that are not XML, of XML that is no error of AWS's, and of credentials that lack a part.
  if (/Deserialization error|^Unknown(Error)?$|^Invalid response from STS/.test(error.message))
    return 'foreign';
  return httpStatus(error) === undefined ? 'other' : 'service';
}

/** `ECONNREFUSED`, `ENOTFOUND`, a certificate's error code, …; undefined: not the network's fault. */
export function networkCode(error: Error): string | undefined {
  const own = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const code = error instanceof AggregateError && own === 'AggregateError' ? firstCode(error) : own;
  return NETWORK.has(code) || /CERT|SELF_SIGNED|^ERR_(TLS|SSL)_|^EPROTO$/.test(code) ? code : undefined;
}

/** A connection tried on several addresses fails with one error for each. */
function firstCode(error: AggregateError): string {
  const first: unknown = error.errors[0];
  return first instanceof Error && 'code' in first && typeof first.code === 'string'
    ? first.code
    : error.name;
}

function httpStatus(error: Error): number | undefined {
  if (!('$metadata' in error)) return undefined;
  return (error.$metadata as { readonly httpStatusCode?: number } | undefined)?.httpStatusCode;
}

/** AWS's message as one short line without control characters, access keys or passwords. */
export function clause(error: Error): string {
  const line = withoutSecrets(error.message)
    // eslint-disable-next-line no-control-regex -- an endpoint's text goes to the terminal
    .replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ')
    .trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

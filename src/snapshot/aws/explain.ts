import { UserError } from '../../model/errors.js';
import { withoutSecrets } from '../../model/secrets.js';
import { clause, failureKind, networkCode } from './errors.js';
import { PaginationError } from './pages.js';
import type { ChainLink } from './profile-credentials.js';

/** What there is to say about a failed run. */
export interface FailureContext {
  /** The profile and its source profiles. */
  readonly chain: readonly ChainLink[];
  readonly endpoints: { readonly iam: string | undefined; readonly sts: string | undefined };
  readonly region: string;
  /** The call that failed, such as `sts:AssumeRole`; undefined: none. */
  readonly api: string | undefined;
}

/**
 * A failure that ends a live snapshot, as one line for people: which profile, which call, what to do.
 * Errors that are none of AWS's or the credential providers' come back as they are: bugs keep their stack.
 */
export function explainFailure(error: unknown, context: FailureContext): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  if (error instanceof PaginationError) {
    return userError(
      error,
      context,
      `${error.api}: ${error.message}`,
      'what it answered is partial: check the endpoint',
    );
  }
  const kind = failureKind(error);
  const call = context.api ?? 'reading credentials';
  const { origin, profile } = context.chain.at(-1)!;
  switch (kind) {
    case 'denied':
      return denied(error, context, call);
    case 'expired':
      return userError(error, context, `${call}: the session has expired`, renewal(context));
    case 'unknown-key':
      return userError(
        error,
        context,
        `${call}: AWS does not know its access key`,
        `check the keys of profile ${profile}, and that region ${context.region} is in the account's partition`,
      );
    case 'signature':
      return userError(
        error,
        context,
        `${call}: AWS rejects the signature`,
        `check aws_secret_access_key of profile ${profile}`,
      );
    case 'clock':
      return userError(
        error,
        context,
        `${call}: ${clause(error)}`,
        "set this machine's clock: AWS allows five minutes",
      );
    case 'throttled':
      return userError(error, context, `${call}: throttled: ${clause(error)}`, 'try again later');
    case 'network':
      return userError(
        error,
        context,
        `${call}: ${endpointOf(context)} can't be reached (${networkCode(error) ?? error.name})`,
        'check the network and endpoint_url',
      );
    case 'slow':
      return userError(
        error,
        context,
        `${call}: ${endpointOf(context)} gave ${clause(error)}`,
        'check the network and endpoint_url, or try again later',
      );
    case 'foreign':
      return userError(
        error,
        context,
        `${call}: the answer of ${endpointOf(context)} is not AWS's`,
        'check endpoint_url',
      );
    case 'gone':
    case 'service':
      return userError(error, context, `${call}: ${error.name}: ${clause(error)}`);
    case 'other':
      // The engine quotes what it could not parse: credentials, from a program or from the machine.
      if (context.api === undefined && error instanceof SyntaxError) {
        const said = 'reading credentials: the answer is not JSON';
        return userError(error, context, said, `check where profile ${profile} gets its credentials`);
      }
      if (!/^(CredentialsProvider|TokenProvider|Provider)Error$/.test(error.name) && !missingFile(error))
        return error;
      return credentialFailure(error, context, origin.kind);
  }
}

function denied(error: Error, context: FailureContext, call: string): UserError {
  const said = `${call}: denied: ${clause(error)}`;
  if (/MultiFactorAuthentication|MFA/i.test(error.message)) {
    return userError(error, context, said, 'run it again with a fresh MFA code, and check mfa_serial');
  }
  const role = context.chain[0]!.section.role_arn;
  if (call.startsWith('sts:AssumeRole') && role) {
    return userError(error, context, said, `let ${role} trust the caller, and check external_id`);
  }
  return userError(error, context, said, 'attach the policy of docs/iam-policy.json to the caller');
}

function credentialFailure(
  error: Error,
  context: FailureContext,
  kind: ChainLink['origin']['kind'],
): UserError {
  const { profile } = context.chain.at(-1)!;
  switch (kind) {
    case 'sso':
      return userError(error, context, `SSO: ${clause(error)}`, ssoMend(error, profile));
    case 'process':
      // The shell's error repeats the command and what it printed, which may hold secrets.
      return userError(
        error,
        context,
        error.message.startsWith('Command failed') ? 'its credential_process failed' : clause(error),
        `run the credential_process of profile ${profile} by hand`,
      );
    case 'login':
      return userError(error, context, clause(error), renewal(context));
    case 'none':
      return userError(
        error,
        context,
        'no credentials: none in the shared AWS files, in the environment or from the machine',
        'run aws configure, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
      );
    case 'static':
    case 'assumed-role':
    case 'web-identity':
      return userError(error, context, clause(error), `mend profile ${profile} in the shared AWS files`);
  }
}

/** The SDK wraps what the SSO portal said in an error of its own: only the text is left. */
function ssoMend({ message }: Error, profile: string): string {
  if (/No access|Forbidden/i.test(message))
    return `check sso_account_id and sso_role_name of profile ${profile}`;
  if (/\bE[A-Z_]{5,}\b|getaddrinfo|timeout/.test(message)) return 'check the network';
  return `aws sso login --profile ${profile}`;
}

function renewal({ chain }: FailureContext): string {
  const { origin, profile } = chain.at(-1)!;
  switch (origin.kind) {
    case 'sso':
      return `aws sso login --profile ${profile}`;
    case 'login':
      return `aws login --profile ${profile}`;
    case 'none':
      return 'get fresh session credentials into the environment';
    case 'process':
      return `run the credential_process of profile ${profile} by hand: it hands out expired credentials`;
    case 'static':
    case 'assumed-role':
    case 'web-identity':
      return `put fresh credentials into profile ${profile}`;
  }
}

/** A web identity token that isn't where the profile says. */
function missingFile(error: Error): boolean {
  return 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES');
}

function endpointOf({ endpoints, api, region }: FailureContext): string {
  const own = api?.startsWith('sts:') ? endpoints.sts : endpoints.iam;
  return own === undefined ? `AWS's endpoint (region ${region})` : withoutSecrets(own);
}

function userError(cause: Error, { chain }: FailureContext, said: string, mend?: string): UserError {
  const path = chain.map(({ profile }) => profile);
  const via = path.length > 1 && path[1] !== path[0] ? ` (via ${path.slice(1).join(', ')})` : '';
  return new UserError(`profile ${path[0] ?? ''}${via}: ${said}`, mend, { cause });
}

import { IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { UserError } from '../../model/errors.js';
import { CallLog } from './calls.js';
import { profileCredentials } from './credentials.js';
import { explainFailure } from './explain.js';
import { profileChain } from './profile-credentials.js';
import { loadProfileFiles, type Environment } from './profile-files.js';
import { connectionSettings } from './settings.js';
import { slowAnswersPlugin } from './slow-answers.js';

/** What a session is opened with: the profile's name, and the outside world. */
export interface SessionRequest {
  readonly source: string;
  readonly env: Environment;
  readonly askMfaCode?: (serial: string) => Promise<string>;
}

/** A profile's clients, open until closed. */
export interface AwsSession {
  readonly profile: string;
  readonly iam: IAMClient;
  readonly calls: CallLog;
  /** Whom the credentials belong to. Every caller may ask this; no policy can deny it. */
  identity(): Promise<CallerIdentity>;
}

export interface CallerIdentity {
  /** Twelve digits. */
  readonly accountId: string;
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
}

/** A call that hangs is worse than one that fails: GAAD's largest pages take seconds, none a minute. */
const ANSWER_MS = 60_000;
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true };
const AGENT = { keepAlive: true, maxSockets: 16 };

/**
 * Opens the profile, does the work and closes the connections again.
 * Throws UserError for every failure of AWS's that ends the work.
 */
export async function withSession<T>(
  request: SessionRequest,
  work: (session: AwsSession) => Promise<T>,
  onCall?: (calls: CallLog) => void,
): Promise<T> {
  // Advice on Node's version, on stderr at each run, that a user of this program can't act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const files = await loadProfileFiles(request.env);
  const chain = profileChain(files, request.source);
  const { region, endpoints } = connectionSettings(files, chain, request.env);
  const calls: CallLog = new CallLog(() => onCall?.(calls));
  const stsOptions = { ...clientOptions(request.source, region, endpoints.sts), maxAttempts: 4 };
  const plugins = [calls.plugin, slowAnswersPlugin(ANSWER_MS)];
  const credentials = profileCredentials({
    files,
    chain,
    stsOptions,
    plugins,
    askMfaCode: request.askMfaCode,
  });
  const sts = new STSClient({ ...stsOptions, credentials });
  const iam = new IAMClient({
    ...clientOptions(request.source, region, endpoints.iam),
    maxAttempts: 8,
    credentials,
  });
  for (const client of [sts, iam]) {
    for (const plugin of plugins) client.middlewareStack.use(plugin);
  }
  try {
    // First of all, so that what is wrong with them is told as such and not as a failed call.
    await credentials();
    return await work({
      profile: request.source,
      iam,
      calls,
      identity: () => callerIdentity(sts, request.source),
    });
  } catch (error) {
    throw explainFailure(error, { chain, endpoints, region, api: calls.originOf(error) });
  } finally {
    sts.destroy();
    iam.destroy();
  }
}

function clientOptions(profile: string, region: string, endpoint: string | undefined) {
  return {
    // For what else it may set: use_fips_endpoint, sdk_ua_app_id.
    profile,
    region,
    retryMode: 'adaptive',
    requestHandler: { ...TIMEOUTS, httpsAgent: AGENT, httpAgent: AGENT },
    // Without an endpoint of its own, a profile must not fall back to the one of the default profile.
    ...(endpoint === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint }),
  };
}

async function callerIdentity(sts: STSClient, profile: string): Promise<CallerIdentity> {
  const { Account: accountId, Arn: arn } = await sts.send(new GetCallerIdentityCommand({}));
  if (!accountId || !arn) {
    throw new UserError(
      `profile ${profile}: sts:GetCallerIdentity: the answer names no account`,
      'check that endpoint_url leads to STS',
    );
  }
  return { accountId, arn, partition: arn.split(':')[1] ?? 'aws' };
}

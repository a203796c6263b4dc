import {
  createCredentialChain,
  fromContainerMetadata,
  fromEnv,
  fromHttp,
  fromIni,
  fromInstanceMetadata,
  fromTokenFile,
} from '@aws-sdk/credential-providers';
import { getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity } from '@aws-sdk/client-sts';
import { UserError } from '../../model/errors.js';
import type { ChainLink } from './profile-credentials.js';
import type { CallLog } from './calls.js';
import type { ProfileFiles } from './profile-files.js';
import type { slowAnswersPlugin } from './slow-answers.js';

/** Renewed when they end this soon, so that no call goes out with credentials that end on the way. */
const RENEW_BEFORE_MS = 5 * 60_000;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export type CredentialProvider = () => Promise<Credentials>;

type SdkPlugin = CallLog['plugin'] | ReturnType<typeof slowAnswersPlugin>;

export interface CredentialRequest {
  readonly files: ProfileFiles;
  /** The profile and its source profiles, as `profileChain` gives them. */
  readonly chain: readonly ChainLink[];
  /** Settings for the STS clients that assume roles: region, endpoint, retries. */
  readonly stsOptions: { readonly region: string };
  /** Middleware for those clients. */
  readonly plugins: readonly SdkPlugin[];
  readonly askMfaCode: ((serial: string) => Promise<string>) | undefined;
}

/**
 * Credentials of the named profile by the SDK's own providers, and of no other: keys in the environment never
 * stand in for a profile that the user named. Only `default` without settings of its own means what the AWS
 * tools mean by it: environment, web identity, container, instance. Calls share one set until it ends, so that
 * a role is assumed, and an MFA code asked for, once.
 */
export function profileCredentials(request: CredentialRequest): CredentialProvider {
  const { profile, origin } = request.chain[0]!;
  const provider = origin.kind === 'none' ? machineCredentials(request) : namedCredentials(profile, request);
  return shared(provider);
}

function namedCredentials(profile: string, request: CredentialRequest): CredentialProvider {
  const { files, chain, plugins } = request;
  const shown = (name: string): CredentialProvider =>
    fromIni({
      profile: name,
      configFilepath: files.configPath,
      filepath: files.credentialsPath,
      ignoreCache: true,
      // Own assumers: the SDK's would go to AWS even where the profile names an endpoint.
      roleAssumer: getDefaultRoleAssumer({ ...request.stsOptions }, [...plugins]),
      roleAssumerWithWebIdentity: getDefaultRoleAssumerWithWebIdentity({ ...request.stsOptions }, [
        ...plugins,
      ]),
      mfaCodeProvider: (serial) => mfaCode(profile, serial, request.askMfaCode),
    });
  const [link, source] = chain;
  if (link?.origin.kind !== 'assumed-role' || !link.origin.mfa || source === undefined) return shown(profile);
  return async () => {
    // The SDK asks for the code while it fetches the source's credentials, and leaves their failure unhandled.
    if (source.profile !== profile) await shown(source.profile)();
    return shown(profile)();
  };
}

function machineCredentials(request: CredentialRequest): CredentialProvider {
  return createCredentialChain(
    fromEnv(),
    fromTokenFile({
      roleAssumerWithWebIdentity: getDefaultRoleAssumerWithWebIdentity({ ...request.stsOptions }, [
        ...request.plugins,
      ]),
    }),
    fromHttp(),
    fromContainerMetadata(),
    fromInstanceMetadata(),
  );
}

async function mfaCode(
  profile: string,
  serial: string,
  ask: CredentialRequest['askMfaCode'],
): Promise<string> {
  if (ask) return (await ask(serial)).trim();
  throw new UserError(
    `profile ${profile} needs an MFA code of ${serial}, and there is no terminal to ask for it`,
    'run it in a terminal, or export session credentials to a profile first',
  );
}

function shared(provider: CredentialProvider): CredentialProvider {
  let current: Promise<Credentials> | undefined;
  return async () => {
    const asked = current;
    const held = await asked?.catch(() => undefined);
    const ends = held?.expiration?.getTime() ?? Infinity;
    if (held && ends - Date.now() > RENEW_BEFORE_MS) return held;
    // Another caller may have begun to renew them while this one waited.
    if (current === undefined || current === asked) current = provider();
    return current;
  };
}

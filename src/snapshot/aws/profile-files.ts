import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { UserError } from '../../model/errors.js';
import { sortedUnique } from '../../model/text.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings of one section: `role_arn`, `endpoint_url`; of a nested one: `iam.endpoint_url`. */
export type Section = Readonly<Record<string, string | undefined>>;

/** The shared AWS config and credentials files, read. A file that isn't there is an empty one. */
export interface ProfileFiles {
  readonly configPath: string;
  readonly credentialsPath: string;
  /** By name; what both files set, the credentials file decides, as in the AWS CLI. */
  readonly profiles: ReadonlyMap<string, Section>;
  /** `[services NAME]` sections, by name. */
  readonly services: ReadonlyMap<string, Section>;
  /** Which of the two files a profile stands in. */
  readonly filesOf: (profile: string) => readonly string[];
}

/**
 * Reads the two files where AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE or the home folder say they are.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
 */
export async function loadProfileFiles(env: Environment): Promise<ProfileFiles> {
  const configPath = pathOf(env, 'AWS_CONFIG_FILE', 'config');
  const credentialsPath = pathOf(env, 'AWS_SHARED_CREDENTIALS_FILE', 'credentials');
  // The loader takes a file that it can't read or understand for an empty one.
  await Promise.all([configPath, credentialsPath].map(refuseUnreadable));
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    configFilepath: configPath,
    filepath: credentialsPath,
    ignoreCache: true,
  });
  const config = new Map(Object.entries(configFile));
  const credentials = new Map(Object.entries(credentialsFile));
  const names = sortedUnique([...config.keys(), ...credentials.keys()]).filter(
    (name) => !/^(services|sso-session)\./.test(name),
  );
  return {
    configPath,
    credentialsPath,
    profiles: new Map(names.map((name) => [name, { ...config.get(name), ...credentials.get(name) }])),
    services: new Map(
      [...config]
        .filter(([name]) => name.startsWith('services.'))
        .map(([name, section]) => [name.slice('services.'.length), section]),
    ),
    filesOf: (profile) => [
      ...(config.has(profile) ? [configPath] : []),
      ...(credentials.has(profile) ? [credentialsPath] : []),
    ],
  };
}

/**
 * Throws UserError for a file that is there and can't be read. Its profiles would seem not to exist, and `default`
 * would be whoever the machine is.
 */
async function refuseUnreadable(path: string): Promise<void> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return;
    throw new UserError(
      `${path}: can't be read (${code ?? String(error)})`,
      'mend it, or name another file',
      {
        cause: error,
      },
    );
  }
  if (!isUtf8(bytes)) throw new UserError(`${path}: not UTF-8 text`, 'save the file as UTF-8');
  const forbidden = /^\s*\[((?:profile )?__proto__)\]/m.exec(bytes.toString('utf8'))?.[1];
  if (forbidden !== undefined) {
    throw new UserError(`${path}: a profile can't be named ${forbidden}`, 'give it another name');
  }
}

function pathOf(env: Environment, variable: string, name: string): string {
  const home = env.HOME ?? env.USERPROFILE ?? homedir();
  const path = env[variable];
  if (!path) return join(home, '.aws', name);
  return path.startsWith('~/') ? join(home, path.slice(2)) : path;
}

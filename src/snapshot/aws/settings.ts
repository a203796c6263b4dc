import { UserError } from '../../model/errors.js';
import type { Environment, ProfileFiles, Section } from './profile-files.js';
import type { ChainLink } from './profile-credentials.js';

/** Where calls go. */
export interface ConnectionSettings {
  readonly region: string;
  /** Own endpoints; undefined: AWS's. */
  readonly endpoints: { readonly iam: string | undefined; readonly sts: string | undefined };
}

/** IAM and STS answer in any region of a partition: this one is as good as another. */
const HOME_REGION: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-eusc': 'eusc-de-east-1',
};

/**
 * Region and endpoints for a profile. The profile's own region comes before AWS_REGION, since it says which
 * partition its account is in; without any, one that fits the partition of the role is taken.
 */
export function connectionSettings(
  files: ProfileFiles,
  chain: readonly ChainLink[],
  env: Environment,
): ConnectionSettings {
  return {
    region: region(chain, env),
    endpoints: { iam: endpoint('iam', files, chain[0]!, env), sts: endpoint('sts', files, chain[0]!, env) },
  };
}

function region(chain: readonly ChainLink[], env: Environment): string {
  const configured = chain.map(({ section }) => section.region).find(Boolean);
  const partition = chain.map(({ section }) => section.role_arn?.split(':')[1]).find(Boolean);
  return (
    firstOf(
      configured,
      partition === 'aws' ? undefined : HOME_REGION[partition ?? ''],
      env.AWS_REGION,
      env.AWS_DEFAULT_REGION,
    ) ?? 'us-east-1'
  );
}

/** The first that is set: an empty variable is none. */
function firstOf(...values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && value !== '');
}

/**
 * The SDK reads `endpoint_url` of the default profile only (or of AWS_PROFILE's), never of the profile that it
 * is given, so its order is followed here.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
function endpoint(
  service: 'iam' | 'sts',
  files: ProfileFiles,
  { profile, section }: ChainLink,
  env: Environment,
): string | undefined {
  const ignored = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? section.ignore_configured_endpoint_urls;
  if (ignored?.toLowerCase() === 'true') return undefined;
  const configured = firstOf(
    env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`],
    env.AWS_ENDPOINT_URL,
    servicesSection(files, profile, section)?.[`${service}.endpoint_url`],
    section.endpoint_url,
  );
  if (!configured) return undefined;
  if (!URL.canParse(configured) || !/^https?:/i.test(configured)) {
    // What stands before an @ can be a password.
    const shown = JSON.stringify(configured.replace(/^.*@/s, '…@'));
    throw new UserError(
      `profile ${profile}: the endpoint of ${service.toUpperCase()} is no URL: ${shown}`,
      'give endpoint_url (or AWS_ENDPOINT_URL) as https://host:port',
    );
  }
  return configured;
}

function servicesSection(files: ProfileFiles, profile: string, section: Section): Section | undefined {
  const name = section.services;
  if (!name) return undefined;
  const services = files.services.get(name);
  if (!services) {
    throw new UserError(
      `profile ${profile}: its [services ${name}] is not in ${files.configPath}`,
      'add the section or drop the line "services"',
    );
  }
  return services;
}

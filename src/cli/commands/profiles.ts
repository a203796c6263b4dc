import type { Argv, CommandModule } from 'yargs';
import { EXIT } from '../exit-codes.js';
import { visible } from '../../model/hidden-characters.js';
import type { ProfileInfo, VerifiedProfile } from '../../snapshot/index.js';
import type { KnownProfile } from '../../workflow/profiles.js';
import { interruptible } from '../interrupt.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { openTerminal, printJson, type Terminal } from '../terminal.js';
import { withWorld } from '../world.js';

interface ProfilesOptions extends CommonOptions {
  readonly verify?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export function profilesCommand(setExitCode: (code: number) => void): CommandModule<object, ProfilesOptions> {
  return {
    command: 'profiles',
    aliases: ['listprofiles'],
    describe: 'List the AWS profiles and where each gets its credentials',
    builder,
    handler: async (options) => {
      const terminal = openTerminal(options);
      const { listKnownProfiles } = await import('../../workflow/profiles.js');
      const profiles = await interruptible((signal) =>
        withWorld(terminal, signal, (world) => listKnownProfiles(options.verify === true, world)),
      );
      if (options.json) printJson(`${JSON.stringify(profiles, null, 2)}\n`);
      else if (profiles.length === 0)
        terminal.out('No profiles. Make one with: aws configure --profile <name>');
      else terminal.out(await table(profiles, options.verify === true, terminal));
      setExitCode(
        profiles.some(({ identity }) => identity && 'error' in identity) ? EXIT.error : EXIT.inSync,
      );
    },
  };
}

function builder(args: Argv): Argv<ProfilesOptions> {
  return withCommonOptions(args)
    .option('verify', { type: 'boolean', describe: 'Ask STS for the account id of each' })
    .option('json', { type: 'boolean', describe: 'Print JSON on stdout, and nothing else there' })
    .example('$0 profiles', 'The profiles of the shared config and credentials files')
    .example('$0 profiles --verify', 'And which account each of them reaches');
}

async function table(
  profiles: readonly KnownProfile[],
  verified: boolean,
  { color }: Terminal,
): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const head = ['Profile', 'Credentials', 'Region', ...(verified ? ['Account', 'Identity'] : [])];
  const rows = new Table({ head, style: color ? {} : { head: [], border: [] } });
  for (const { name, credentials, region, identity } of profiles) {
    const cells = [name, originText(credentials), region ?? '', ...(identity ? identityCells(identity) : [])];
    rows.push(cells.map(visible));
  }
  return rows.toString();
}

function identityCells(identity: VerifiedProfile): [string, string] {
  if (!('error' in identity)) return [identity.accountId, identity.arn];
  return ['', identity.mend === null ? identity.error : `${identity.error}: ${identity.mend}`];
}

/** Where a profile gets its credentials, in a few words. */
function originText(origin: ProfileInfo['credentials']): string {
  switch (origin.kind) {
    case 'static':
      return 'static keys';
    case 'sso':
      return origin.roleName === null
        ? 'SSO'
        : `SSO: ${origin.roleName} in ${origin.accountId ?? 'an account'}`;
    case 'assumed-role': {
      const via = 'profile' in origin.via ? origin.via.profile : origin.via.credentialSource;
      return `assumed role ${origin.roleArn} via ${via}${origin.mfa ? ', with MFA' : ''}`;
    }
    case 'process':
      return 'process';
    case 'web-identity':
      return `web identity ${origin.roleArn}`;
    case 'login':
      return 'login';
    case 'none':
      return 'none in the files';
  }
}

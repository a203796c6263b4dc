import { describe, expect, it } from 'vitest';
import type { ComparedSide } from '../../src/equivalency/compared-side.js';
import { normaliseSides } from '../../src/equivalency/index.js';
import { plainEntry } from '../../src/equivalency/list/index.js';
import { ALL_AUTOMATIC, type Automatic, type AutomaticOptions } from '../../src/equivalency/options.js';
import type { Account } from '../../src/model/snapshot.js';
import { DEV_ID, PROD_ID, QA_ID, read, SERVICE, sideOf as side, type SmallRole } from './suggest/accounts.js';

const NONE = { users: false, groups: false };

function without(...off: Automatic[]): AutomaticOptions {
  return { ...ALL_AUTOMATIC, off: new Set(off) };
}

/** Normalised role names, per side. */
function names(
  sides: readonly ComparedSide[],
  automatic: AutomaticOptions = ALL_AUTOMATIC,
  list: Record<string, string[]> = {},
): string[][] {
  const entries = Object.entries(list).map(([placeholder, values]) => plainEntry(placeholder, values));
  return normaliseSides(sides, entries, NONE, { automatic, onCollision: 'error' }).sides.map(({ roles }) =>
    roles.map(({ value }) => value.name),
  );
}

function applied(sides: readonly ComparedSide[], automatic: AutomaticOptions = ALL_AUTOMATIC): string[] {
  return normaliseSides(sides, [], NONE, { automatic, onCollision: 'error' }).applied.map(
    ({ placeholder, values }) => `${placeholder}: ${values.join(' ')}`,
  );
}

/** Resources of the only role's inline policy, per side. */
function resources(sides: readonly ComparedSide[], automatic: AutomaticOptions = ALL_AUTOMATIC): string[][] {
  return normaliseSides(sides, [], NONE, { automatic, onCollision: 'error' }).sides.map(({ roles }) =>
    roles.flatMap(({ value }) =>
      value.inlinePolicies.flatMap(({ document }) =>
        document.kind === 'policy'
          ? document.statements.flatMap(({ resource }) => resource?.patterns ?? [])
          : [],
      ),
    ),
  );
}

describe("the account's own id", () => {
  const sides = [
    side('dev', DEV_ID, [{ name: 'app', grants: [read(`logs-${DEV_ID}/*`, `logs-${QA_ID}/*`)] }]),
    side('qa', QA_ID, [{ name: 'app', grants: [read(`logs-${DEV_ID}/*`, `logs-${QA_ID}/*`)] }]),
  ];

  it("is a placeholder, and the other account's another one", () => {
    expect(resources(sides)).toEqual([
      ['arn:aws:s3:::logs-<accountid-other>/*', 'arn:aws:s3:::logs-<accountid>/*'],
      ['arn:aws:s3:::logs-<accountid-other>/*', 'arn:aws:s3:::logs-<accountid>/*'],
    ]);
  });

  it('is compared as it is with --no-auto account-id', () => {
    const raw = [`arn:aws:s3:::logs-${DEV_ID}/*`, `arn:aws:s3:::logs-${QA_ID}/*`];
    expect(resources(sides, without('account-id'))).toEqual([raw, raw]);
    expect(applied(sides, without('account-id'))).toEqual([]);
  });
});

describe('the account alias', () => {
  const grants = [read('acme-sandbox-logs/*')];
  const dev = side('dev', DEV_ID, [{ name: 'acme-sandbox-deploy', grants }], { alias: 'acme-sandbox' });
  const qa = side('qa', QA_ID, [{ name: 'acme-quality-deploy', grants }], { alias: 'acme-quality' });

  it('is a placeholder; that of the other account is another one', () => {
    expect(names([dev, qa])).toEqual([['<alias>-deploy'], ['<alias>-deploy']]);
    expect(resources([dev, qa])).toEqual([
      ['arn:aws:s3:::<alias>-logs/*'],
      ['arn:aws:s3:::<alias-other>-logs/*'],
    ]);
    expect(applied([dev, qa])).toContain('alias: acme-quality acme-sandbox');
  });

  it('is compared as it is with --no-auto alias', () => {
    expect(names([dev, qa], without('alias'))).toEqual([['acme-sandbox-deploy'], ['acme-quality-deploy']]);
    expect(applied([dev, qa], without('alias'))).toEqual([`accountid: ${DEV_ID} ${QA_ID}`]);
  });

  it.each<[string, Partial<Account>]>([
    ['not recorded', {}],
    ['none', { alias: null }],
    ['too short to be told from a word', { alias: 'qa' }],
  ])('is left alone on every side where that of one account is %s', (_, account) => {
    const other = side('qa', QA_ID, ['acme-quality-deploy'], account);
    expect(names([dev, other])).toEqual([['acme-sandbox-deploy'], ['acme-quality-deploy']]);
  });

  it('is left alone where the list says something of it', () => {
    expect(names([dev, qa], ALL_AUTOMATIC, { env: ['sandbox', 'quality'] })).toEqual([
      ['acme-<env>-deploy'],
      ['acme-<env>-deploy'],
    ]);
  });

  it('is not found inside a longer word', () => {
    const longer = side('dev', DEV_ID, ['acme-sandboxed', 'xacme-sandbox'], { alias: 'acme-sandbox' });
    expect(names([longer, qa])[0]).toEqual(['acme-sandboxed', 'xacme-sandbox']);
  });

  it('says whose it is among three accounts', () => {
    const prod = side('prod', PROD_ID, [{ name: 'acme-prodlive-deploy', grants }], {
      alias: 'acme-prodlive',
    });
    expect(names([dev, qa, prod])).toEqual([['<alias>-deploy'], ['<alias>-deploy'], ['<alias>-deploy']]);
    expect(resources([dev, qa, prod]).slice(1)).toEqual([
      ['arn:aws:s3:::<alias-of-dev>-logs/*'],
      ['arn:aws:s3:::<alias-of-dev>-logs/*'],
    ]);
  });
});

describe('suffixes of IAM Identity Center', () => {
  const sides = [
    side('dev', DEV_ID, ['AWSReservedSSO_Admin_0123456789abcdef']),
    side('qa', QA_ID, ['AWSReservedSSO_Admin_fedcba9876543210']),
  ];

  it('are a placeholder', () => {
    expect(names(sides)).toEqual([['AWSReservedSSO_Admin_<sso>'], ['AWSReservedSSO_Admin_<sso>']]);
  });

  it('are compared as they are with --no-auto sso', () => {
    expect(names(sides, without('sso'))).toEqual(
      sides.map(({ snapshot }) => snapshot.roles.map(({ name }) => name)),
    );
  });
});

describe('suffixes of IAM Identity Center among three accounts', () => {
  const suffixes = { dev: '0123456789abcdef', qa: 'fedcba9876543210', prod: '00112233445566aa' };
  /** An account with its own role, and a policy that names the roles of `named`, of whatever account. */
  const account = (
    tag: keyof typeof suffixes,
    id: string,
    ...named: (keyof typeof suffixes)[]
  ): ComparedSide =>
    side(tag, id, [
      { name: `AWSReservedSSO_Admin_${suffixes[tag]}` },
      { name: 'app', grants: [read(...named.map((one) => `x/AWSReservedSSO_Admin_${suffixes[one]}`))] },
    ]);

  it('are one placeholder for the own ones', () => {
    const sides = [account('dev', DEV_ID), account('qa', QA_ID), account('prod', PROD_ID)];
    for (const roles of names(sides)) expect(roles).toContain('AWSReservedSSO_Admin_<sso>');
  });

  it("of another account say whose they are: dev's in qa is not qa's in prod", () => {
    const sides = [
      account('dev', DEV_ID, 'qa'),
      account('qa', QA_ID, 'dev', 'qa'),
      account('prod', PROD_ID, 'qa'),
    ];
    const arn = (placeholder: string): string => `arn:aws:s3:::x/AWSReservedSSO_Admin_<${placeholder}>`;
    expect(resources(sides)).toEqual([
      [arn('sso-of-qa')],
      [arn('sso'), arn('sso-of-dev')].sort(),
      [arn('sso-of-qa')],
    ]);
  });

  it('of one account on two sides are its own on both', () => {
    const sides = [account('dev', DEV_ID), { ...account('dev', DEV_ID), tag: 'then' }, account('qa', QA_ID)];
    for (const roles of names(sides)) expect(roles).toContain('AWSReservedSSO_Admin_<sso>');
    expect(resources([account('dev', DEV_ID, 'qa'), account('qa', QA_ID, 'dev')])).toEqual([
      ['arn:aws:s3:::x/AWSReservedSSO_Admin_<sso-other>'],
      ['arn:aws:s3:::x/AWSReservedSSO_Admin_<sso-other>'],
    ]);
  });
});

describe('random tails of CloudFormation', () => {
  const FIRST = 'Shop-Function-1A2B3C4D5E6F7';
  const SECOND = 'Shop-Function-7Z6Y5X4W3V2U1';
  const THIRD = 'Shop-Function-0Q9W8E7R6T5Y4';
  const dev = side('dev', DEV_ID, [FIRST]);
  const qa = side('qa', QA_ID, [SECOND]);
  const MADE = 'Shop-Function-<cloudformation>';

  it('are a placeholder where the part before is unique on both sides, and told as an entry', () => {
    expect(names([dev, qa])).toEqual([[MADE], [MADE]]);
    expect(applied([dev, qa])).toContain('cloudformation: 1A2B3C4D5E6F7 7Z6Y5X4W3V2U1');
  });

  it('are compared as they are with --no-auto cloudformation', () => {
    expect(names([dev, qa], without('cloudformation'))).toEqual([[FIRST], [SECOND]]);
  });

  it.each([
    ['the first side', [FIRST, THIRD], [SECOND]],
    ['the second side', [FIRST], [SECOND, THIRD]],
    ['neither side', [FIRST, 'Shop-Function-AB1CD2EF3GH4J'], [SECOND, THIRD]],
  ])('stay on both sides where the part before is not unique on %s', (_, one, two) => {
    expect(names([side('dev', DEV_ID, one), side('qa', QA_ID, two)])).toEqual([
      [...one].sort(),
      [...two].sort(),
    ]);
  });

  it('stay where the other side has no such name', () => {
    expect(names([dev, side('qa', QA_ID, ['Shop-Worker-7Z6Y5X4W3V2U1', 'Shop-Function'])])).toEqual([
      [FIRST],
      ['Shop-Function', 'Shop-Worker-7Z6Y5X4W3V2U1'],
    ]);
  });

  it('never merge a name with one that people gave', () => {
    const own = side('dev', DEV_ID, [FIRST, 'Shop-Function-Administrators', 'Shop-Function-20251231']);
    expect(names([own, qa])[0]).toEqual(['Shop-Function-20251231', MADE, 'Shop-Function-Administrators']);
  });

  it('are found where the part before is the same only by the list', () => {
    const sides = [
      side('dev', DEV_ID, ['dev-Function-1A2B3C4D5E6F7']),
      side('qa', QA_ID, ['qa-Function-7Z6Y5X4W3V2U1']),
    ];
    expect(names(sides, ALL_AUTOMATIC, { env: ['dev', 'qa'] })).toEqual([
      ['<env>-Function-<cloudformation>'],
      ['<env>-Function-<cloudformation>'],
    ]);
  });

  it('of the other account are another placeholder in documents', () => {
    const grants = [read(`x-1A2B3C4D5E6F7`)];
    expect(
      resources([
        side('dev', DEV_ID, [{ name: FIRST, grants }]),
        side('qa', QA_ID, [{ name: SECOND, grants }]),
      ]),
    ).toEqual([['arn:aws:s3:::x-<cloudformation>'], ['arn:aws:s3:::x-<cloudformation-other>']]);
  });

  it('are unique in each of three accounts, or stay in all', () => {
    const prod = side('prod', PROD_ID, [THIRD]);
    expect(names([dev, qa, prod])).toEqual([[MADE], [MADE], [MADE]]);
    const two = side('prod', PROD_ID, [THIRD, 'Shop-Function-AB1CD2EF3GH4J']);
    expect(names([dev, qa, two])).toEqual([
      [FIRST],
      [SECOND],
      ['Shop-Function-0Q9W8E7R6T5Y4', 'Shop-Function-AB1CD2EF3GH4J'],
    ]);
  });
});

describe('partitions', () => {
  const grantOf = (partition: string): SmallRole => ({
    name: 'app',
    trust: {
      ...SERVICE,
      Principal: { Service: partition === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com' },
    },
    grants: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:${partition}:s3:::app/*` }],
  });
  const sides = [
    side('dev', DEV_ID, [grantOf('aws')]),
    side('qa', QA_ID, [grantOf('aws-cn')], { partition: 'aws-cn' }),
  ];
  const ignored = { ...ALL_AUTOMATIC, ignorePartition: true };

  it('are compared as they are', () => {
    expect(resources(sides)).toEqual([['arn:aws:s3:::app/*'], ['arn:aws-cn:s3:::app/*']]);
  });

  it('are the same when asked for, services in trust policies too', () => {
    expect(resources(sides, ignored)).toEqual([
      ['arn:<partition>:s3:::app/*'],
      ['arn:<partition>:s3:::app/*'],
    ]);
    expect(applied(sides, ignored)).toContain('partition: aws aws-cn');
    const [one, two] = normaliseSides(sides, [], NONE, { automatic: ignored, onCollision: 'error' }).sides;
    expect(one!.roles[0]!.value.trustPolicy).toEqual(two!.roles[0]!.value.trustPolicy);
  });

  it("of the other account's stay apart", () => {
    const foreign = side('qa', QA_ID, [grantOf('aws')], { partition: 'aws-cn' });
    expect(resources([sides[0]!, foreign], ignored)).toEqual([
      ['arn:<partition>:s3:::app/*'],
      ['arn:<partition-other>:s3:::app/*'],
    ]);
  });

  it('stay where the accounts have the same one', () => {
    expect(resources([sides[0]!, side('qa', QA_ID, [grantOf('aws')])], ignored)).toEqual([
      ['arn:aws:s3:::app/*'],
      ['arn:aws:s3:::app/*'],
    ]);
  });

  it('of three accounts are the same, and what is of another says of which partition it is', () => {
    const third = { partition: 'aws-us-gov' };
    const own = [...sides, side('prod', PROD_ID, [grantOf('aws-us-gov')], third)];
    expect(resources(own, ignored)).toEqual(own.map(() => ['arn:<partition>:s3:::app/*']));
    expect(applied(own, ignored)).toContain('partition: aws aws-cn aws-us-gov');
    const foreign = [
      side('dev', DEV_ID, [grantOf('aws-cn')]),
      side('qa', QA_ID, [grantOf('aws')], { partition: 'aws-cn' }),
      side('prod', PROD_ID, [grantOf('aws-cn')], third),
    ];
    expect(resources(foreign, ignored)).toEqual([
      ['arn:<partition-of-aws-cn>:s3:::app/*'],
      ['arn:<partition-of-aws>:s3:::app/*'],
      ['arn:<partition-of-aws-cn>:s3:::app/*'],
    ]);
  });

  it('of three accounts of which two share one have one other', () => {
    const shared = [
      side('dev', DEV_ID, [grantOf('aws-cn')]),
      sides[1]!,
      side('prod', PROD_ID, [grantOf('aws')]),
    ];
    expect(resources(shared, ignored)).toEqual([
      ['arn:<partition-other>:s3:::app/*'],
      ['arn:<partition>:s3:::app/*'],
      ['arn:<partition>:s3:::app/*'],
    ]);
  });
});

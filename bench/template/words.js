/** What two accounts of one template call things: the differences that are no drift. */
export const SIDES = [
  {
    env: 'dev',
    region: 'eu-west-1',
    code: 'euw1',
    account: '123456789012',
    hash: '3f9a2b7c',
    endpoint: 'vpce-0a1b2c3d4e5f60718',
    teams: {
      ledger: 'ledger',
      catalogue: 'catalogue',
      storefront: 'storefront',
      growth: 'growth',
      fraud: 'fraud',
    },
  },
  {
    env: 'qa',
    region: 'us-east-1',
    code: 'use1',
    account: '987654321098',
    hash: 'c07d1e45',
    endpoint: 'vpce-99887766554433221',
    teams: { ledger: 'books', catalogue: 'library', storefront: 'shop', growth: 'growth', fraud: 'fraud' },
  },
];

/** Every pair of words that a list must have; some stand in names of roles, in the letters of the style. */
export const DIFFERENT_WORDS = [
  { words: ['dev', 'qa'], isInNames: true },
  { words: ['euw1', 'use1'], isInNames: true },
  { words: ['ledger', 'books'], isInNames: true },
  { words: ['catalogue', 'library'], isInNames: true },
  { words: ['storefront', 'shop'], isInNames: true },
  { words: ['eu-west-1', 'us-east-1'], isInNames: false },
  { words: ['3f9a2b7c', 'c07d1e45'], isInNames: false },
  { words: ['0a1b2c3d4e5f60718', '99887766554433221'], isInNames: false },
];

const title = (word) => word.charAt(0).toUpperCase() + word.slice(1);
const camel = (...words) => words.map(title).join('');

/** How a template writes names. Buckets and the like are in lower case whatever the style. */
export const STYLES = {
  prefix: ({ env, code, team, app, task }) => `${env}-${code}-${team}-${app}-${task}`,
  suffix: ({ env, code, team, app, task }) => `${team}-${app}-${task}-${code}-${env}`,
  infix: ({ env, code, team, app, task }) => `${team}_${env}_${app}_${code}_${task}`,
  camelCase: ({ env, code, team, app, task }) => `${camel(team, app, task, env, code)}Role`,
  UPPER: ({ env, code, team, app, task }) => `${team}_${app}_${env}_${code}_${task}`.toUpperCase(),
};

export const APPS = [
  'invoice',
  'refund',
  'basket',
  'pricing',
  'session',
  'profile',
  'search',
  'rating',
  'coupon',
  'parcel',
  'return',
  'stock',
  'supplier',
  'forecast',
  'banner',
  'letter',
  'survey',
  'device',
  'quality',
  'archive',
  'export',
  'import',
  'ticket',
  'report',
  'mailing',
  'payout',
  'claim',
  'limit',
  'score',
  'alert',
  'gateway',
  'webhook',
  'journal',
  'balance',
  'voucher',
  'bundle',
  'review',
  'photo',
  'video',
  'feed',
];
export const TASKS = ['api', 'worker', 'batch', 'reader', 'loader', 'cleaner'];

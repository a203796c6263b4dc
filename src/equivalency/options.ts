/** What the tool replaces by itself, unless it is told not to. */
export const AUTOMATIC = ['account-id', 'alias', 'sso', 'cloudformation'] as const;
export type Automatic = (typeof AUTOMATIC)[number];

export interface AutomaticOptions {
  /** Which of them are off. */
  readonly off: ReadonlySet<Automatic>;
  /** Make partitions (`aws`, `aws-cn`) the same. */
  readonly ignorePartition: boolean;
}

export const ALL_AUTOMATIC: AutomaticOptions = { off: new Set(), ignorePartition: false };

/** What to do with two names of one account that normalise to the same: refuse, or compare them as they are. */
export const ON_COLLISION = ['error', 'keep-raw'] as const;
export type OnCollision = (typeof ON_COLLISION)[number];

export interface NormaliseOptions {
  readonly automatic: AutomaticOptions;
  readonly onCollision: OnCollision;
}

export const DEFAULT_OPTIONS: NormaliseOptions = { automatic: ALL_AUTOMATIC, onCollision: 'error' };

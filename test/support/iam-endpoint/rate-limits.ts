/** A token bucket: `burst` calls at once, and `perSecond` more each second. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Counts an account's calls against its rates, by the wall clock. */
export class RateLimits {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(private readonly rates: Readonly<Record<string, Rate>>) {}

  /** False: the call is to be throttled. */
  allows(action: string): boolean {
    const rate = this.rates[action] ?? this.rates['*'];
    if (!rate) return true;
    const now = performance.now();
    const bucket = this.buckets.get(action) ?? { tokens: rate.burst, at: now };
    this.buckets.set(action, bucket);
    bucket.tokens = Math.min(rate.burst, bucket.tokens + ((now - bucket.at) / 1000) * rate.perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }
}

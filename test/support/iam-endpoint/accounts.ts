import { setTimeout as sleep } from 'node:timers/promises';
import type { ServedAccount } from './account.js';
import { answerOf } from './actions.js';
import { failure, result } from './behaviour.js';
import { RateLimits, type Rate } from './rate-limits.js';
import { startWireServer, type Reply, type WireCall, type WireServer } from './wire.js';

export type * from './account.js';

/**
 * Puts faults into the answers of one account. `healthy` is what a healthy IAM would answer to this call, or to the
 * same call with other parameters. The call's `nth` counts the calls of its action for this account.
 */
export type FaultScript = (
  call: WireCall,
  healthy: (params?: Readonly<Record<string, string>>) => Reply,
) => Reply | Promise<Reply>;

export interface AccountsOptions {
  /** Entities in a page at most; IAM's own limit by default. */
  readonly pageSize?: (action: string) => number;
  /** Milliseconds before each answer. */
  readonly latencyMs?: number;
  /** Calls per second that each account may make of an action; `*` stands for those not named. */
  readonly rates?: Readonly<Record<string, Rate>>;
  /** Told of every call of an account. */
  readonly onCall?: (call: { readonly action: string; readonly isThrottled: boolean }) => void;
}

/** An IAM and STS with several accounts, each behind access keys of its own. */
export interface AccountsEndpoint extends Omit<WireServer, 'calls'> {
  /** Serves one more account; returns the access key that leads to it. */
  add(account: ServedAccount, script?: FaultScript): ServedKey;
}

export interface ServedKey {
  readonly accessKeyId: string;
  /** The calls made with the key, and with roles assumed by it. */
  readonly calls: readonly WireCall[];
  /** Forgets the account: the key is unknown from now on. */
  remove(): void;
}

interface Tenant {
  readonly account: ServedAccount;
  readonly script: FaultScript | undefined;
  readonly calls: WireCall[];
  readonly counts: Map<string, number>;
  readonly limits: RateLimits;
}

const MOST = 1000;

/**
 * Serves accounts from exports over HTTP. GetCallerIdentity and AssumeRole work as STS's: a role of the key's own
 * account, or of any other that is served, gets keys of its own.
 */
export async function startAccountsEndpoint(options: AccountsOptions = {}): Promise<AccountsEndpoint> {
  const { pageSize = () => MOST, latencyMs = 0, rates = {}, onCall } = options;
  const tenants = new Map<string, Tenant>();
  let issued = 0;
  const issue = (prefix: 'AKIA' | 'ASIA', tenant: Tenant): string => {
    const key = `${prefix}${String(++issued).padStart(16, '0')}`;
    tenants.set(key, tenant);
    return key;
  };

  const assumeRole = (caller: Tenant, params: URLSearchParams): Reply => {
    const arn = params.get('RoleArn') ?? '';
    const accountId = arn.split(':')[4];
    const served = [...tenants.values()].find(({ account }) => account.id === accountId);
    const tenant = caller.account.id === accountId ? caller : served;
    if (!tenant) return failure('AccessDenied', `not authorized to perform: sts:AssumeRole on ${arn}`, 403);
    return result('AssumeRole', {
      Credentials: {
        AccessKeyId: issue('ASIA', tenant),
        SecretAccessKey: 'secret',
        SessionToken: 'token',
        Expiration: new Date(Date.now() + 43_200_000).toISOString(),
      },
      AssumedRoleUser: { Arn: `${arn}/session`, AssumedRoleId: 'AROAEXAMPLE:session' },
    });
  };

  const healthyAnswer = (tenant: Tenant, params: URLSearchParams): Reply => {
    switch (params.get('Action') ?? '') {
      case 'AssumeRole':
        return assumeRole(tenant, params);
      case 'GetCallerIdentity':
        return result('GetCallerIdentity', {
          Account: tenant.account.id,
          Arn: `arn:aws:iam::${tenant.account.id}:user/auditor`,
          UserId: 'AIDAEXAMPLE',
        });
      default:
        return answerOf(tenant.account, params, pageSize);
    }
  };

  const server = await startWireServer(async (wire) => {
    if (latencyMs > 0) await sleep(latencyMs);
    const tenant = tenants.get(wire.accessKeyId ?? '');
    if (!tenant) {
      return failure('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
    }
    const nth = tenant.counts.get(wire.action) ?? 0;
    tenant.counts.set(wire.action, nth + 1);
    const call = { ...wire, nth };
    tenant.calls.push(call);
    const isThrottled = !tenant.limits.allows(call.action);
    onCall?.({ action: call.action, isThrottled });
    if (isThrottled) return failure('Throttling', 'Rate exceeded');
    const healthy = (params: Readonly<Record<string, string>> = {}): Reply =>
      healthyAnswer(
        tenant,
        new URLSearchParams({ ...(Object.fromEntries(call.params) as Record<string, string>), ...params }),
      );
    return tenant.script ? tenant.script(call, healthy) : healthy();
  });

  return {
    url: server.url,
    mostAtOnce: server.mostAtOnce,
    stop: () => server.stop(),
    add: (account, script) => {
      const tenant = { account, script, calls: [], counts: new Map(), limits: new RateLimits(rates) };
      const accessKeyId = issue('AKIA', tenant);
      return {
        accessKeyId,
        calls: tenant.calls,
        remove: () => {
          for (const [key, one] of tenants) if (one === tenant) tenants.delete(key);
        },
      };
    },
  };
}

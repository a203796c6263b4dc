import type { Condition, Principal } from '../model/policy.js';
import { operatorParts } from '../policy/operators.js';
import { mapChanged } from './map-changed.js';
import type { Substitute } from './substitution.js';

/**
 * Where names live, and so where a substitution may touch a text: never service prefixes, partitions and regions
 * of ARNs, action names, condition operators or keys.
 */

/** What may be replaced in ARNs beside their account and resource parts. */
export interface ArnRules {
  /** Partition → placeholder; empty: partitions stay. */
  readonly partitions: ReadonlyMap<string, string>;
  /** Some value can be a region: then one that is a value as a whole is replaced. */
  readonly regions: boolean;
}

export const PLAIN_ARNS: ArnRules = { partitions: new Map(), regions: false };

/**
 * The account and resource parts of an ARN (or of a pattern of one); a text that is no ARN as a whole. A region only
 * where the whole of it is a value: `eu` in `eu-west-1` is not.
 */
export function substituteArn(text: string, substitute: Substitute, rules: ArnRules = PLAIN_ARNS): string {
  if (!text.startsWith('arn:')) return substitute(text);
  const fourth = nthColon(text, 4);
  if (fourth < 0) return text;
  const names = substitute(text.slice(fourth + 1));
  if (rules.partitions.size === 0 && !rules.regions) return text.slice(0, fourth + 1) + names;
  const [, partition, service, region] = text.slice(0, fourth).split(':') as [string, string, string, string];
  const replaced = rules.regions && region !== '' ? substitute(region) : region;
  return [
    'arn',
    samePartition(partition, rules),
    service,
    /^<[^<>]+>$/.test(replaced) ? replaced : region,
    names,
  ].join(':');
}

function samePartition(partition: string, { partitions }: ArnRules): string {
  const placeholder = partitions.get(partition);
  return placeholder === undefined ? partition : `<${placeholder}>`;
}

/** A service is called `ec2.amazonaws.com.cn` in another partition. */
function serviceName(name: string, { partitions }: ArnRules): string {
  return partitions.size === 0 ? name : name.replace(/\.amazonaws\.com\.cn$/, '.amazonaws.com');
}

function nthColon(text: string, n: number): number {
  let at = -1;
  for (let i = 0; i < n; i++) {
    at = text.indexOf(':', at + 1);
    if (at < 0) return -1;
  }
  return at;
}

/** A service principal is AWS's word, not a name of ours: `devicefarm.amazonaws.com` is not `dev`. */
export function substitutePrincipal(
  principal: Principal,
  substitute: Substitute,
  rules: ArnRules = PLAIN_ARNS,
): Principal {
  const value =
    principal.type === 'Service'
      ? serviceName(principal.value, rules)
      : substituteArn(principal.value, substitute, rules);
  return value === principal.value ? principal : { ...principal, value };
}

/** Numbers, dates, addresses and truth values name nothing. */
const NAMELESS = /^(?:numeric|date|bool|null|ipaddress|notipaddress|binary)/;

/** Keys whose values are services of AWS. */
const SERVICE_KEYS =
  /(?:service|servicename|serviceslist|servicenameslist|calledvia|calledviafirst|calledvialast)$/i;

export function substituteCondition(
  condition: Condition,
  substitute: Substitute,
  rules: ArnRules = PLAIN_ARNS,
): Condition {
  if (NAMELESS.test(operatorParts(condition.operator).base)) return condition;
  const isServiceKey = SERVICE_KEYS.test(condition.key);
  const values = mapChanged(condition.values, (value) =>
    isServiceKey && /\.amazonaws\.com(?:\.cn)?$/.test(value)
      ? serviceName(value, rules)
      : substituteArn(value, substitute, rules),
  );
  return values === condition.values ? condition : { ...condition, values };
}

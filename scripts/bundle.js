// Puts the modules of the command, and the packages that nearly every command loads, into a few files, as the last step
// of the build: loading three hundred small ones takes longer than a small comparison. dist/bundle lies as deep as the
// modules do, so that paths relative to them hold.
import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** They stay dependencies: `npm audit` and whoever looks at licences see what is in the bundle. */
const INSIDE = ['yargs', 'cli-table3', 'csv-stringify', 'jsonc-parser', 'picocolors'];

const path = (name) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));

const TEXT_WIDTH = fileURLToPath(new URL('text-width.js', import.meta.url));

const isInside = (id) => INSIDE.some((name) => id === name || id.startsWith(`${name}/`));
const isFile = (id) => id.startsWith('.') || id.startsWith('/') || /^[A-Za-z]:\\/.test(id);
const isOfPackage = (file) => file?.includes('node_modules') ?? false;

const bundle = await rolldown({
  input: {
    bin: path('bin.js'),
    index: path('index.js'),
    'access-worker': path('workflow/access-worker.js'),
    'file-worker': path('workflow/file-worker.js'),
  },
  platform: 'node',
  external: (id, importer) =>
    !isFile(id) && !isInside(id) && (id.startsWith('node:') || !isOfPackage(importer)),
  // jsonc-parser's other entry finds its modules by a `require` that no bundler can see.
  resolve: { mainFields: ['module', 'main'] },
  plugins: [
    {
      name: 'text-width',
      resolveId: (id, importer) =>
        id === 'string-width' && /node_modules\W(?:yargs|cliui|wrap-ansi)\W/.test(importer)
          ? TEXT_WIDTH
          : null,
    },
  ],
  onLog: (level, log) => {
    throw new Error(`bundle: ${level}: ${log.message}`);
  },
});
const { output } = await bundle.write({ dir: path('bundle'), format: 'esm', chunkFileNames: '[name].js' });
await bundle.close();
writeFileSync(path('bundle/LICENSES.txt'), licencesOf(output));
writeFileSync(path('bin.js'), "#!/usr/bin/env node\nimport './bundle/bin.js';\n");
chmodSync(path('bin.js'), 0o755);

/** Name, version and licence of every package that is in the bundle. Throws for one that comes without a licence. */
function licencesOf(chunks) {
  const folders = chunks
    .flatMap(({ moduleIds = [] }) => moduleIds)
    .flatMap((id) => /^.*node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(id)?.[0] ?? []);
  const licences = [...new Set(folders)].map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    if (file === undefined) throw new Error(`bundle: ${name} ${version} has no licence file`);
    return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  // npm keeps the same version of a package in several folders where it must.
  return [...new Set(licences)].sort().join(`\n${'-'.repeat(80)}\n\n`);
}

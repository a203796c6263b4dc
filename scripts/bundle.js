// Puts the modules of the command, and the packages that nearly every command loads, into a few files, as the last step
// of the build: loading three hundred small ones takes longer than a small comparison. dist/bundle lies as deep as the
// modules do, so that paths relative to them hold.
import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** They stay dependencies: `npm audit` and whoever looks at licences see what is in the bundle. */
const INSIDE = ['yargs', 'cli-table3', 'csv-stringify', 'jsonc-parser', 'picocolors'];

/** Is a module one of those below `dist`, or of a package? */
const isOneOf =
  (modules, ...packages) =>
  (id) => {
    const plain = id.replaceAll('\\', '/');
    const [, module = ''] = /\/dist\/(.*)\.js$/.exec(plain) ?? [];
    return modules.test(module) || packages.some((name) => plain.includes(`/node_modules/${name}/`));
  };

/** What is loaded together lies in one file: to find and open one takes up to a millisecond. */
const GROUPS = [
  // What every command begins with.
  {
    name: 'basics',
    test: isOneOf(
      /^(?:model\/(?:errors|hidden-characters|json|secrets|tag|text|unwaived)|equivalency\/options|report\/plural|cli\/exit-codes)$/,
    ),
  },
  // What a thread needs to read a file.
  {
    name: 'reading',
    test: isOneOf(
      /^(?:model\/.*|policy\/(?:canonical|operators|parse|parse-statement|same-document|wildcard)|snapshot\/(?!index|parse-snapshot|shape-error|snapshot-shape)[^/]+|snapshot\/file\/(?!export-shape).*|snapshot\/baseline\/(?:source|file-names|write-files)|workflow\/(?:canonical-text|diff|file-thread|packed-snapshot))$/,
    ),
  },
  // What it needs to count rows.
  {
    name: 'rows',
    test: isOneOf(
      /^(?:policy\/(?:catalogue|items|document-json)|report\/csv\/(?:cells|item-cells)|report\/tuples\/(?:action-lists|document-rows|row-counts))$/,
      'csv-stringify',
    ),
  },
  // The thread that compares access needs no more.
  { name: 'access', test: isOneOf(/^(?:policy\/access\/.*|workflow\/(?:access-questions|taking))$/) },
  {
    name: 'names',
    test: isOneOf(/^(?:equivalency\/(?!suggest\/|check).*|workflow\/equivalency-file)$/, 'jsonc-parser'),
  },
  {
    name: 'runs',
    test: isOneOf(
      /^(?:workflow\/(?:captures|keep-run)|baseline\/(?:write-file|write-run|write-run-into|temp-folder|output-folder))$/,
    ),
  },
  {
    name: 'compare',
    test: isOneOf(
      /^(?:diff\/.*|waivers\/(?:index|apply|match|dates|types|entry)|workflow\/(?:access-threads|compare|waivers-file))$/,
    ),
  },
];

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
  preserveEntrySignatures: 'allow-extension',
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
const { output } = await bundle.write({
  dir: path('bundle'),
  format: 'esm',
  chunkFileNames: '[name].js',
  codeSplitting: { groups: GROUPS, includeDependenciesRecursively: false },
  minifyInternalExports: false,
});
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

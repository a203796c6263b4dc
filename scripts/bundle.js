// Puts the modules of the command into a few files, as the last step of the build: loading two hundred small ones
// takes longer than a small comparison. Packages stay outside. dist/bundle lies as deep as the modules do, so that
// paths relative to them hold.
import { chmodSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const path = (name) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));

const bundle = await rolldown({
  input: {
    bin: path('bin.js'),
    index: path('index.js'),
    'access-worker': path('workflow/access-worker.js'),
    'file-worker': path('workflow/file-worker.js'),
  },
  platform: 'node',
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[A-Za-z]:\\/.test(id),
  onLog: (level, log) => {
    throw new Error(`bundle: ${level}: ${log.message}`);
  },
});
await bundle.write({ dir: path('bundle'), format: 'esm', chunkFileNames: '[name].js' });
await bundle.close();

writeFileSync(path('bin.js'), "#!/usr/bin/env node\nimport './bundle/bin.js';\n");
chmodSync(path('bin.js'), 0o755);

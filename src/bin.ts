#!/usr/bin/env node
import { startEarly } from './cli/early.js';
import { tuneEngine } from './cli/engine.js';

tuneEngine(process.versions.v8);
const argv = process.argv.slice(2);
startEarly(argv);
const { main } = await import('./cli/main.js');
process.exitCode = await main(argv);

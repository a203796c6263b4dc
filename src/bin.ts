#!/usr/bin/env node
import { tuneEngine } from './cli/engine.js';
import { main } from './cli/main.js';

tuneEngine(process.versions.v8);
process.exitCode = await main(process.argv.slice(2));

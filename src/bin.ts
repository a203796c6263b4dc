#!/usr/bin/env node
import { tuneEngine } from './cli/engine.js';
import { start } from './cli/start.js';

tuneEngine(process.versions.v8);
process.exitCode = await start(process.argv.slice(2));

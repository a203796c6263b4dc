#!/usr/bin/env node
import { compileLate } from './cli/compiler.js';
import { main } from './cli/main.js';

compileLate(process.versions.v8);
process.exitCode = await main(process.argv.slice(2));

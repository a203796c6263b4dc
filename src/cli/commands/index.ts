import type { CommandModule } from 'yargs';
import { baselineCommand } from './baseline.js';
import { demoCommand } from './demo.js';
import { diffCommand } from './diff.js';
import { driftCommand } from './drift.js';
import { equivalencyCommand } from './equivalency.js';
import { harvestCommand } from './harvest.js';
import { initCommand } from './init.js';
import { policyCommand } from './policy.js';
import { profilesCommand } from './profiles.js';
import { waiveCommand } from './waive.js';

/** Makes a command that tells its exit code to `setExitCode`. */
export type CommandMaker = (setExitCode: (code: number) => void) => CommandModule;

/** Every command, in the order in which the help lists them. */
export const COMMANDS: readonly CommandMaker[] = [
  initCommand,
  profilesCommand,
  harvestCommand,
  diffCommand,
  baselineCommand,
  driftCommand,
  waiveCommand,
  equivalencyCommand,
  policyCommand,
  demoCommand,
] as readonly CommandMaker[];

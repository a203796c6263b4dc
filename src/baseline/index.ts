export { acceptFiles, type AcceptOutcome, type AcceptRequest } from './accounts/accept.js';
export { type BaselineState, baselineStates, baselineTags } from './accounts/log.js';
export { findBaseline, type ReadBaselineRequest, readBaseline } from './accounts/read.js';
export type { DayEdge } from './accounts/moment.js';
export {
  type CommitOutcome,
  type CommitRequest,
  commitFiles,
  commitRun,
  type RunCommitRequest,
} from './commit.js';
export type { Env } from './git.js';
export { gitUser } from './git-user.js';
export { ensureGitignore } from './gitignore.js';
export { initFolder, type InitOutcome, type InitRequest } from './init.js';
export { latestRun } from './latest-run.js';
export { headCommit } from './repository.js';
export type { FileContent, RunFile, WrittenFile, WrittenRun } from './run-types.js';
export { writeRun, type RunRequest } from './write-run.js';
export { writeRunInto, type OutputRequest } from './write-run-into.js';

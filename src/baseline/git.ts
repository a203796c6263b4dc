import type { SimpleGitOptions } from 'simple-git';

export type Env = Readonly<Record<string, string | undefined>>;

export interface GitCall {
  /** An existing folder. The repository is the one that it lies in, whatever GIT_DIR says. */
  readonly folder: string;
  readonly args: readonly string[];
  readonly env: Env;
  /** For git's standard input. */
  readonly input?: string;
}

export type GitResult =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  /** git is not installed, or may not be run. */
  | { readonly kind: 'not started' }
  /** Killed: by a signal from outside, or because it said nothing for too long. */
  | { readonly kind: 'stopped'; readonly silent: boolean };

/** A hook may test for minutes; a passphrase prompt that nobody sees would wait for ever. */
const SILENCE_MS = 300_000;

/**
 * What of the user's environment git may see of its own: who commits, and where its configuration is.
 * GIT_DIR, GIT_INDEX_FILE and their like stay out: inside a hook they name the repository of that hook.
 */
const PASSED_ON =
  /^GIT_((AUTHOR|COMMITTER)_(NAME|EMAIL|DATE)|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|(KEY|VALUE)_\d+)|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EXEC_PATH|TEMPLATE_DIR)$/i;

/** Programs that ask or page: nobody answers here. */
const PROGRAMS: ReadonlySet<string> = new Set(['EDITOR', 'VISUAL', 'PAGER', 'PREFIX', 'SSH_ASKPASS']);

/**
 * simple-git guards against arguments and variables from strangers. Ours are constant, and the variables are
 * the user's own: a URL rewrite in GIT_CONFIG_KEY_0, as CI systems set it, must not stop a commit.
 */
const UNGUARDED = {
  allowUnsafeAlias: true,
  allowUnsafeAskPass: true,
  allowUnsafeCommandBinaries: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeEditor: true,
  allowUnsafeExec: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGitProxy: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeHooksPath: true,
  allowUnsafeInclude: true,
  allowUnsafeMergeDriver: true,
  allowUnsafePack: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeSubmodule: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeUrlRewrite: true,
} satisfies SimpleGitOptions['unsafe'];

/** Runs git once and waits for its end. Never throws for what git itself answers. */
export async function runGit(call: GitCall): Promise<GitResult> {
  // Loaded when git is first asked something: with --no-git nothing is.
  const { GitPluginError, simpleGit } = await import('simple-git');
  const env = gitEnvironment(call.env);
  const { input } = call;
  let failure: GitResult | undefined;
  const git = simpleGit({
    baseDir: call.folder,
    allowEnvironment: Object.keys(env).filter((name) => /^GIT_/i.test(name)),
    unsafe: UNGUARDED,
    timeout: { block: SILENCE_MS },
    ...(input === undefined ? {} : { input: () => input }),
    errors: (error, { exitCode, stdOut, stdErr }) => {
      const isTimeout = error instanceof GitPluginError && error.plugin === 'timeout';
      failure = failedResult(
        isTimeout,
        exitCode,
        Buffer.concat(stdOut).toString(),
        Buffer.concat(stdErr).toString(),
      );
      return undefined;
    },
  })
    .env(env)
    .outputHandler((_, stdout, stderr) => tellItsEnd(stdout, stderr));
  const stdout = await git.raw([...call.args]);
  return failure ?? { kind: 'ended', exitCode: 0, stdout, stderr: '' };
}

/**
 * simple-git waits 50 ms longer for a process that has said nothing, in case that it still does. Once both streams have
 * ended there is nothing to come; no bytes at all count as something said.
 */
function tellItsEnd(stdout: NodeJS.ReadableStream, stderr: NodeJS.ReadableStream): void {
  let open = 2;
  for (const stream of [stdout, stderr]) {
    stream.once('end', () => {
      if (--open === 0) stdout.emit('data', Buffer.alloc(0));
    });
  }
}

function failedResult(
  isTimeout: boolean,
  exitCode: number | null,
  stdout: string,
  stderr: string,
): GitResult | undefined {
  if (isTimeout) return { kind: 'stopped', silent: true };
  if (exitCode === 0) return undefined;
  // Node's own: a process killed by a signal has no code, one that didn't start a negative one.
  if (exitCode === null) return { kind: 'stopped', silent: false };
  if (exitCode < 0) return { kind: 'not started' };
  return { kind: 'ended', exitCode, stdout, stderr };
}

function gitEnvironment(env: Env): Record<string, string> {
  const passed = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !PROGRAMS.has(entry[0].toUpperCase()) &&
      (PASSED_ON.test(entry[0]) || !/^GIT_/i.test(entry[0])),
  );
  return {
    ...Object.fromEntries(passed),
    GIT_TERMINAL_PROMPT: '0',
    // Messages in English, as we look for words in them; the encoding stays the user's.
    LANGUAGE: 'C',
  };
}

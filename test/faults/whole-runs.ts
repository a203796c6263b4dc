import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What is wrong with a working folder after a command that was broken off; empty: nothing. Runs are whole or absent,
 * nothing temporary stays, and git has what it had, with nothing half staged. `base` is the commit from before.
 */
export function harmDone(cwd: string, base: string, env: NodeJS.ProcessEnv): string[] {
  const names = (readdirSync(cwd, { recursive: true }) as string[]).filter(
    (name) => !/^\.git[/\\](objects|logs)/.test(name),
  );
  const temporary = names.filter((name) => /\.tmp-iamdrift|\.lock$/.test(name));
  const files = names.filter((name) => /^baselines[/\\]runs[/\\].*\.(json|csv)$/.test(name));
  const runs = new Set(files.map((name) => dirname(name)).filter((name) => !name.endsWith('snapshots')));
  const broken = [...runs].flatMap((run) =>
    missingFiles(join(cwd, run)).map((name) => `${join(run, name)} is missing`),
  );
  const git = (...args: string[]): string => {
    try {
      return execFileSync('git', args, {
        cwd,
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }).trim();
    } catch (error) {
      return `failed: ${String((error as { stderr?: string }).stderr)}`;
    }
  };
  const staged = git('diff', '--cached', '--name-only');
  // What is accepted is in a commit, or not at all.
  const changed = git('diff', '--name-only', 'HEAD');
  const lost = git('merge-base', '--is-ancestor', base, 'HEAD');
  const fsck = git('fsck', '--connectivity-only', '--no-dangling', '--no-progress');
  // A commit of a run is whole: nothing of the run's folder is left untracked beside it.
  const halfCommitted = [...runs].filter((run) => {
    const tracked = git('ls-files', '--', run);
    return tracked !== '' && git('ls-files', '--others', '--exclude-standard', '--', run) !== '';
  });
  return [
    ...temporary,
    ...broken,
    ...(staged === '' ? [] : [`staged: ${staged}`]),
    ...(changed === '' ? [] : [`changed: ${changed}`]),
    ...(lost === '' ? [] : [`HEAD: ${lost}`]),
    ...(fsck === '' ? [] : [`fsck: ${fsck}`]),
    ...halfCommitted.map((run) => `${run} is committed in part`),
  ];
}

function missingFiles(run: string): string[] {
  if (!existsSync(join(run, 'run.json'))) return ['run.json'];
  const { files } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as {
    files: readonly { readonly name: string }[];
  };
  return files.map(({ name }) => name).filter((name) => !existsSync(join(run, name)));
}

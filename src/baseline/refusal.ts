import type { GitResult } from './git.js';
import { printable } from './printable.js';

/** Why git made no commit: one clause, and what the user can do about it. */
export interface Refusal {
  readonly reason: string;
  readonly mend?: string;
}

export const NO_IDENTITY: Refusal = {
  reason: 'git does not know who you are (user.name and user.email are not both set)',
  mend: 'git config --global user.name "Your Name" && git config --global user.email you@example.com',
};

export const NO_REPOSITORY: Refusal = {
  reason: 'the folder is in no git repository',
  mend: 'run "iamdrift init" or "git init"',
};

interface Told {
  readonly stderr: string;
  readonly folder: string;
}

/** By git's own words (2.25 to today); the first that fits. */
const BY_MESSAGE: readonly (readonly [pattern: RegExp, refusal: Refusal | ((told: Told) => Refusal)])[] = [
  [/not a git repository \(or any/, NO_REPOSITORY],
  [
    /dubious ownership/,
    ({ folder }) => ({
      reason: 'the git repository belongs to another user, so git does not trust it',
      mend: `git config --global --add safe.directory <the top folder of the repository of ${printable(folder)}>`,
    }),
  ],
  [
    /index\.lock': File exists/,
    {
      reason: 'another git process holds the index lock',
      mend: 'end it; if none is running, delete .git/index.lock',
    },
  ],
  [
    /\.lock': File exists/,
    { reason: 'another git process holds a lock', mend: 'end it, then commit by hand' },
  ],
  [/tell me who you are|no (email|name) was given|empty ident name|auto-detection is disabled/i, NO_IDENTITY],
  [
    /failed to sign|failed to write commit object|signing failed|user\.signingkey/i,
    ({ stderr }) => ({
      reason: `git could not sign the commit (${firstLine(stderr) ?? 'it does not say why'})`,
      mend: 'check user.signingKey and that the key is unlocked, then commit by hand',
    }),
  ],
  [
    /partial commit during a/i,
    { reason: 'a merge, rebase or cherry-pick is in progress', mend: 'end or abort it, then commit by hand' },
  ],
  [
    /outside of your sparse-checkout/i,
    {
      reason: 'the folder lies outside of the sparse checkout',
      mend: 'take it in (git sparse-checkout add), then commit by hand',
    },
  ],
  [
    /permission denied|read-only file system|insufficient permission/i,
    { reason: 'the git repository cannot be written', mend: 'check who owns the .git folder' },
  ],
  [/no space left/i, { reason: 'the disk is full', mend: 'free some space, then commit by hand' }],
];

/** Explains a call of git that failed. `folder` is where it ran. */
export function refusalOf(result: GitResult, folder: string): Refusal {
  switch (result.kind) {
    case 'not started':
      return { reason: 'git is not installed or cannot be started', mend: 'install git 2.25 or newer' };
    case 'stopped':
      return {
        reason: result.silent
          ? 'git was stopped, as it said nothing for minutes (a hook or a passphrase prompt may be waiting)'
          : 'git was stopped by a signal',
        mend: 'commit by hand',
      };
    case 'ended': {
      const known = BY_MESSAGE.find(([pattern]) => pattern.test(result.stderr))?.[1];
      if (known !== undefined) {
        return typeof known === 'function' ? known({ stderr: result.stderr, folder }) : known;
      }
      const line = firstLine(result.stderr) ?? firstLine(result.stdout);
      return {
        reason: line === null ? `git failed with exit code ${result.exitCode}` : `git says: ${line}`,
        mend: `run "git status" in ${printable(folder)}`,
      };
    }
  }
}

/** A hook's refusal. git adds no word of its own, so the hook's first line is the reason. */
export function hookRefusal(stderr: string): Refusal {
  const line = firstLine(stderr);
  return {
    reason: `a git hook refused the commit${line === null ? ' without a word' : `: ${line}`}`,
    mend: 'do what the hook asks for, then commit by hand',
  };
}

function firstLine(text: string): string | null {
  const line = text.split(/[\r\n]+/).find((one) => one.trim() !== '');
  return line === undefined ? null : printable(line.trim()).slice(0, 300);
}

/** Commands whose positional words are sources. */
const TAKE_SOURCES = new Set(['diff', 'drift', 'harvest']);

type Fallback = (onCompleted: (error: Error | null, words: string[] | undefined) => void) => void;

/** Completes what yargs knows, and the names of AWS profiles where a source stands. */
export function completeWord(
  _current: string,
  argv: { _: readonly (string | number)[] },
  fallback: Fallback,
  done: (words: string[]) => void,
): void {
  fallback((_error, words) => {
    const known = words ?? [];
    if (!argv._.some((word) => TAKE_SOURCES.has(String(word)))) {
      done(known);
      return;
    }
    import('../snapshot/index.js')
      .then(({ listProfiles }) => listProfiles(process.env))
      .then((profiles) => done([...known, ...profiles.map(({ name }) => name).filter(isPlainWord)]))
      // Completion must stay silent: a broken profile file is reported by the command itself.
      .catch(() => done(known));
  });
}

/** The shell puts a completed word on the command line as it is: `$(…)` in the name of a profile would be run. */
function isPlainWord(name: string): boolean {
  return /^[\p{L}\p{N}_+=,.@/:-]+$/u.test(name);
}

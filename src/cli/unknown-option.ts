/**
 * The first option of a command line that its help doesn't name, as it was typed without its value; undefined: none.
 * What yargs misses it tells before what it doesn't know, and of both only one.
 */
export function unknownOption(argv: readonly string[], help: string): string | undefined {
  const known = new Set(help.match(/(?<![\w-])--?[A-Za-z][\w-]*/g));
  const end = argv.indexOf('--');
  return argv
    .slice(0, end === -1 ? argv.length : end)
    .filter((word) => /^--?[A-Za-z_]/.test(word))
    .map((word) => word.split('=', 1)[0]!)
    .find((option) => !known.has(option) && !isCluster(option, known));
}

/** `-qo` is `-q -o`, and `-oout` is `-o out`. */
function isCluster(option: string, known: ReadonlySet<string>): boolean {
  return !option.startsWith('--') && known.has(option.slice(0, 2));
}

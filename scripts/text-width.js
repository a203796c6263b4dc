/**
 * Columns that a text of iamdrift's help takes, in place of the package that yargs asks: its tables of all scripts and
 * emoji take longer to load than all the rest of yargs, and the help has neither colours nor wide characters.
 */
export default function textWidth(text) {
  return Array.from(text).length;
}

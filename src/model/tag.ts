/** Names that Windows keeps for devices, whatever the case and whatever ending follows. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * Can a text be a tag? Letters, digits, `.`, `_` and `-`, at most 64, beginning with a letter or digit, not ending
 * with `.`: a tag names files, folders and columns on every system.
 */
export function isTag(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text) && !text.endsWith('.') && !isDeviceName(text);
}

/** Would Windows take a file of this name for a device? `con`, `NUL.json`, `com1.txt`. */
export function isDeviceName(fileName: string): boolean {
  return DEVICE.test(fileName);
}

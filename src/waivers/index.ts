export { applyWaivers } from './apply.js';
export { readDate } from './dates.js';
export type { WaiverEntry } from './entry.js';
export { parseWaivers } from './parse.js';

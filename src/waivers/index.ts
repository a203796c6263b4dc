export { applyWaivers } from './apply.js';
export { hasEnded, readDate } from './dates.js';
export type { WaiverEntry } from './entry.js';
export { WAIVABLE_TYPES } from './types.js';

/** A snapshot as text, for commands that print one. */
export { filesOfSnapshot } from '../snapshot/index.js';
export { snapshotToJson } from '../snapshot/snapshot-json.js';

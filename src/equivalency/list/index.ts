export { type EquivalencyEntry, type MatchMode, type NameField, plainEntry } from './entry.js';
export { parseEquivalencyList } from './parse.js';

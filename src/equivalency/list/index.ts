export { type Addition, addEntries, listText } from './add-entries.js';
export { awsWordIn } from './aws-words.js';
export { type EquivalencyEntry, type MatchMode, type NameField, plainEntry } from './entry.js';
export { parseEquivalencyList } from './parse.js';

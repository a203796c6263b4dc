export * from './accounts.js';
export * from './behaviour.js';
export type { Reply, WireCall } from './wire.js';
export type { XmlValue } from './xml.js';

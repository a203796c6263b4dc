export type * from '../../model/access.js';

export { visible, visibleJson } from '../model/hidden-characters.js';

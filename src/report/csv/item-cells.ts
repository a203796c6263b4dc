import type { Item } from '../../model/item.js';
import { ITEM_COLUMNS } from '../../policy/items.js';

/** The columns of every file of items: IAMCTL's nine first, then what keeps a row from being read as its opposite. */
export const ITEM_HEADER = [
  'rolename',
  'path',
  'policyname',
  'policytype',
  'effect',
  'service',
  'action',
  'arn',
  'principal',
  'principaltype',
  'condition',
  'notaction',
  'notresource',
  'notprincipal',
] as const;

/** The ten cells from `effect` to `notprincipal`. */
export function itemCells(item: Item): string[] {
  return ITEM_COLUMNS.map((column) => item[column]);
}

/** Stands for a document that could not be read: it says neither Allow nor Deny, and is never simply missing. */
export const UNREADABLE_ITEM: Item = {
  effect: 'Unreadable',
  service: '',
  action: '',
  resource: '',
  principalType: '',
  principal: '',
  condition: '',
  notAction: '',
  notResource: '',
  notPrincipal: '',
};

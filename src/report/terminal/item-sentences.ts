import type { ItemDifference } from '../../model/finding.js';
import type { Item } from '../../model/item.js';
import { visible } from '../../model/hidden-characters.js';
import { capped, type Style } from './style.js';

/** Actions that one sentence names before it counts the rest. */
const MOST_ACTIONS = 8;

/**
 * Rows as sentences, those that differ in the action alone in one:
 * `qa has s3:GetObject, s3:PutObject on arn:aws:s3:::app1/* (inline s3_inline_policy)`.
 */
export function itemSentences(
  differences: readonly ItemDifference[],
  tag: string,
  policy: string,
  style: Style,
): string[] {
  const groups = new Map<string, Item[]>();
  for (const { item } of differences) {
    const key = JSON.stringify({ ...item, service: '', action: item.action === '' ? '' : 'one' });
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()].map((items) => visible(`${tag} ${said(items, style)} (${policy})`));
}

function said(items: readonly Item[], style: Style): string {
  const [item] = items as [Item];
  if (item.effect === 'Unreadable') return 'has a document that cannot be read';
  const actions = actionsOf(items, style);
  const about = item.condition === '' ? '' : ` if ${item.condition}`;
  const resource = resourceOf(item);
  const on = resource === '' ? '' : ` on ${resource}`;
  const principal = principalOf(item);
  if (principal === '') return `${item.effect === 'Deny' ? 'denies' : 'has'} ${actions}${on}${about}`;
  return item.effect === 'Deny'
    ? `denies ${principal} ${actions}${on}${about}`
    : `lets ${principal} call ${actions}${on}${about}`;
}

function actionsOf(items: readonly Item[], style: Style): string {
  const names = items.map((item) =>
    item.notAction !== ''
      ? `every action but ${listIn(item.notAction)}`
      : item.service === '*' && item.action === '*'
        ? 'every action (*)'
        : item.service === ''
          ? item.action
          : `${item.service}:${item.action}`,
  );
  const { shown, more } = capped(names, MOST_ACTIONS, style);
  return more > 0 ? `${shown.join(', ')} and ${more} more actions` : shown.join(', ');
}

function resourceOf({ resource, notResource }: Item): string {
  return notResource === '' ? resource : `everything but ${listIn(notResource)}`;
}

function principalOf({ principal, principalType, notPrincipal }: Item): string {
  if (notPrincipal !== '') return `everyone but ${listIn(notPrincipal)}`;
  if (principal === '') return '';
  return principal === '*' ? 'everyone (*)' : `${principalType} ${principal}`;
}

/** A cell that holds a JSON list, as words. */
function listIn(cell: string): string {
  return (JSON.parse(cell) as string[]).join(', ');
}

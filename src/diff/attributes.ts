import type { AttributeFinding, AttributeName, Change, SideText } from '../model/finding.js';
import type { Normalised } from '../model/normalised.js';
import type { Entity, Role, Tag, User } from '../model/snapshot.js';
import { joinByKey } from './keyed.js';

/** Path, of any entity. */
export function pathFindings(
  side1: Normalised<Entity>,
  side2: Normalised<Entity>,
): readonly AttributeFinding[] {
  if (side1.value.path === side2.value.path) return NONE;
  return changed('path', null, textOf(side1, 'path'), textOf(side2, 'path'));
}

/** Description: null is "none"; undefined was not learned and is not compared. */
export function descriptionFindings(
  side1: Normalised<{ readonly description?: string | null }>,
  side2: Normalised<{ readonly description?: string | null }>,
): readonly AttributeFinding[] {
  const one = side1.raw.description;
  const two = side2.raw.description;
  if (one === undefined || two === undefined || one === two) return NONE;
  return changed('description', null, plain(one), plain(two));
}

/** Attributes that only roles have; instance profiles only where both sides could list them. */
export function roleAttributeFindings(
  side1: Normalised<Role>,
  side2: Normalised<Role>,
  instanceProfilesRead: boolean,
): readonly AttributeFinding[] {
  const session1 = side1.raw.maxSessionDuration;
  const session2 = side2.raw.maxSessionDuration;
  const sameSession = session1 === undefined || session2 === undefined || session1 === session2;
  const sameProfiles =
    !instanceProfilesRead || haveSameTexts(side1.value.instanceProfiles, side2.value.instanceProfiles);
  if (sameSession && sameProfiles) return NONE;
  return [
    ...(sameSession
      ? NONE
      : changed('max-session-duration', null, plain(String(session1)), plain(String(session2)))),
    ...(sameProfiles
      ? NONE
      : setFindings(
          'instance-profile',
          texts(side1.raw.instanceProfiles, side1.value.instanceProfiles),
          texts(side2.raw.instanceProfiles, side2.value.instanceProfiles),
        )),
  ];
}

/** The common case, seen before anything is made. */
const NONE: readonly never[] = [];

export function groupMembershipFindings(
  side1: Normalised<User>,
  side2: Normalised<User>,
): readonly AttributeFinding[] {
  return setFindings(
    'group-membership',
    texts(side1.raw.groups, side1.value.groups),
    texts(side2.raw.groups, side2.value.groups),
  );
}

/** Tags by key. IAM's tag keys are unique without case, and keep it; a key in another case is another key. */
export function tagFindings(
  side1: Normalised<{ readonly tags?: readonly Tag[] }>,
  side2: Normalised<{ readonly tags?: readonly Tag[] }>,
): readonly AttributeFinding[] {
  if (!side1.raw.tags || !side2.raw.tags) return NONE;
  if (side1.value.tags && side2.value.tags && haveSameTags(side1.value.tags, side2.value.tags)) return NONE;
  return joinByKey(tagTexts(side1), tagTexts(side2), ({ key }) => key).flatMap((pair) =>
    changed('tag', pair.key, pair.side1?.text ?? null, pair.side2?.text ?? null),
  );
}

/** The common case, seen without making anything. */
function haveSameTags(tags1: readonly Tag[], tags2: readonly Tag[]): boolean {
  return (
    tags1.length === tags2.length &&
    tags1.every(({ key, value }, at) => key === tags2[at]!.key && value === tags2[at]!.value)
  );
}

function haveSameTexts(texts1: readonly string[], texts2: readonly string[]): boolean {
  return texts1.length === texts2.length && texts1.every((text, at) => text === texts2[at]);
}

function tagTexts(side: Normalised<{ readonly tags?: readonly Tag[] }>): { key: string; text: SideText }[] {
  return (side.raw.tags ?? []).map(({ key, value }, index) => ({
    key,
    text: { raw: value, normalised: side.value.tags?.[index]?.value ?? value },
  }));
}

function setFindings(
  attribute: AttributeName,
  list1: readonly SideText[],
  list2: readonly SideText[],
): readonly AttributeFinding[] {
  return joinByKey(list1, list2, ({ normalised }) => normalised).flatMap((pair) =>
    changed(attribute, null, pair.side1, pair.side2),
  );
}

function texts(raw: readonly string[], normalised: readonly string[]): SideText[] {
  return raw.map((text, index) => ({ raw: text, normalised: normalised[index] ?? text }));
}

function textOf(side: Normalised<Entity>, field: 'path'): SideText {
  return { raw: side.raw[field], normalised: side.value[field] };
}

function plain(text: string | null): SideText | null {
  return text === null ? null : { raw: text, normalised: text };
}

function changed(
  attribute: AttributeName,
  key: string | null,
  side1: SideText | null,
  side2: SideText | null,
): readonly AttributeFinding[] {
  if (side1?.normalised === side2?.normalised) return [];
  return [{ kind: 'attribute', type: `${attribute}-${changeOf(side1, side2)}`, key, side1, side2 }];
}

export function changeOf(side1: unknown, side2: unknown): Change {
  return side1 === null ? 'added' : side2 === null ? 'removed' : 'changed';
}

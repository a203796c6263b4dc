import { findDuplicateKey } from '../../model/duplicate-key.js';
import { UserError } from '../../model/errors.js';
import { isRecord } from '../../model/json.js';
import type { Snapshot } from '../../model/snapshot.js';
import { parseSnapshot } from '../parse-snapshot.js';
import { readShape } from '../shape-error.js';
import { accountFile, entityShapes, SCHEMA_VERSION } from '../snapshot-shape.js';
import { ACCOUNT_JSON } from './write-files.js';

type Section = keyof typeof entityShapes;

const SECTIONS: ReadonlyMap<string, Section> = new Map([
  ['roles', 'roles'],
  ['policies', 'managedPolicies'],
  ['policies/aws', 'managedPolicies'],
  ['users', 'users'],
  ['groups', 'groups'],
]);

interface EntityFile {
  readonly name: string;
  readonly section: Section;
  readonly value: unknown;
}

/**
 * Reads the files that `filesOfSnapshot` made; files of other names are none of a baseline's. `where` is the folder,
 * for messages. Throws UserError for a file that is missing, broken or newer, and for two entities of one name.
 */
export function snapshotOfFiles(files: ReadonlyMap<string, string>, where: string): Snapshot {
  const accountText = files.get(ACCOUNT_JSON);
  if (accountText === undefined) {
    throw new UserError(`${where}: there is no ${ACCOUNT_JSON}`, 'iamdrift baseline accept <source> <tag>');
  }
  const accountJson = readJson(accountText, `${where}: ${ACCOUNT_JSON}`);
  refuseNewer(accountJson, `${where}: ${ACCOUNT_JSON}`);
  const { account, coverage } = readShape(accountFile, accountJson, `${where}: ${ACCOUNT_JSON}`);
  const entities = [...files].flatMap(([name, text]): EntityFile[] => {
    const section = sectionOf(name);
    return section === null ? [] : [{ name, section, value: readJson(text, `${where}: ${name}`) }];
  });
  const values = (section: Section): unknown[] =>
    entities.filter((entity) => entity.section === section).map(({ value }) => value);
  const snapshot = {
    account,
    coverage,
    roles: values('roles'),
    managedPolicies: values('managedPolicies'),
    users: values('users'),
    groups: values('groups'),
  };
  try {
    return parseSnapshot({ iamdrift: 'snapshot', schemaVersion: SCHEMA_VERSION, snapshot }, where);
  } catch (error) {
    // The whole is checked at once, which is quick; only here does it matter which file it was.
    if (error instanceof UserError) {
      for (const { name, section, value } of entities)
        readShape<unknown>(entityShapes[section], value, `${where}: ${name}`);
    }
    throw error;
  }
}

function sectionOf(name: string): Section | null {
  const slash = name.lastIndexOf('/');
  return name.endsWith('.json') ? (SECTIONS.get(name.slice(0, Math.max(slash, 0))) ?? null) : null;
}

function readJson(text: string, where: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${where}: not JSON: ${(error as Error).message}`, undefined, { cause: error });
  }
  // Of two lists of tags one would be lost without a word.
  const twice = findDuplicateKey(text);
  if (twice !== null) {
    throw new UserError(
      `${where}: the field ${JSON.stringify(twice.key)} is there twice in one object`,
      'take one of them out and commit, or accept the account again',
    );
  }
  return value;
}

function refuseNewer(value: unknown, where: string): void {
  if (!isRecord(value)) return;
  const version = value.schemaVersion;
  if (typeof version === 'number' && version > SCHEMA_VERSION) {
    throw new UserError(
      `${where}: a baseline in form ${version}, and this iamdrift reads form ${SCHEMA_VERSION}`,
      'update iamdrift',
    );
  }
}

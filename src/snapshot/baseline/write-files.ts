import { visibleJson } from '../../model/hidden-characters.js';
import type { Snapshot } from '../../model/snapshot.js';
import { isAwsManaged } from '../gaad.js';
import { inKeyOrder } from '../key-order.js';
import { groupOnDisk, policyOnDisk, roleOnDisk, userOnDisk } from '../snapshot-json.js';
import { sortedSnapshot } from '../snapshot-order.js';
import { SCHEMA_VERSION } from '../schema-version.js';
import { entityFileNames, type Nameable } from './file-names.js';

export const ACCOUNT_JSON = 'account.json';

/**
 * A snapshot as the files of a baseline, by name: `account.json` (the account, and what was not recorded or not
 * read), and one file per entity in `roles/`, `policies/` (AWS's own in `policies/aws/`), `users/` and `groups/`.
 * Canonical JSON, indented so that git shows a change by the line, LF, final newline: the same account state gives
 * the same files with the same bytes. `snapshotOfFiles` reads them back.
 */
export function filesOfSnapshot(snapshot: Snapshot): ReadonlyMap<string, string> {
  const { account, roles, managedPolicies, users, groups, coverage } = sortedSnapshot(snapshot);
  const { gaps, notRecorded } = coverage;
  const aws = managedPolicies.filter(({ arn }) => isAwsManaged(arn));
  const own = managedPolicies.filter(({ arn }) => !isAwsManaged(arn));
  const byArn = ({ name, arn }: { name: string; arn: string }): Nameable => ({ name, id: arn });
  return new Map([
    [
      ACCOUNT_JSON,
      textOf(
        inKeyOrder({
          iamdrift: 'baseline',
          schemaVersion: SCHEMA_VERSION,
          account,
          coverage: { gaps, notRecorded },
        }),
      ),
    ],
    ...entries('groups', groups, groupOnDisk, byName),
    ...entries('policies', own, policyOnDisk, byArn),
    ...entries('policies/aws', aws, policyOnDisk, byArn),
    ...entries('roles', roles, roleOnDisk, byName),
    ...entries('users', users, userOnDisk, byName),
  ]);
}

function byName({ name }: { readonly name: string }): Nameable {
  return { name, id: name };
}

function entries<T>(
  folder: string,
  entities: readonly T[],
  onDisk: (entity: T) => object,
  nameable: (entity: T) => Nameable,
): [name: string, text: string][] {
  const names = entityFileNames(entities.map(nameable));
  return entities.map((entity, index) => [`${folder}/${names[index]!}`, textOf(onDisk(entity))]);
}

function textOf(value: unknown): string {
  return `${visibleJson(JSON.stringify(value, null, 2))}\n`;
}

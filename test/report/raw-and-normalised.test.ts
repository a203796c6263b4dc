import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { REPORT_CSVS, reportJson } from '../../src/report/index.js';
import { account } from './support/arbitraries.js';
import { compare } from './support/compare.js';
import { DEV, LIST, placeholdersEverywhere, QA } from './support/placeholders-everywhere.js';
import { snapshotOf } from './support/snapshots.js';

const PLACEHOLDER = /<(?:accountname|accountid|bucket)(?:-other)?(?:#\d+)?>/;

let report: Report;
beforeAll(async () => {
  ({ report } = await placeholdersEverywhere());
});

describe('every substituted cell keeps raw and normalised text', () => {
  it('in the CSVs', () => {
    // What the two accounts have to make: a column that is not here was looked at nowhere.
    expect(checkCsvs(report)).toMatchInlineSnapshot(`
      [
        "<A>_non_service_linked_roles.csv rolename",
        "<A>_roles.csv path",
        "<A>_roles.csv rolename",
        "<A>_to_<B>_common_role_difference_items.csv arn",
        "<A>_to_<B>_common_role_difference_items.csv condition",
        "<A>_to_<B>_common_role_difference_items.csv notprincipal",
        "<A>_to_<B>_common_role_difference_items.csv path",
        "<A>_to_<B>_common_role_difference_items.csv policyname",
        "<A>_to_<B>_common_role_difference_items.csv principal",
        "<A>_to_<B>_common_role_difference_items.csv rolename",
        "<B>_non_service_linked_roles.csv rolename",
        "<B>_roles.csv path",
        "<B>_roles.csv rolename",
        "<B>_to_<A>_common_role_difference_items.csv arn",
        "<B>_to_<A>_common_role_difference_items.csv condition",
        "<B>_to_<A>_common_role_difference_items.csv notresource",
        "<B>_to_<A>_common_role_difference_items.csv path",
        "<B>_to_<A>_common_role_difference_items.csv policyname",
        "<B>_to_<A>_common_role_difference_items.csv principal",
        "<B>_to_<A>_common_role_difference_items.csv rolename",
        "access_differences.csv conditions",
        "access_differences.csv name",
        "access_differences.csv principals",
        "access_differences.csv reasons",
        "access_differences.csv resources",
        "access_differences.csv witness_context",
        "access_differences.csv witness_principal",
        "access_differences.csv witness_resource",
        "attribute_differences.csv key",
        "attribute_differences.csv name",
        "attribute_differences.csv side1",
        "attribute_differences.csv side2",
        "common_non_service_linked_roles.csv rolename",
        "common_roles.csv path",
        "common_roles.csv rolename",
        "common_roles_in_<A>_with_differences.csv rolename",
        "common_roles_in_<B>_with_differences.csv rolename",
        "incident_markers.csv name",
        "non_service_linked_roles_in_<A>_but_not_in_<B>.csv path",
        "non_service_linked_roles_in_<A>_but_not_in_<B>.csv rolename",
        "non_service_linked_roles_in_<B>_but_not_in_<A>.csv path",
        "non_service_linked_roles_in_<B>_but_not_in_<A>.csv rolename",
        "policy_differences.csv arn",
        "policy_differences.csv condition",
        "policy_differences.csv notprincipal",
        "policy_differences.csv notresource",
        "policy_differences.csv policyarn",
        "policy_differences.csv policyname",
        "policy_differences.csv principal",
        "roles_in_<A>_but_not_in_<B>.csv path",
        "roles_in_<A>_but_not_in_<B>.csv rolename",
        "roles_in_<B>_but_not_in_<A>.csv path",
        "roles_in_<B>_but_not_in_<A>.csv rolename",
      ]
    `);
  });

  it('in report.json', () => {
    expect(checkJson(report)).toMatchInlineSnapshot(`
      [
        "documents.Statement.Condition.ForAnyValue:StringLike.aws:TagKeys",
        "documents.Statement.Condition.StringEquals.aws:PrincipalTag/env",
        "documents.Statement.Condition.StringEquals.s3:prefix",
        "documents.Statement.Condition.StringLike.s3:prefix",
        "documents.Statement.NotPrincipal.AWS",
        "documents.Statement.NotResource",
        "documents.Statement.Principal.AWS",
        "documents.Statement.Resource",
        "groups.access.identity.gained.resources",
        "groups.access.identity.gained.witness.request.resource",
        "groups.access.identity.witnesses.request.resource",
        "groups.findings.onlyIn2.item.resource",
        "groups.findings.side1.name.normalised",
        "groups.findings.side2.name.normalised",
        "groups.name",
        "markers.name",
        "policies.access.identity.gained.conditions",
        "policies.access.identity.gained.principals",
        "policies.access.identity.gained.resources",
        "policies.access.identity.gained.witness.request.context.s3:prefix",
        "policies.access.identity.gained.witness.request.resource",
        "policies.access.identity.lost.principals",
        "policies.access.identity.lost.resources",
        "policies.access.identity.witnesses.request.context.s3:prefix",
        "policies.access.identity.witnesses.request.resource",
        "policies.findings.onlyIn2.item.condition",
        "policies.findings.onlyIn2.item.notPrincipal",
        "policies.findings.onlyIn2.item.notResource",
        "policies.findings.onlyIn2.item.principal",
        "policies.findings.onlyIn2.item.resource",
        "policies.findings.side1.name.normalised",
        "policies.findings.side2.name.normalised",
        "policies.name",
        "roles.access.identity.gained.conditions",
        "roles.access.identity.gained.resources",
        "roles.access.identity.gained.witness.request.context.s3:prefix",
        "roles.access.identity.gained.witness.request.resource",
        "roles.access.identity.lost.resources",
        "roles.access.identity.lost.witness.request.resource",
        "roles.access.identity.reasons",
        "roles.access.identity.witnesses.request.resource",
        "roles.access.trust.gained.conditions",
        "roles.access.trust.gained.principals",
        "roles.access.trust.gained.witness.request.context.aws:PrincipalTag/env",
        "roles.access.trust.gained.witness.request.principal.value",
        "roles.access.trust.lost.principals",
        "roles.access.trust.lost.witness.request.principal.value",
        "roles.access.trust.witnesses.request.principal.value",
        "roles.findings.key",
        "roles.findings.onlyIn1.item.condition",
        "roles.findings.onlyIn1.item.notPrincipal",
        "roles.findings.onlyIn1.item.principal",
        "roles.findings.onlyIn1.item.resource",
        "roles.findings.onlyIn2.item.condition",
        "roles.findings.onlyIn2.item.notResource",
        "roles.findings.onlyIn2.item.principal",
        "roles.findings.onlyIn2.item.resource",
        "roles.findings.side1.arn.normalised",
        "roles.findings.side1.name.normalised",
        "roles.findings.side1.normalised",
        "roles.findings.side2.arn.normalised",
        "roles.findings.side2.name.normalised",
        "roles.findings.side2.normalised",
        "roles.name",
        "users.access.identity.gained.resources",
        "users.access.identity.gained.witness.request.resource",
        "users.access.identity.witnesses.request.resource",
        "users.findings.onlyIn2.item.resource",
        "users.findings.side1.name.normalised",
        "users.findings.side1.normalised",
        "users.findings.side2.name.normalised",
        "users.findings.side2.normalised",
        "users.name",
      ]
    `);
  });

  it('whatever the accounts', async () => {
    await fc.assert(
      fc.asyncProperty(account(DEV.id), account(QA.id), async (one, two) => {
        const compared = await compare(snapshotOf(one), snapshotOf(two), { equivalencies: LIST });
        checkCsvs(compared.report);
        checkJson(compared.report);
      }),
      { numRuns: 25 },
    );
  });
});

/** The columns in which a placeholder stands, each by its file. Throws where no raw text is beside one. */
function checkCsvs(report: Report): string[] {
  const hits = new Set<string>();
  for (const csv of REPORT_CSVS) {
    const columns = csv.columns(report);
    for (const row of csv.rows(report)) {
      const cells = Object.fromEntries(columns.map((column, at) => [column, row[at]!]));
      for (const [column, cell] of Object.entries(cells)) {
        if (!PLACEHOLDER.test(cell)) continue;
        hits.add(`${csv.template} ${column}`);
        const raw = rawColumns(column, columns).map((name) => cells[name]!);
        if (!isRawOf(cell, raw)) throw new Error(`${csv.template} ${column}: ${row.join(' | ')}`);
      }
    }
  }
  return [...hits].sort();
}

/** The fields in which a placeholder stands, without places in lists. Throws where no raw text is beside one. */
function checkJson(report: Report): string[] {
  const json = JSON.parse(reportJson(report)) as Fields;
  const rawDocuments = rawDocumentsOf(json);
  const hits = new Set<string>();
  for (const { text, trail } of textsIn(json)) {
    const path = trail.map(({ field }) => field);
    // `text` puts in words for people what stands in the fields beside it.
    if (!PLACEHOLDER.test(text) || path.at(-1) === 'text') continue;
    hits.add(placeOf(path));
    if (!isRawOf(text, rawBeside(trail, rawDocuments))) throw new Error(`${path.join('.')}: ${text}`);
  }
  return [...hits].sort();
}

/** The columns that say the same in raw text. */
function rawColumns(column: string, columns: readonly string[]): string[] {
  return [`raw_${column}`, `raw_${column}_1`, `raw_${column}_2`].filter((name) => columns.includes(name));
}

/** There is a raw text that is the same but for whose names are in it, and none has a placeholder. */
function isRawOf(normalised: string, raw: readonly string[]): boolean {
  return !raw.some((text) => PLACEHOLDER.test(text)) && raw.map(blindRaw).includes(blind(normalised));
}

function blind(normalised: string): string {
  return normalised.replace(/<(accountname|accountid|bucket)(?:-other)?(?:#\d+)?>/g, '<$1>');
}

function blindRaw(raw: string): string {
  return (
    raw
      // Where the sides have a spelling each, side 2's stands behind.
      .replaceAll(/ \((?:[^()]*) on side 2\)| \(on side 2: [^()]*\)/g, '')
      .replaceAll(/dev|qa/g, '<accountname>')
      .replaceAll(new RegExp(`${DEV.id}|${QA.id}`, 'g'), '<accountid>')
      .replaceAll(new RegExp(`${DEV.bucket}|${QA.bucket}`, 'g'), '<bucket>')
  );
}

type Node = string | number | boolean | null | Node[] | { readonly [field: string]: Node };
type Fields = Readonly<Record<string, Node>>;

/** A field on the way to a text, with what has it. */
interface Step {
  readonly owner: Fields;
  readonly field: string;
}

function* textsIn(
  node: Node,
  trail: readonly Step[] = [],
): Generator<{ text: string; trail: readonly Step[] }> {
  if (typeof node === 'string') yield { text: node, trail };
  if (typeof node !== 'object' || node === null) return;
  for (const [field, value] of Object.entries(node)) {
    yield* textsIn(value, [...trail, { owner: node as Fields, field }]);
  }
}

/** The same text in the words of the accounts, where docs/reports.md says that it stands. */
function rawBeside(trail: readonly Step[], documents: ReadonlyMap<string, readonly Node[]>): string[] {
  const fields = trail.map(({ field }) => field);
  const { owner, field } = trail.at(-1)!;
  const sides = (both: Fields): string[] =>
    [both.side1, both.side2].flatMap((side) =>
      side == null ? [] : [typeof side === 'string' ? side : ((side as Fields).name as string)],
    );
  if (field === 'normalised') return [owner.raw as string];
  if (field === 'name') return sides((owner.rawNames ?? owner) as Fields);
  if (field === 'key') return [owner.rawKey as string];
  if (fields[0] === 'documents')
    return documents.get(fields[1]!)!.flatMap((raw) => leaf(raw, fields.slice(2)));
  const at = fields.findLastIndex((one) => one in RAW_FIELDS);
  const { owner: parent, field: compared } = trail[at]!;
  const rest = fields.slice(at + 1);
  switch (RAW_FIELDS[compared as keyof typeof RAW_FIELDS]) {
    case 'raw':
      return leaf(parent.raw!, [...(compared === 'item' ? [] : [compared]), ...rest]);
    case 'raw per side':
      return ['side1', 'side2'].flatMap((side) => leaf(parent.raw!, [side, ...rest]));
    case 'rawReasons':
      return leaf(parent.rawReasons!, rest);
  }
}

const RAW_FIELDS = {
  item: 'raw',
  resources: 'raw',
  principals: 'raw',
  conditions: 'raw',
  request: 'raw per side',
  reasons: 'rawReasons',
} as const;

/** What stands there, whatever its place in a list: raw lists can be in another order. */
function leaf(node: Node, fields: readonly string[]): string[] {
  if (typeof node === 'string') return fields.length === 0 ? [node] : [];
  if (typeof node !== 'object' || node === null) return [];
  const [field, ...rest] = fields;
  const within = Array.isArray(node) ? node : field !== undefined && field in node ? [node[field]!] : [];
  return within.flatMap((one) => leaf(one, rest));
}

/** Documents as they were compared, by id → as they are, on every side that a finding tells of. */
function rawDocumentsOf(json: Fields): ReadonlyMap<string, readonly Node[]> {
  const raw = new Map<string, Node[]>();
  for (const { text, trail } of textsIn(json)) {
    const { owner, field } = trail.at(-1)!;
    if (field !== 'document') continue;
    const document = (json.documents as Fields)[owner.rawDocument as string]!;
    raw.set(text, [...(raw.get(text) ?? []), document]);
  }
  return raw;
}

/** Where it stands, without the places in lists. */
function placeOf(path: readonly string[]): string {
  if (path[0] === 'documents')
    return ['documents', ...path.slice(2).filter((one) => !/^\d+$/.test(one))].join('.');
  return path.filter((one) => !/^\d+$/.test(one)).join('.');
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedExport } from '../../../src/snapshot/file/export-shape.js';
import { isPlainExport } from '../../../src/snapshot/file/plain-export.js';
import { accountExport, allow, type Draft, exportedPolicy, exportedRole } from './export-draft.js';

const INLINE = [{ PolicyName: 'inline', PolicyDocument: allow('s3:Get*') }];
const ATTACHED = [{ PolicyName: 'p', PolicyArn: 'arn:aws:iam::123456789012:policy/p' }];
const HOLDER = { Arn: 'arn:aws:iam::123456789012:x/a', Path: '/', CreateDate: '2026-01-01T00:00:00Z' };
const TAGS = [{ Key: 'team', Value: 'a' }];
const BOUNDARY = { PermissionsBoundaryArn: ATTACHED[0]!.PolicyArn };

/** An export with every field that is read. */
function fullExport(): Draft {
  return accountExport({
    RoleDetailList: [
      exportedRole('app', {
        RolePolicyList: INLINE,
        AttachedManagedPolicies: ATTACHED,
        PermissionsBoundary: BOUNDARY,
        Tags: TAGS,
        InstanceProfileList: [{ InstanceProfileName: 'app' }],
        Description: 'd',
        MaxSessionDuration: 3600,
      }),
    ],
    UserDetailList: [
      {
        ...HOLDER,
        UserName: 'u',
        UserId: 'AIDA',
        UserPolicyList: INLINE,
        AttachedManagedPolicies: ATTACHED,
        PermissionsBoundary: BOUNDARY,
        GroupList: ['ops'],
        Tags: TAGS,
      },
    ],
    GroupDetailList: [
      {
        ...HOLDER,
        GroupName: 'ops',
        GroupId: 'AGPA',
        GroupPolicyList: INLINE,
        AttachedManagedPolicies: ATTACHED,
      },
    ],
    Policies: [exportedPolicy('p', { PolicyId: 'ANPA', Path: '/', CreateDate: '2026-01-01T00:00:00Z' })],
  });
}

/** Every place in a value, as the keys that lead there. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

const PLACES = places(fullExport()).filter(({ length }) => length > 0);
const ODD = [
  undefined,
  null,
  '',
  ' ',
  'text',
  '2026-01-01 00:00:00',
  7,
  1.5,
  true,
  [],
  [null],
  [7],
  {},
  [{}],
];

function withChange(path: readonly string[], odd: unknown): Draft {
  const copy = JSON.parse(JSON.stringify(fullExport())) as Draft;
  const parent = path.slice(0, -1).reduce<unknown>((inner, key) => (inner as Draft)[key], copy) as Draft;
  const last = path.at(-1)!;
  // JSON has no `undefined`: the field is absent, in a list it is null.
  if (odd === undefined && !Array.isArray(parent)) Reflect.deleteProperty(parent, last);
  else parent[last] = odd ?? null;
  return copy;
}

/** What the full check makes of an export, or that it refuses it. */
function checked(value: Draft): unknown {
  try {
    // As JSON has it: an absent field is none.
    return JSON.parse(JSON.stringify(checkedExport(value, 'x.json'))) as unknown;
  } catch {
    return 'refused';
  }
}

describe('the quick look at an export', () => {
  it('takes a usual one', () => {
    expect(isPlainExport(fullExport())).toBe(true);
    expect(isPlainExport({})).toBe(true);
  });

  it('takes nothing that the full check would refuse or read otherwise', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLACES), fc.constantFrom(...ODD), (path, odd) => {
        const value = withChange(path, odd);
        // Fields that are not read don't count: what the check knows must stand in the export as it is.
        if (isPlainExport(value)) expect(value).toMatchObject(checked(value) as Draft);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves other dialects to the full check', () => {
    for (const [field, odd] of [
      ['Description', null],
      ['CreateDate', '2026-01-01 00:00:00+00:00'],
      ['AttachedManagedPolicies', ATTACHED[0]],
    ] as const) {
      const value = withChange(['RoleDetailList', '0', field], odd);
      expect(isPlainExport(value), field).toBe(false);
      expect(checked(value), field).not.toBe('refused');
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { ComparedSide } from '../../src/equivalency/compared-side.js';
import { normaliseSides } from '../../src/equivalency/index.js';
import { plainEntry } from '../../src/equivalency/list/index.js';
import { ALL_AUTOMATIC, type OnCollision } from '../../src/equivalency/options.js';
import { UserError } from '../../src/model/errors.js';
import type { Snapshot } from '../../src/model/snapshot.js';
import { accountOf, DEV_ID, PROD_ID, QA_ID, read } from './suggest/accounts.js';

const SCOPE = { users: false, groups: false };
const LIST = [plainEntry('env', ['dev', 'qa'])];
const IDS = [DEV_ID, QA_ID, PROD_ID];

function sidesOf(...roles: string[][]): ComparedSide[] {
  return roles.map((names, at) => ({
    tag: ['dev', 'qa', 'prod'][at]!,
    snapshot: accountOf(
      IDS[at]!,
      names.map((name) => ({ name, grants: [read(`${name}/*`)] })),
    ),
  }));
}

function names(sides: readonly ComparedSide[], onCollision: OnCollision = 'keep-raw'): string[][] {
  return normaliseSides(sides, LIST, SCOPE, { automatic: ALL_AUTOMATIC, onCollision }).sides.map(
    ({ roles }) => roles.map(({ value }) => value.name),
  );
}

/** The same account, its only role with these inline policies. */
function withInline(snapshot: Snapshot, ...policies: string[]): Snapshot {
  const [role] = snapshot.roles;
  const { document } = role!.inlinePolicies[0]!;
  return { ...snapshot, roles: [{ ...role!, inlinePolicies: policies.map((name) => ({ name, document })) }] };
}

describe('names that collide', () => {
  const sides = sidesOf(['app-dev', 'app-qa', 'job-dev'], ['app-dev', 'app-qa', 'job-qa']);

  it('are an error by default', () => {
    expect(() => names(sides, 'error')).toThrow(UserError);
  });

  it('are compared as they are on request; all others by the list', () => {
    expect(names(sides)).toEqual([
      ['app-dev', 'app-qa', 'job-<env>'],
      ['app-dev', 'app-qa', 'job-<env>'],
    ]);
  });

  it('on one side are kept on the other as well, or they could find no partner', () => {
    expect(names(sidesOf(['app-dev', 'app-qa'], ['app-qa']))).toEqual([['app-dev', 'app-qa'], ['app-qa']]);
  });

  it('on one of three sides are kept on all', () => {
    expect(names(sidesOf(['app-dev'], ['app-dev', 'app-qa'], ['app-qa', 'job-qa']))).toEqual([
      ['app-dev'],
      ['app-dev', 'app-qa'],
      ['app-qa', 'job-<env>'],
    ]);
  });

  it('keep only their names: what their documents say is substituted as ever', () => {
    const [side] = normaliseSides(sides, LIST, SCOPE, {
      automatic: ALL_AUTOMATIC,
      onCollision: 'keep-raw',
    }).sides;
    const documents = side!.roles.map(({ value }) => value.inlinePolicies[0]!.document);
    expect(JSON.stringify(documents[0])).toContain('app-<env>/*');
    expect(JSON.stringify(documents[1])).toContain('app-<env-other>/*');
  });

  it('of inline policies are kept, too, in a role that keeps the suffix of IAM Identity Center', () => {
    const sso = (hex: string): string => `AWSReservedSSO_Admin_${hex.repeat(16)}`;
    const [dev, qa] = sidesOf([sso('a'), sso('b')], ['job-qa']);
    const { roles } = dev!.snapshot;
    const snapshot = {
      ...dev!.snapshot,
      roles: roles.map((role) => withInline({ ...dev!.snapshot, roles: [role] }, 'p-dev', 'p-qa').roles[0]!),
    };
    const { sides: normalised } = normaliseSides([{ ...dev!, snapshot }, qa!], LIST, SCOPE, {
      automatic: ALL_AUTOMATIC,
      onCollision: 'keep-raw',
    });
    expect(normalised[0]!.roles.map(({ value }) => value.inlinePolicies.map(({ name }) => name))).toEqual([
      ['p-dev', 'p-qa'],
      ['p-dev', 'p-qa'],
    ]);
  });

  it('of inline policies are kept in the role that has them alone', () => {
    const inline = (snapshot: Snapshot): string[] =>
      normaliseSides([{ tag: 'dev', snapshot }, sidesOf(['x'], ['job-qa'])[1]!], LIST, SCOPE, {
        automatic: ALL_AUTOMATIC,
        onCollision: 'keep-raw',
      }).sides[0]!.roles[0]!.value.inlinePolicies.map(({ name }) => name);
    const { snapshot } = sidesOf(['job-dev'])[0]!;
    expect(inline(withInline(snapshot, 'p-dev', 'p-qa', 'q-dev'))).toEqual(['p-dev', 'p-qa', 'q-<env>']);
    expect(inline(withInline(snapshot, 'p-dev', 'q-dev'))).toEqual(['p-<env>', 'q-<env>']);
  });

  it('keep brackets of their own apart from placeholders', () => {
    expect(names(sidesOf(['app-dev', 'app-qa', 'app-<env>'], ['app-qa']))[0]).toEqual([
      'app-<<env>>',
      'app-dev',
      'app-qa',
    ]);
  });
});

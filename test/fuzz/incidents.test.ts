import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarkerType } from '../../src/model/marker.js';
import { allow, type Draft, exportedRole } from '../snapshot/file/export-draft.js';
import { budget, TIMEOUT } from './budget.js';
import { estate, noise, QUIET } from './estates.js';
import { hostileJson, hostileText } from './hostile.js';
import { playDiff } from './play.js';

const SELF = 'arn:aws:iam::123456789012:role/victim';

interface Incident {
  readonly role: (victim: Draft) => void;
  /** A role that only side 2 has. */
  readonly more?: Draft;
}

const trusting = (...principals: string[]): Draft => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: principals } }],
});

const revoked = (value: unknown): Draft => ({
  PolicyName: 'AWSRevokeOlderSessions',
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': value } },
      },
    ],
  },
});

interface Inline {
  readonly PolicyDocument: { readonly Statement: unknown[] };
}

/** What an intruder or a responder leaves behind, each by the marker that must tell it. */
const INCIDENTS: Readonly<Partial<Record<MarkerType, Incident>>> = {
  'new-trusted-account': {
    role: (victim) => (victim.AssumeRolePolicyDocument = trusting('999999999999')),
  },
  'self-assumption-added': { role: (victim) => (victim.AssumeRolePolicyDocument = trusting(SELF)) },
  'dangling-principal': {
    role: (victim) => (victim.AssumeRolePolicyDocument = trusting('AROAJQABLZS4A3QDU576Q')),
  },
  'boundary-removed': { role: (victim) => delete victim.PermissionsBoundary },
  'entity-recreated': { role: (victim) => (victim.RoleId = 'AROAJQABLZS4A3QDU576R') },
  'deny-removed': {
    role: (victim) => (victim.RolePolicyList as Inline[])[0]!.PolicyDocument.Statement.pop(),
  },
  'sessions-revoked': {
    role: (victim) => (victim.RolePolicyList as Draft[]).push(revoked('2026-01-31T12:00:00Z')),
  },
  'unfamiliar-principal': {
    role: () => undefined,
    more: exportedRole('zz-intruder-77', {
      AssumeRolePolicyDocument: trusting('888888888888'),
      RolePolicyList: [{ PolicyName: 'all', PolicyDocument: allow('organizations:*') }],
    }),
  },
};

/** An account with the victim, the last of its roles, changed; and one role more. */
function after(both: Parameters<typeof estate>[0], { role, more }: Incident): Draft {
  const account = estate(both) as { RoleDetailList: Draft[] };
  role(account.RoleDetailList.at(-1)!);
  if (more) account.RoleDetailList.push(more);
  return account;
}

/** What markers quote, as an attacker writes it. */
const hostileTraces = fc.record({
  principals: fc.array(
    fc.oneof(
      hostileText,
      hostileText.map((text) => `AROA${text}`),
      hostileText.map((text) => `arn:aws:iam::${text}:root`),
      hostileText.map((text) => `arn:aws:iam::123456789012:role/${text}`),
      fc.constantFrom('*', SELF, 'AIDAJQABLZS4A3QDU576Q', 'arn:aws:iam::*:root'),
    ),
    { minLength: 1, maxLength: 4 },
  ),
  principalArn: hostileJson,
  since: hostileJson,
  id: hostileText,
  boundary: fc.oneof(hostileText, fc.constant(null)),
  duration: fc.constantFrom(3600, 43_200, 0, -1, 1e308, 2 ** 53 + 2),
  name: hostileText,
});

type Traces = typeof hostileTraces extends fc.Arbitrary<infer T> ? T : never;

const leaving = ({ principals, principalArn, since, id, boundary, duration, name }: Traces): Incident => ({
  role: (victim) => {
    victim.AssumeRolePolicyDocument = {
      Version: '2012-10-17',
      Statement: [
        ...(trusting(...principals).Statement as Draft[]),
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: '*',
          Condition: { ArnLike: { 'aws:PrincipalArn': principalArn } },
        },
      ],
    };
    (victim.RolePolicyList as Draft[]).push(revoked(since));
    victim.RoleId = id;
    victim.MaxSessionDuration = duration;
    if (boundary === null) delete victim.PermissionsBoundary;
    else victim.PermissionsBoundary = { PermissionsBoundaryArn: boundary };
  },
  more: exportedRole(`z${name}`, { AssumeRolePolicyDocument: trusting(...principals) }),
});

describe('what is left behind by an incident', () => {
  it.each(Object.keys(INCIDENTS) as MarkerType[])('is marked: %s', async (type) => {
    const incident = INCIDENTS[type]!;
    const { exitCode, markers } = await playDiff(
      JSON.stringify(estate(QUIET)),
      JSON.stringify(after(QUIET, incident)),
    );
    expect(markers.map((marker) => marker.type)).toContain(type);
    expect([2, 3]).toContain(exitCode);
  });

  it(
    'is marked whatever else stands in both accounts',
    async () => {
      const types = fc.constantFrom(...(Object.keys(INCIDENTS) as MarkerType[]));
      await fc.assert(
        fc.asyncProperty(noise, types, async (both, type) => {
          const { exitCode, markers } = await playDiff(
            JSON.stringify(estate(both)),
            JSON.stringify(after(both, INCIDENTS[type]!)),
          );
          if (exitCode !== 1) expect(markers.map((marker) => marker.type)).toContain(type);
        }),
        budget(40),
      );
    },
    TIMEOUT,
  );

  it(
    'is compared and told in harmless words, whatever it says',
    async () => {
      await fc.assert(
        fc.asyncProperty(hostileTraces, fc.boolean(), async (traces, turned) => {
          const texts = [
            JSON.stringify(estate(QUIET)),
            JSON.stringify(after(QUIET, leaving(traces))),
          ] as const;
          const { exitCode } = await playDiff(texts[turned ? 1 : 0], texts[turned ? 0 : 1]);
          expect(exitCode).not.toBe(0);
        }),
        budget(60),
      );
    },
    TIMEOUT,
  );

  it(
    'is no drift where both accounts have it',
    async () => {
      await fc.assert(
        fc.asyncProperty(hostileTraces, async (traces) => {
          const text = JSON.stringify(after(QUIET, leaving(traces)));
          const { exitCode, said } = await playDiff(text, text);
          expect([0, 1, 3], said).toContain(exitCode);
        }),
        budget(40),
      );
    },
    TIMEOUT,
  );
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { UserError } from '../model/errors.js';
import type { EntityKind } from '../model/report.js';

/** A finding of a run, as its `report.json` tells it. */
export interface RunFinding {
  readonly tags: readonly [string, string];
  readonly kind: EntityKind;
  readonly name: string;
  /** Names that the entity has in either account, and as it was compared. */
  readonly names: readonly string[];
  readonly type: string;
  readonly fingerprint: string;
  readonly text: string;
  readonly isWaived: boolean;
}

const DIFFERENCE = z.object({
  fingerprint: z.string().nullable(),
  waived: z.object({}).nullable(),
  text: z.string().nullable(),
});
const SIDE = z.object({ name: z.string() }).nullable();
const ENTITY = z.object({
  kind: z.enum(['role', 'user', 'group', 'managed-policy']),
  name: z.string(),
  side1: SIDE,
  side2: SIDE,
  access: z.object({ identity: DIFFERENCE.nullable(), trust: DIFFERENCE.nullable() }).nullable(),
  findings: z.array(DIFFERENCE.extend({ type: z.string() })),
});
const ENTITIES = z.array(ENTITY).nullable();
const REPORT = z.object({
  tool: z.literal('iamdrift'),
  sides: z.tuple([z.object({ tag: z.string() }), z.object({ tag: z.string() })]),
  roles: ENTITIES,
  policies: ENTITIES,
  users: ENTITIES,
  groups: ENTITIES,
});

export const REPORT_FILE = 'report.json';

/** All findings of a run folder, how access differs among them. Throws UserError for a folder that has no report. */
export async function readRunFindings(folder: string, shown: string): Promise<RunFinding[]> {
  const report = await readReport(folder, shown);
  const tags = [report.sides[0].tag, report.sides[1].tag] as const;
  const entities = [report.roles, report.policies, report.users, report.groups].flatMap((list) => list ?? []);
  return entities.flatMap(({ kind, name, side1, side2, access, findings }) => {
    const names = [name, ...[side1, side2].flatMap((side) => (side ? [side.name] : []))];
    const all = [
      ...(access?.identity ? [{ ...access.identity, type: 'identity-access' }] : []),
      ...(access?.trust ? [{ ...access.trust, type: 'trust-access' }] : []),
      ...findings,
    ];
    return all.flatMap(({ fingerprint, type, text, waived }): RunFinding[] =>
      fingerprint === null
        ? []
        : [{ tags, kind, name, names, type, fingerprint, text: text ?? type, isWaived: waived !== null }],
    );
  });
}

async function readReport(folder: string, shown: string): Promise<z.infer<typeof REPORT>> {
  const mend = 'Name the folder of a diff or drift run of this version, or run the comparison again.';
  let text: string;
  try {
    text = await readFile(path.join(folder, REPORT_FILE), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what =
      code === 'ENOENT' || code === 'ENOTDIR'
        ? 'has no report.json'
        : `can't be read (${code ?? 'unknown error'})`;
    throw new UserError(`${shown}: ${what}`, mend, { cause: error });
  }
  const result = REPORT.safeParse(parsed(text));
  if (result.success) return result.data;
  throw new UserError(`${shown}: its report.json is none that tells fingerprints`, mend);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

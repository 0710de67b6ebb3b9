import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { unescapeCell } from './formula-cell.js';
import { templateColumns, templateCsv } from './template.js';

const importColumns = JSON.parse(
  readFileSync(new URL('../../../subgraphs/results/src/data/csv-columns.json', import.meta.url), 'utf8'),
) as { template: { columns: Record<string, string> } };

describe('the template', () => {
  it('has the columns that an import knows, in the same order', () => {
    expect(templateColumns.map(({ name }) => name)).toEqual(Object.keys(importColumns.template.columns));
  });

  it('has an example for every required column, and explains each column in both languages', () => {
    for (const { name, required, example, description } of templateColumns) {
      if (required) expect(example, name).not.toBe('');
      expect(description.vi, name).not.toBe(description.en);
    }
  });

  it('is a CSV file of the header and one row', () => {
    const rows = parse(templateCsv(), { bom: true });
    expect(rows).toHaveLength(2);
    expect(rows[1]!.map(unescapeCell)).toEqual(templateColumns.map(({ example }) => example));
  });
});

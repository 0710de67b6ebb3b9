import { templateColumns } from '@ketqua/lab-file';
import type { LabFileTable } from './import/lab-file.js';
import type { TestResultInput } from './test-result.input.js';

const header = templateColumns.map(({ name }) => name);

/** Rows that came without a table of their own, in the columns of the template. */
export function templateTable(results: readonly TestResultInput[]): LabFileTable {
  return {
    header,
    slice: (from, to) => results.slice(from, to).map((result) => header.map((path) => leafOf(result, path))),
  };
}

function leafOf(result: TestResultInput, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>(
      (branch, name) => (branch as Record<string, unknown> | null | undefined)?.[name],
      result,
    );
  return typeof value === 'string' ? value : '';
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes, exitMeanings } from '@ketqua/cli';
import { templateColumns, templateCsv } from '@ketqua/lab-file';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = [
  'README.md',
  'CHANGELOG.md',
  'NOTICE.md',
  'packages/platform/README.md',
  'packages/health-cert/README.md',
  'packages/lab-file/README.md',
  'tests/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];

/** The blocks of a language on a page, as they stand there. */
function blocksOf(page: string, language: string): string[] {
  return [...read(page).matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text]) =>
    text!.trim(),
  );
}

/** The cells of a page's table rows whose first cell matches. */
function rowsOf(page: string, first: RegExp): string[][] {
  return read(page)
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([cell]) => cell !== undefined && first.test(cell));
}

describe('the documentation', () => {
  it.each(pages)('%s links to what is there', (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, target]) => target!);
    const lost = targets.filter((target) => !existsSync(join(root, dirname(page), target)));
    expect(lost).toEqual([]);
  });

  it('lists each decision once, in the order of their numbers', () => {
    const files = readdirSync(join(root, 'docs/decisions')).filter((name) => /^\d{4}-/.test(name));
    const listed = rowsOf('docs/decisions/README.md', /^\[\d{4}\]/).map(([cell]) => cell);
    expect(listed).toEqual(files.sort().map((file) => `[${file.slice(0, 4)}](${file})`));
  });

  it('shows the examples as they are', () => {
    const examples = readdirSync(join(root, 'docs/examples'))
      .map((name) => read(join('docs/examples', name)))
      .join('\n');
    for (const [page, least] of [
      ['README.md', 4],
      ['docs/laboratories.md', 2],
    ] as const) {
      const shown = blocksOf(page, 'js');
      expect(shown.length).toBeGreaterThanOrEqual(least);
      expect(shown.filter((text) => !examples.includes(text))).toEqual([]);
    }
  });

  describe('for laboratories', () => {
    const page = 'docs/laboratories.md';

    it('asks what the API answers', () => {
      const schema = buildSchema(read('schema/api.graphql'));
      const blocks = blocksOf(page, 'graphql');
      expect(blocks.length).toBeGreaterThan(2);
      for (const block of blocks) expect(validate(schema, parse(block)), block).toEqual([]);
    });

    it('tells the exit codes of the command', () => {
      const codes = Object.entries(exitCodes) as [keyof typeof exitMeanings, number][];
      expect(rowsOf(page, /^\d$/)).toEqual(
        codes.map(([name, code]) => [String(code), `${exitMeanings[name].en}<br>${exitMeanings[name].vi}`]),
      );
    });

    it('has the template among its examples', () => {
      expect(read('docs/examples/results.csv')).toBe(templateCsv());
    });

    it("tells the template's columns, and SimpleReport's as an import reads them", () => {
      const rows = rowsOf(page, /^`/);
      const template = templateColumns.map(({ name, required, example, description: { vi, en } }) => [
        `\`${name}\``,
        required ? 'yes' : '',
        `${en}<br>${vi}`,
        example && `\`${example}\``,
      ]);
      expect(rows).toEqual(expect.arrayContaining(template));
      const { simpleReport } = JSON.parse(read('subgraphs/results/src/data/csv-columns.json')) as {
        simpleReport: { columns: Record<string, string> };
      };
      const columns = Object.entries(simpleReport.columns).map(([name, path]) => [
        `\`${name}\``,
        `\`${path}\``,
      ]);
      expect(rows).toEqual(expect.arrayContaining(columns));
    });
  });
});

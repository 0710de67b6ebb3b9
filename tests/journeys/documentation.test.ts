import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = [
  'README.md',
  'CHANGELOG.md',
  'NOTICE.md',
  'packages/platform/README.md',
  'packages/health-cert/README.md',
  'tests/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];

describe('the documentation', () => {
  it.each(pages)('%s links to what is there', (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, target]) => target!);
    const lost = targets.filter((target) => !existsSync(join(root, dirname(page), target)));
    expect(lost).toEqual([]);
  });

  it('shows the examples as they are', () => {
    const examples = readdirSync(join(root, 'docs/examples'))
      .map((name) => read(join('docs/examples', name)))
      .join('\n');
    const shown = [...read('README.md').matchAll(/```js\n(.*?)```/gs)].map(([, text]) => text!.trim());
    expect(shown.length).toBeGreaterThan(3);
    expect(shown.filter((text) => !examples.includes(text))).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { closeCodes } from './close-codes.js';

const page = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');

/** The rows of the tables of a section. */
function rowsOf(section: string): string[] {
  const text = page.slice(page.indexOf(section));
  const end = text.indexOf('\n## ', 1);
  return text
    .slice(0, end < 0 ? undefined : end)
    .split('\n')
    .filter((line) => /^\| [^-c]/.test(line));
}

it('the specification has every close code as the gateway sends it, and no other', () => {
  const told = Object.values(closeCodes).map(
    ({ code, reason, meaning, afterwards }) => `| ${code} | ${reason} | ${meaning} | ${afterwards} |`,
  );
  expect(told.length).toBeGreaterThan(10);
  expect(rowsOf('## 6.')).toEqual(told);
});

it('a close frame has room for every reason', () => {
  for (const { reason } of Object.values(closeCodes))
    expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
});

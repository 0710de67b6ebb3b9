import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { costTooMuch, isTooDeep, isWellFormed } from './rule-bounds.js';

const folder = new URL('../../fixtures/rules/', import.meta.url);
const published = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(new URL(`${name}/rule.json`, folder), 'utf8')) as { Logic: unknown },
);
const all = { var: 'accumulator' };
const list = { var: 'external.valueSets.country-2-codes' };
/** Goes through a list for every entry of a list, as often as it is nested. */
const loops = (times: number): unknown =>
  times === 0 ? all : { reduce: [times === 1 ? all : list, loops(times - 1), list] };

describe('the bounds of rules', () => {
  it('hold every rule that Germany and the EU published, all at once', () => {
    expect(published.length).toBeGreaterThan(15);
    expect(published.some((rule) => isTooDeep(rule))).toBe(false);
    expect(costTooMuch(published.map(({ Logic }) => Logic))).toBe(false);
    expect(published.every(isWellFormed)).toBe(true);
  });

  it('take a list that is gone through once, and no loops in loops', () => {
    expect(costTooMuch([loops(1)])).toBe(false);
    expect(costTooMuch([loops(2)])).toBe(true);
    expect(costTooMuch([loops(9)])).toBe(true);
  });

  it('count a list that a rule writes itself, in whichever rule it goes through it', () => {
    const own = { reduce: [Array.from({ length: 5_000 }, () => 1), { '+': [all, { '+': [1, 1] }] }, 0] };
    expect(costTooMuch([{ '===': [own, 10_000] }])).toBe(false);
    expect(costTooMuch([{ '===': [own, 10_000] }, { '===': [own, 10_000] }])).toBe(true);
  });

  it('refuse what nests deeper than a recursion may follow, however deep', () => {
    const nested = (depth: number) => JSON.parse(`${'{"!":['.repeat(depth)}true${']}'.repeat(depth)}`);
    expect(isTooDeep(nested(20))).toBe(false);
    expect(isTooDeep(nested(21))).toBe(true);
    expect(isTooDeep(nested(100_000))).toBe(true);
  });

  it('refuse texts that are none, in names too', () => {
    for (const text of ['a\u0000b', 'a\ud800', '\udc00']) {
      expect(isWellFormed({ Description: [{ desc: text }] })).toBe(false);
      expect(isWellFormed({ [text]: 1 })).toBe(false);
    }
    expect(isWellFormed({ desc: 'Kết quả 😀', n: 1, none: null })).toBe(true);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alteredFile } from './guards/guard.js';
import { guards } from './guards.js';

/* Whether their attacks notice takes an hour to see (`npm run bench -- guards`); that they still stand can be seen at once. */

const root = new URL('../../', import.meta.url);

describe('the table of guards', () => {
  it.each(guards)('finds in one place: $name', (guard) => {
    const text = readFileSync(new URL(alteredFile(guard), root), 'utf8');
    expect(text.split(guard.find)).toHaveLength(2);
    expect(guard.replace).not.toBe(guard.find);
    expect(existsSync(new URL(guard.where, root))).toBe(true);
  });

  it('names each once, and none by a part of the name of another', () => {
    const names = guards.map(({ name }) => name);
    const parts = names.filter((name) => names.filter((other) => other.includes(name)).length > 1);
    expect(parts).toEqual([]);
  });
});

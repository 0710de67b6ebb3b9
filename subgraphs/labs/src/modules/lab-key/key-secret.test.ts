import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { keyIdOf, newKeySecret } from './key-secret.js';

const operations = new URL('../../../../../docs/operations/', import.meta.url);
const document = (name: string) => readFileSync(fileURLToPath(new URL(name, operations)), 'utf8');

describe("a laboratory's key as it is written", () => {
  it('names its row, and every slip of one character is found without asking the database', () => {
    const alphabet = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_- '];
    const character = fc.constantFrom(...alphabet);
    const property = fc.property(fc.nat({ max: 73 }), character, (position, typed) => {
      const id = v7();
      const key = newKeySecret(id);
      expect(keyIdOf(key)).toBe(id);
      expect(key).toHaveLength(74);
      const slipped = key.slice(0, position) + typed + key.slice(position + 1);
      expect(keyIdOf(slipped)).toBe(slipped === key ? id : undefined);
      const dropped = key.slice(0, position) + key.slice(position + 1);
      expect(keyIdOf(dropped)).toBeUndefined();
      const swapped = [...key];
      [swapped[position], swapped[position + 1]] = [swapped[position + 1]!, swapped[position]!];
      const mixed = swapped.join('');
      expect(keyIdOf(mixed)).toBe(mixed === key ? id : undefined);
    });
    fc.assert(property, { numRuns: 3_000 });
  });

  it('is found by the rule for scanners in the documentation, wherever it leaked', () => {
    const rule = /regex = '''(.+)'''/.exec(document('gitleaks.toml'))![1]!;
    expect(document('secret-scanning.md')).toContain(`\`${rule}\``);
    const expression = new RegExp(rule, 'g');
    for (let n = 0; n < 200; n++) {
      const key = newKeySecret(v7());
      for (const leaked of [
        key,
        `"apiKey": "${key}",`,
        `KETQUA_LAB_KEY=${key}\n`,
        `?key=${key}&x`,
        `(${key})`,
      ]) {
        expect([...leaked.matchAll(expression)].map(([found]) => found)).toEqual([key]);
      }
    }
    for (const harmless of ['ketqua_', 'ketqua_test_0f3a', `ketqua_${'a'.repeat(22)}_${'b'.repeat(43)}`]) {
      expect(harmless).not.toMatch(new RegExp(rule));
    }
  });

  it('is checked by the algorithm in the documentation', async () => {
    const code = /```js\n(.+?)```/s.exec(document('secret-scanning.md'))![1]!;
    const { isKetquaKey } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    for (let n = 0; n < 50; n++) {
      const key = newKeySecret(v7());
      expect(isKetquaKey(key)).toBe(true);
      const other = key.endsWith('x') ? 'y' : 'x';
      expect(isKetquaKey(key.slice(0, -1) + other)).toBe(false);
    }
  });
});

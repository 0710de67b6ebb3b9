import { expect, test } from 'vitest';
import { contentHash } from './content-hash.ts';
import { createSubmissionKeys } from './submission-keys.ts';

function memoryStorage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
}

test('the same content has the same key, also after a reload; another has another', () => {
  const storage = memoryStorage();
  const key = createSubmissionKeys(storage, 'viewer').keyFor('hash');
  expect(createSubmissionKeys(storage, 'viewer').keyFor('hash')).toBe(key);
  expect(createSubmissionKeys(storage, 'viewer').keyFor('other')).not.toBe(key);
});

test('what was being sent is found again after a reload, until it was answered', () => {
  const storage = memoryStorage();
  const keys = createSubmissionKeys(storage, 'viewer');
  const key = keys.keyFor('hash');
  expect(keys.underWay()).toBeNull();
  keys.mark(key, true);
  expect(createSubmissionKeys(storage, 'viewer').underWay()).toBe(key);
  keys.mark(key, false);
  expect(createSubmissionKeys(storage, 'viewer').underWay()).toBeNull();
});

test("another viewer of the same tab gets nothing of the first one's", () => {
  const storage = memoryStorage();
  const first = createSubmissionKeys(storage, 'first');
  first.mark(first.keyFor('of the first'), true);
  const second = createSubmissionKeys(storage, 'second');
  expect(second.underWay()).toBeNull();
  second.keyFor('else');
  expect([...storage.kept.values()].join()).not.toContain('of the first');
});

test('the storage holds a hash and a key, nothing of a patient', async () => {
  const storage = memoryStorage();
  const hash = await contentHash(['CSV', 'accessionNumber,patient.fullName\n1,Nguyễn Thị Ánh']);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  createSubmissionKeys(storage, 'viewer').keyFor(hash);
  expect([...storage.kept.values()].join()).not.toContain('Nguyễn');
});

test('only the last fifty are kept', () => {
  const storage = memoryStorage();
  const keys = createSubmissionKeys(storage, 'viewer');
  for (let count = 0; count < 60; count += 1) keys.keyFor(`hash ${count}`);
  expect(JSON.parse([...storage.kept.values()][0] ?? '').entries).toHaveLength(50);
});

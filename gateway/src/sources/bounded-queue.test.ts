import { SlowSubscriberError } from '@ketqua/platform';
import { expect, it } from 'vitest';
import { BoundedQueue } from './bounded-queue.js';

it('tells in order what arrives before and while it is read', async () => {
  const queue = new BoundedQueue<number>({ items: 10, bytes: 10 });
  queue.push(1, 5);
  queue.push(2, 5);
  const reader = queue.read();
  expect([(await reader.next()).value, (await reader.next()).value]).toEqual([1, 2]);
  const waiting = reader.next();
  queue.push(3, 10);
  queue.end();
  expect((await waiting).value).toBe(3);
  expect((await reader.next()).done).toBe(true);
});

it.each([
  ['items', { items: 2, bytes: 100 }],
  ['bytes', { items: 100, bytes: 10 }],
])('cuts off a reader that falls behind by %s, and holds nothing more for it', async (_what, limits) => {
  const queue = new BoundedQueue<number>(limits);
  for (const item of [1, 2, 3, 4]) queue.push(item, 5);
  expect(queue.hasEnded).toBe(true);
  await expect(queue.read().next()).rejects.toThrow(SlowSubscriberError);
});

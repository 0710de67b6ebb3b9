import { SlowSubscriberError } from '@ketqua/platform';
import { expect, it } from 'vitest';
import { BoundedQueue } from './bounded-queue.js';

it('tells in order what arrives before and while it is read', async () => {
  const queue = new BoundedQueue<number>(10);
  queue.push(1);
  queue.push(2);
  const reader = queue.read();
  expect([(await reader.next()).value, (await reader.next()).value]).toEqual([1, 2]);
  const waiting = reader.next();
  queue.push(3);
  queue.end();
  expect((await waiting).value).toBe(3);
  expect((await reader.next()).done).toBe(true);
});

it('cuts off a reader that falls behind, and holds nothing more for it', async () => {
  const queue = new BoundedQueue<number>(2);
  for (const item of [1, 2, 3, 4]) queue.push(item);
  expect(queue.hasEnded).toBe(true);
  await expect(queue.read().next()).rejects.toThrow(SlowSubscriberError);
});

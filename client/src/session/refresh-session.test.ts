import { expect, test, vi } from 'vitest';
import { createSessionRefresh, type RefreshAnswer } from './refresh-session.ts';
import { createSessionMarker } from './session-marker.ts';

function memoryStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

function session(answer: RefreshAnswer) {
  const marker = createSessionMarker(memoryStorage());
  marker.write('2021-07-12T09:00:00Z');
  const send = vi.fn(async () => answer);
  const onEnded = vi.fn();
  let queue: Promise<unknown> = Promise.resolve();
  const exclusively = <Result>(task: () => Promise<Result>) => {
    const result = queue.then(task);
    queue = result;
    return result;
  };
  return { marker, send, onEnded, exclusively };
}

test('two calls at once send one request', async () => {
  const means = session({ kind: 'renewed', expiresAt: '2021-07-12T09:15:00Z' });
  const refresh = createSessionRefresh(means);
  expect(await Promise.all([refresh(), refresh()])).toEqual(['renewed', 'renewed']);
  expect(means.send).toHaveBeenCalledOnce();
  expect(means.marker.read()).toBe('2021-07-12T09:15:00Z');
});

test('two tabs send one request: the second takes over what the first renewed', async () => {
  const means = session({ kind: 'renewed', expiresAt: '2021-07-12T09:15:00Z' });
  const [first, second] = [createSessionRefresh(means), createSessionRefresh(means)];
  expect(await Promise.all([first(), second()])).toEqual(['renewed', 'renewed']);
  expect(means.send).toHaveBeenCalledOnce();
});

test('an ended session is forgotten and said once', async () => {
  const means = session({ kind: 'ended' });
  expect(await createSessionRefresh(means)()).toBe('ended');
  expect(means.marker.read()).toBeNull();
  expect(means.onEnded).toHaveBeenCalledOnce();
});

test('a lost network ends nothing', async () => {
  const means = session({ kind: 'unreachable' });
  expect(await createSessionRefresh(means)()).toBe('unreachable');
  expect(means.marker.read()).toBe('2021-07-12T09:00:00Z');
});

test('a session counts as expired shortly before its end', () => {
  const { marker } = session({ kind: 'ended' });
  expect(marker.isExpired(new Date('2021-07-12T08:59:00Z'))).toBe(false);
  expect(marker.isExpired(new Date('2021-07-12T08:59:50Z'))).toBe(true);
});

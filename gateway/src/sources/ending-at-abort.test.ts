import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { endingAtAbort } from './ending-at-abort.js';

it('ends its reader at once, though the source never answers', async () => {
  const abort = new AbortController();
  let isAskedToEnd = false;
  const deaf: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => undefined),
      async return() {
        isAskedToEnd = true;
        return { done: true, value: undefined };
      },
    }),
  };
  const reading = endingAtAbort(deaf, abort.signal).next();
  abort.abort();
  expect(await reading).toEqual({ done: true, value: undefined });
  expect(isAskedToEnd).toBe(true);
});

it('hands on what the source tells until then, and its failure', async () => {
  async function* failing() {
    yield 1;
    throw new Error('the source broke');
  }
  const items: number[] = [];
  const read = async () => {
    for await (const item of endingAtAbort(failing(), new AbortController().signal)) items.push(item);
  };
  await expect(read()).rejects.toThrow('the source broke');
  expect(items).toEqual([1]);
});

it('keeps nothing of the events that passed, however long the stream', async () => {
  const { signal } = new AbortController();
  const passed: WeakRef<object>[] = [];
  async function* many() {
    for (let n = 0; n < 2_000; n++) {
      const item = { n };
      passed.push(new WeakRef(item));
      yield item;
    }
    await new Promise(() => undefined);
  }
  const stream = endingAtAbort(many(), signal);
  for (let n = 0; n < 2_000; n++) await stream.next();
  const waiting = stream.next();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await new Promise((resolve) => setTimeout(resolve, 10));
  collect();
  const kept = passed.filter((item) => item.deref()).length;
  expect(kept).toBeLessThan(10);
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  void waiting;
});

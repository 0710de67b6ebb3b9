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

/**
 * Ends a stream at once when `signal` aborts. The source is asked to end too, but not waited for: one that never
 * looks at its signal must not hold its reader.
 */
export async function* endingAtAbort<Item>(
  source: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    while (!signal.aborted) {
      const step = await nextOrAborted(iterator, signal);
      if (!step || step.done) return;
      yield step.value;
    }
  } finally {
    iterator.return?.().catch(() => undefined);
  }
}

/**
 * One step, or `undefined` when `signal` aborts first. Each step listens for itself and lets go: a race against one
 * promise for the whole stream would leave a reaction on it for every event of an hours-long socket.
 */
function nextOrAborted<Item>(
  iterator: AsyncIterator<Item>,
  signal: AbortSignal,
): Promise<IteratorResult<Item> | undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = () => resolve(undefined);
    signal.addEventListener('abort', onAbort, { once: true });
    iterator
      .next()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}

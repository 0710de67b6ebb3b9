const firstDelay = 500;
const longestDelay = 30_000;

/**
 * How long to wait before a connection is tried again, in milliseconds: doubling from half a second to
 * half a minute, and spread over the upper half so that a thousand phones do not come back at once.
 * @param attempt tries that failed since something last arrived, from 0
 * @param random a number in [0, 1)
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(longestDelay, firstDelay * 2 ** attempt);
  return ceiling / 2 + (ceiling / 2) * random;
}

/** Waits, but no longer than until the device is online again or the page is looked at again. */
export async function waitOrWake(milliseconds: number): Promise<void> {
  const woken = new AbortController();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const wake = () => {
      if (document.visibilityState === 'hidden') return;
      clearTimeout(timer);
      resolve();
    };
    addEventListener('online', wake, { signal: woken.signal });
    document.addEventListener('visibilitychange', wake, { signal: woken.signal });
  });
  woken.abort();
}

import { useEffect, useState } from 'react';
import { serverNow } from '../network/server-clock.ts';
import { secondsUntil } from './countdown.ts';

/** Counts down to an instant (ISO 8601), second by second, by the server's clock. */
export function useSecondsUntil(instant: string): number {
  const [now, setNow] = useState(() => serverNow());
  const left = secondsUntil(instant, now);
  const isOver = left === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another instant starts another count.
  useEffect(() => {
    setNow(serverNow());
    if (isOver) return;
    const timer = setInterval(() => setNow(serverNow()), 250);
    return () => clearInterval(timer);
  }, [instant, isOver]);
  return left;
}

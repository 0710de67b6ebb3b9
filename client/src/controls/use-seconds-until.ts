import { useEffect, useState } from 'react';
import { secondsUntil } from './countdown.ts';

/** Counts down to an instant (ISO 8601), second by second. */
export function useSecondsUntil(instant: string): number {
  const [now, setNow] = useState(() => Date.now());
  const left = secondsUntil(instant, now);
  const isOver = left === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another instant starts another count.
  useEffect(() => {
    setNow(Date.now());
    if (isOver) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [instant, isOver]);
  return left;
}

import { useState } from 'react';

/** Tells events that were seen before by their `id`: a stream delivers at least once. */
export function useRepeats(): (id: string) => boolean {
  const [seen] = useState(() => new Set<string>());
  return (id) => {
    const isRepeat = seen.has(id);
    seen.add(id);
    return isRepeat;
  };
}

const place = 'ketqua.lab.submissions';
const kept = 50;

/** One thing that was sent, or is being sent: nothing of what it holds. */
export interface SentEntry {
  hash: string;
  key: string;
  isUnderWay: boolean;
}

/** The idempotency keys of one viewer's submissions, kept for the life of the tab. */
export interface SubmissionKeys {
  /** The key for what has this hash, made when first asked for. */
  keyFor(hash: string): string;
  /** Marks a key as being sent, or as answered. */
  mark(key: string, isUnderWay: boolean): void;
  /** The key that was being sent when the page was left or loaded anew. */
  underWay(): string | null;
}

/**
 * Keeps one idempotency key for each content in the tab's storage: what is sent twice, by a double click or after a
 * reload, is one submission. Another viewer's keys are dropped.
 */
export function createSubmissionKeys(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  viewerId: string,
  newKey: () => string = () => crypto.randomUUID(),
): SubmissionKeys {
  const read = (): SentEntry[] => {
    const written = JSON.parse(storage.getItem(place) ?? 'null') as {
      viewerId: string;
      entries: SentEntry[];
    } | null;
    return written?.viewerId === viewerId ? written.entries : [];
  };
  const write = (entries: SentEntry[]) =>
    storage.setItem(place, JSON.stringify({ viewerId, entries: entries.slice(-kept) }));
  return {
    keyFor(hash) {
      const entries = read();
      const known = entries.find((entry) => entry.hash === hash);
      if (known) return known.key;
      const key = newKey();
      write([...entries, { hash, key, isUnderWay: false }]);
      return key;
    },
    mark(key, isUnderWay) {
      write(read().map((entry) => (entry.key === key ? { ...entry, isUnderWay } : entry)));
    },
    underWay: () => read().findLast((entry) => entry.isUnderWay)?.key ?? null,
  };
}

const key = 'ketqua.session';

/** Remembers on this device that somebody is signed in and until when; no token, for cookies hold those. */
export interface SessionMarker {
  /** Its name in the store: other tabs hear of it by that. */
  readonly key: string;
  read(): string | null;
  /** Whether somebody was signed in since this page was loaded. */
  wasSeen(): boolean;
  write(expiresAt: string): void;
  clear(): void;
  isExpired(now: Date): boolean;
}

/** How long before its end a session counts as expired, so that no request meets the end on its way. */
const margin = 15_000;

/** The marker in the browser's storage, shared by all tabs. */
export function createSessionMarker(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): SessionMarker {
  let seen = false;
  const read = () => {
    const kept = storage.getItem(key);
    seen ||= kept !== null;
    return kept;
  };
  return {
    key,
    read,
    wasSeen: () => seen,
    write: (expiresAt) => {
      seen = true;
      storage.setItem(key, expiresAt);
    },
    clear: () => {
      seen = false;
      storage.removeItem(key);
    },
    isExpired: (now) => {
      const expiresAt = read();
      return expiresAt !== null && Date.parse(expiresAt) - margin <= now.getTime();
    },
  };
}

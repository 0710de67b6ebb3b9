const key = 'ketqua.session';

/** Remembers on this device that somebody is signed in and until when; no token, for cookies hold those. */
export interface SessionMarker {
  read(): string | null;
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
  const read = () => storage.getItem(key);
  return {
    read,
    write: (expiresAt) => storage.setItem(key, expiresAt),
    clear: () => storage.removeItem(key),
    isExpired: (now) => {
      const expiresAt = read();
      return expiresAt !== null && Date.parse(expiresAt) - margin <= now.getTime();
    },
  };
}

/** Whether the page hears of events as they happen; `stale` carries when it last did. */
export type ConnectionState = { kind: 'connecting' } | { kind: 'live' } | { kind: 'stale'; since: Date };

/** A state that components follow with useSyncExternalStore. */
export interface ConnectionStore {
  read(): ConnectionState;
  subscribe(listener: () => void): () => void;
  connected(): void;
  lost(at: Date): void;
}

/** Makes a store that begins as `connecting`, and keeps the first moment of a loss over further failed tries. */
export function createConnectionStore(): ConnectionStore {
  let state: ConnectionState = { kind: 'connecting' };
  const listeners = new Set<() => void>();
  const become = (next: ConnectionState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connected: () => become({ kind: 'live' }),
    lost: (at) => {
      if (state.kind !== 'stale') become({ kind: 'stale', since: at });
    },
  };
}

import type { OwnLab } from '../lab-context.ts';

/** How a laboratory keeps up, as the labs subgraph tells it. */
export type Sync = NonNullable<OwnLab['sync']>;

/** Where the hour stands at a moment. */
export interface SyncState {
  status: Sync['status'];
  /** The share of the period that has passed, 0 to 1. */
  filled: number;
  /** Whole minutes until it is due; below zero once it is overdue. */
  minutesLeft: number;
}

/** What is due and when at a moment. A due time that has passed is late, before the server says so. */
export function syncState(sync: Sync, periodMinutes: number, now: number): SyncState {
  const left = (Date.parse(sync.dueAt) - now) / 60_000;
  return {
    status: sync.status === 'ON_TIME' && left < 0 ? 'LATE' : sync.status,
    filled: Math.min(1, Math.max(0, 1 - left / periodMinutes)),
    minutesLeft: left < 0 ? Math.floor(left) : Math.ceil(left),
  };
}

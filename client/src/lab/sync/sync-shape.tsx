import type { Sync } from './sync-state.ts';

/** One shape for each status, so that none is told by its colour alone. */
export function SyncShape({ status, className }: { status: Sync['status']; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" className={className} aria-hidden="true">
      {status === 'ON_TIME' && <circle cx="8" cy="8" r="7" fill="currentColor" />}
      {status === 'LATE' && <path d="M8 1 15.5 15H.5Z" fill="currentColor" />}
      {status === 'SILENT' && <path d="M1 1h14v14H1Z" fill="currentColor" />}
    </svg>
  );
}

const moments = new WeakMap<AbortSignal, Date>();

/**
 * Notes when the event was written that the subscription which ends with `signal` is told now; undefined for one from
 * before it began. A subscription takes one event at a time, so this is the event of its next result.
 */
export function noteTold(signal: AbortSignal | undefined, occurredAt: Date | undefined): void {
  if (!signal) return;
  if (occurredAt) moments.set(signal, occurredAt);
  else moments.delete(signal);
}

/** When the event was written that the subscription which ends with `signal` was told last. */
export function lastTold(signal: AbortSignal): Date | undefined {
  return moments.get(signal);
}

/** What happened, for other rooms to hear: identifiers only, and sealed text where a phone must travel. */
export interface NewEvent<Payload extends object = object> {
  /** A past-tense name such as `test-result.released`. */
  readonly topic: string;
  readonly payload: Payload;
}

/** An event as the log tells it. */
export interface LoggedEvent<Payload extends object = Record<string, unknown>> extends NewEvent<Payload> {
  /** Stable: the same event has the same id for every reader. */
  readonly id: string;
  readonly position: Position;
  readonly occurredAt: Date;
}

/**
 * A place in the log. Commit order is (txid, id) below the snapshot's horizon: an `id` alone loses the events
 * of a transaction that began earlier and commits later.
 */
export interface Position {
  readonly txid: bigint;
  readonly id: bigint;
}

/** Whether `a` stands after `b` in the log. */
export function isAfter(a: Position, b: Position): boolean {
  return a.txid > b.txid || (a.txid === b.txid && a.id > b.id);
}

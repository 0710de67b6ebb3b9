/** Who reads a subscription, over whatever carries it. */
export interface SubscriptionReader {
  /** Takes a result, as JSON: the same text for all who share it. */
  next(payload: string): void;
  /** Nothing comes any more. */
  complete(): void;
  /** Resolves when what was written is on its way: one who catches up is told the next event then. */
  drained?(): Promise<void>;
}

/** A subscription that was opened. */
export interface OpenSubscription {
  /** Ends it: its reader is called no more, also where something is on its way to it. */
  end(): void;
}

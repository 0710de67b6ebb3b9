/** What a cache of query plans tells of itself. */
export interface PlanCacheMeter {
  /** A plan was found. */
  hit(): void;
  /** A plan had to be made, in so many seconds. */
  miss(seconds: number): void;
  /** How many plans the cache holds now. */
  holds(entries: number): void;
}

/** Whether a subgraph is asked: closed it is, half open a few try, open nobody does. */
export type CircuitState = 'CLOSED' | 'HALF_OPEN' | 'OPEN';

/** What the gateway's way to one subgraph tells. */
export interface SubgraphMeter {
  /** It answered, in so many seconds, with these errors. */
  answered(seconds: number, errors?: readonly { extensions?: { code?: unknown } | undefined }[]): void;
  /** What it answered before held these errors. */
  told(errors: readonly { extensions?: { code?: unknown } | undefined }[] | undefined): void;
  /** It could not be reached, or not in time. */
  failed(seconds: number): void;
  /** An idempotent query was sent again. */
  retried(): void;
  circuit(state: CircuitState): void;
}

/** What a request was counted by when it was one too many. */
export type LimitedBy = 'viewer' | 'key' | 'address';

/** What limits of rates tell. */
export interface RateLimitMeter {
  rateLimited(by: LimitedBy): void;
}

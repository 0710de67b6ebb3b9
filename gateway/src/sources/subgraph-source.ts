import type { Caller, Operation } from '@ketqua/platform';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { SubgraphMeter } from '../observation/meters.js';

/** What a stream yields: results as they travel. */
export type StreamResult = ExecutionResult | FormattedExecutionResult;

/** How long whoever asked will wait. */
export interface Patience {
  /** Aborts when the client is gone. */
  readonly signal?: AbortSignal | undefined;
  /** When its answer is due at the latest, in milliseconds since 1970. */
  readonly until?: number | undefined;
}

/** What a subgraph answered a query. */
export interface TextAnswer {
  /** The answer as isomorphic JSON, where it is plain: an object with `data` first, without errors, escapes and blanks between. */
  readonly text: string | undefined;
  /** The answer as `executeIsomorphic` gives it. @throws Error where it is none. */
  result(): FormattedExecutionResult;
}

/** A subgraph as the gateway calls it, in this process or over the network. */
export interface SubgraphSource {
  readonly name: string;
  /** Runs a query or a mutation for a caller. @throws SubgraphUnavailableError */
  execute(operation: Operation, caller: Caller, patience?: Patience): Promise<FormattedExecutionResult>;
  /**
   * As `execute`, where the strings of the variables and of the data that it gives are isomorphic (isomorphic.ts); those of
   * errors are not. Only where answers come as bytes.
   */
  executeIsomorphic?: SubgraphSource['execute'] | undefined;
  /**
   * Runs a query whose body is isomorphic JSON already, and parses nothing of the answer before somebody asks.
   * @param entities how many entities it asks for, where it asks for some
   * @throws SubgraphUnavailableError
   */
  executeText?:
    | ((
        body: string,
        entities: number | undefined,
        caller: Caller,
        patience?: Patience,
      ) => Promise<TextAnswer>)
    | undefined;
  /** Whether its streams say where they begin and where each event stands: ours do. */
  readonly tellsPlaces: boolean;
  /**
   * Opens a stream, or answers with errors. It ends when `signal` aborts, even while it waits; the stream throws a
   * StreamInterruptedError when the way to the subgraph breaks.
   * @throws SubgraphUnavailableError
   */
  subscribe(
    operation: Operation,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<AsyncIterable<StreamResult> | StreamResult>;
  /** Whether it can answer. Never throws. */
  ready(): Promise<boolean>;
  /** Tells a meter of each repeated request, and whenever it is left alone for a moment or asked again. */
  observe?(meter: Pick<SubgraphMeter, 'retried' | 'circuit'>): void;
  close(): Promise<void>;
}

/** A subgraph that could not be reached, or did not answer in time or in form. */
export class SubgraphUnavailableError extends Error {
  override readonly name = 'SubgraphUnavailableError';

  constructor(
    readonly subgraph: string,
    options?: ErrorOptions,
  ) {
    super(`The subgraph ${subgraph} did not answer`, options);
  }
}

/** A stream that broke off although its subgraph did not end it: it could be opened again. */
export class StreamInterruptedError extends Error {
  override readonly name = 'StreamInterruptedError';

  constructor(subgraph: string, options?: ErrorOptions) {
    super(`A stream of the subgraph ${subgraph} was interrupted`, options);
  }
}

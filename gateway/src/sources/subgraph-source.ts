import type { Caller, Operation } from '@ketqua/platform';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';

/** What a stream yields: results as they travel. */
export type StreamResult = ExecutionResult | FormattedExecutionResult;

/** A subgraph as the gateway calls it, in this process or over the network. */
export interface SubgraphSource {
  readonly name: string;
  /** Runs a query or a mutation for a caller. @throws SubgraphUnavailableError */
  execute(operation: Operation, caller: Caller): Promise<FormattedExecutionResult>;
  /**
   * Opens a stream, or answers with errors. It ends when `signal` aborts, even while it waits.
   * @throws SubgraphUnavailableError
   */
  subscribe(
    operation: Operation,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<AsyncIterable<StreamResult> | StreamResult>;
  /** Whether it can answer. Never throws. */
  ready(): Promise<boolean>;
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

import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import type { Caller } from '@ketqua/platform';
import type { Patience } from '../sources/subgraph-source.js';
import type { SupergraphState } from '../supergraph/supergraph-state.js';
import type { RequestOutcome } from './request-log.js';

/**
 * What the subgraphs answered to an operation that was known, where there are errors in it: Apollo Server is to say it, and
 * nobody to be asked again.
 */
export interface KnownAnswer {
  readonly state: SupergraphState;
  readonly result: GatewayExecutionResult;
}

/** What travels with one GraphQL request through Apollo Server. */
export interface RequestContext {
  readonly caller: Caller;
  /** How long the client waits. */
  readonly patience: Patience;
  /** Whether the page keeps its session in cookies, and must not see its tokens. */
  readonly keepsSessionInCookies: boolean;
  /** What the client wants its answer in. */
  readonly mediaType: 'application/json' | 'application/graphql-response+json';
  /** What the log will tell of it. */
  readonly outcome: RequestOutcome;
  /** What the subgraphs have answered already, where the operation was known. */
  readonly known?: KnownAnswer | undefined;
  /** Adds a `Set-Cookie` header to the response. */
  setCookie(cookie: string): void;
}

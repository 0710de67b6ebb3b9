import type { Caller } from '@ketqua/platform';
import type { Patience } from '../sources/subgraph-source.js';
import type { RequestOutcome } from './request-log.js';

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
  /** Adds a `Set-Cookie` header to the response. */
  setCookie(cookie: string): void;
}

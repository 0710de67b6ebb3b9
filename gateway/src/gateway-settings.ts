import type { Execution } from './execution/execute-operation.js';
import type { Rates } from './limits/rate-limits.js';
import type { TrustedDocumentSettings } from './operations/trusted-documents.js';

/** How a gateway is to stand: where it listens and what it lets through. */
export interface GatewaySettings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Production: secure cookies, strict transport. */
  readonly isProduction: boolean;
  /** Who executes plans: `reference` is Apollo's executor, to compare with. */
  readonly execution?: Execution | undefined;
  /** Whether a query that was answered before goes to its subgraphs at once, past Apollo Server; so it is where nothing is said. */
  readonly shortWay?: boolean | undefined;
  /** Whether clients may read the schema: in development only. */
  readonly introspection: boolean;
  /** Whether GraphiQL is served, to browsers that open /graphql or /graphiql. */
  readonly graphiql?: boolean;
  /**
   * Whether the door has its limits and masks what was not foreseen. Not where the gateway stands before a supergraph that
   * is not ours: what is too much there, and what may be told, we do not know.
   */
  readonly isGuarded: boolean;
  /** How often who may ask; absent: as often as they like. */
  readonly rates?: Rates | undefined;
  /** Which documents are executed; absent: all that are valid. */
  readonly trustedDocuments?: TrustedDocumentSettings | undefined;
  /** Whether GET /dev/messages exists; it answers callers on this machine only. */
  readonly developmentMessages: boolean;
  /** How many proxies stand before the gateway and add to `X-Forwarded-For`. */
  readonly trustedProxies: number;
  /** Origins besides the gateway's own host from which a page may open a socket. */
  readonly origins: readonly string[];
  /** The bearer token with which a collector elsewhere reads `/metrics` in production; absent: loopback alone may. */
  readonly metricsToken?: string | undefined;
  /** How long a gateway that was told to end goes on listening, for load balancers to hear of it, in milliseconds. */
  readonly drainMilliseconds?: number;
  /** How long a subgraph's stream that broke off is opened anew before its subscribers are told, in milliseconds; absent: a minute. */
  readonly streamPatience?: number;
  /** How long a client may take to read an answer before it is cut, in milliseconds; absent: two minutes. */
  readonly readingPatience?: number;
  /** The folder of the built web app, when there is one. */
  readonly webRoot: string | undefined;
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AccessTokens,
  type EventLog,
  type Logger,
  MetricsRegistry,
  watchEventLog,
} from '@ketqua/platform';
import { apolloServer } from './apollo-server.js';
import { Authenticator } from './authentication/authenticate.js';
import { Revocations } from './authentication/revocations.js';
import { EventStreams } from './event-streams/event-streams.js';
import type { GatewaySettings } from './gateway-settings.js';
import { Draining } from './http/draining.js';
import { httpApp } from './http/http-app.js';
import { boundedPipelines } from './http/pipelining.js';
import { RateLimits } from './limits/rate-limits.js';
import { RequestCounts } from './limits/request-counts.js';
import { Metrics } from './observation/metrics.js';
import { observedSource } from './observation/observed-source.js';
import { TrustedDocuments } from './operations/trusted-documents.js';
import { SocketAddresses } from './sockets/socket-addresses.js';
import { asksForSocket, serveSockets } from './sockets/socket-server.js';
import type { SubgraphSource } from './sources/subgraph-source.js';
import { EntityBatches } from './subscriptions/entity-batches.js';
import { FederatedSubscriptions } from './subscriptions/federated-subscriptions.js';
import type { SubgraphAddress } from './supergraph/supergraph-state.js';
import { Supergraphs } from './supergraph/supergraphs.js';

/** Where accounts are known. */
export interface Access {
  readonly tokens: AccessTokens;
  readonly events: EventLog;
  /** Counts of requests name nobody: their names are made with a key that is derived from it. */
  readonly masterKey: Uint8Array;
}

/** What a gateway is opened with. */
export interface GatewayParts {
  /** The composed supergraph to begin with. */
  readonly supergraphSdl: string;
  /** Gives what asks a subgraph of a supergraph that is loaded. @throws Error where there is no such subgraph. */
  readonly sourceOf: (subgraph: SubgraphAddress) => SubgraphSource;
  /** What access tokens are read with, and where revocations are heard of; without it everybody is anonymous. */
  readonly access?: Access;
  readonly log: Logger;
  readonly settings: GatewaySettings;
  /** What `/metrics` tells besides the gateway's own. */
  readonly metrics?: MetricsRegistry;
}

/** How long after it was told to end the gateway waits for requests that run, in milliseconds. */
const drainPatience = 12_000;

/** How long nothing may move on a connection over HTTP, in milliseconds: a laboratory's file may take three minutes. */
const idleConnection = 200_000;

/** A gateway that answers. */
export interface Gateway {
  /** Where its door is, as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Puts another supergraph in force, as `Supergraphs.load`. */
  load(supergraphSdl: string): boolean;
  /**
   * Ends it: `/readyz` says 503 at once, sockets are told to go elsewhere, requests that run are finished (at most
   * 12 s), then the door and the gateway's own consumers are closed; not the sources.
   */
  close(): Promise<void>;
}

/**
 * Opens the public door: POST /graphql, graphql-transport-ws, health and the web app on one port.
 * @throws Error when the supergraph cannot be read or the port is taken (EADDRINUSE).
 */
export async function openGateway(parts: GatewayParts): Promise<Gateway> {
  const { supergraphSdl, access, log, settings } = parts;
  const documents = settings.trustedDocuments && TrustedDocuments.read(settings.trustedDocuments);
  const metrics = new Metrics(parts.metrics ?? new MetricsRegistry());
  if (access) watchEventLog(metrics.registry, access.events);
  const draining = new Draining();
  metrics.inFlight = () => draining.count;
  const sourceOf = (subgraph: SubgraphAddress) =>
    observedSource(parts.sourceOf(subgraph), metrics.subgraph(subgraph.name));
  const supergraphs = new Supergraphs(supergraphSdl, sourceOf, log, metrics.planCache('operations'));
  const revocations = access ? await Revocations.open(access.events, log) : Revocations.none();
  const subscriptions = new FederatedSubscriptions({
    supergraphs,
    execution: settings.execution ?? 'compiled',
    batches: new EntityBatches(log),
    epochOf: (viewer) => revocations.epochOf(viewer),
    metrics,
    log,
    streamPatience: settings.streamPatience,
  });
  const authenticator = new Authenticator(access?.tokens, revocations);
  const counts = settings.rates && (await RequestCounts.open({ shared: sharedBy(access), log }));
  const rateLimits = counts && new RateLimits(counts, settings.rates, metrics, log);
  const server = await apolloServer({ supergraphs, settings, log });
  if (documents && settings.trustedDocuments?.isEnforced) metrics.operations.knowOnly(documents.names);
  const carried = {
    authenticator,
    revocations,
    documents,
    rateLimits,
    addresses: new SocketAddresses(settings.trustedProxies, rateLimits),
    subscriptions,
    settings,
    metrics,
    log,
  };
  const eventStreams = new EventStreams(carried);
  const app = httpApp({
    server,
    documents,
    rateLimits,
    authenticator,
    supergraphs,
    metrics,
    draining,
    eventStreams,
    settings,
    log,
  });
  const http = createServer(
    {
      requestTimeout: 60_000,
      headersTimeout: 10_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
      shouldUpgradeCallback: asksForSocket,
    },
    boundedPipelines(app),
  );
  // A connection on which nothing moves for longer than any answer may take: its client does not read.
  http.setTimeout(idleConnection);
  const closeSockets = serveSockets(http, carried);
  const close = async () => {
    const toldAt = performance.now();
    draining.begin();
    eventStreams.close();
    await Promise.all([closeSockets(), sleep(settings.drainMilliseconds ?? 0)]);
    const closed = new Promise((resolve) => http.close(resolve));
    http.closeIdleConnections();
    await draining.landed(drainPatience - (performance.now() - toldAt));
    http.closeAllConnections();
    await closed;
    await server.stop();
    await revocations.close();
    await counts?.close();
  };
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(settings.port, settings.host, resolve);
    });
  } catch (error) {
    await server.stop();
    await revocations.close();
    await counts?.close();
    throw error;
  }
  const { port } = http.address() as AddressInfo;
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  let closing: Promise<void> | undefined;
  return {
    url: `http://${host}:${port}`,
    load: (sdl) => supergraphs.load(sdl),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** What counts of requests are shared by: the database that the event log is in. */
function sharedBy(access: Access | undefined) {
  return access && { database: access.events.database, masterKey: access.masterKey };
}

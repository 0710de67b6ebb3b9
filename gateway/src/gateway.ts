import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccessTokens, EventLog, Logger } from '@ketqua/platform';
import { apolloServer } from './apollo-server.js';
import { Authenticator } from './authentication/authenticate.js';
import { Revocations } from './authentication/revocations.js';
import type { GatewaySettings } from './gateway-settings.js';
import { httpApp } from './http/http-app.js';
import { Metrics } from './observation/metrics.js';
import { serveSockets } from './sockets/socket-server.js';
import { subscriptionProtocol } from './sockets/subscription-protocol.js';
import type { SubgraphSource } from './sources/subgraph-source.js';
import { FederatedSubscriptions } from './subscriptions/federated-subscriptions.js';
import type { SubgraphAddress } from './supergraph/supergraph-state.js';
import { Supergraphs } from './supergraph/supergraphs.js';

/** What a gateway is opened with. */
export interface GatewayParts {
  /** The composed supergraph to begin with. */
  readonly supergraphSdl: string;
  /** Gives what asks a subgraph of a supergraph that is loaded. @throws Error where there is no such subgraph. */
  readonly sourceOf: (subgraph: SubgraphAddress) => SubgraphSource;
  readonly tokens: AccessTokens;
  /** Where revocations are heard of. */
  readonly events: EventLog;
  readonly log: Logger;
  readonly settings: GatewaySettings;
}

/** A gateway that answers. */
export interface Gateway {
  /** Where its door is, as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Puts another supergraph in force, as `Supergraphs.load`. */
  load(supergraphSdl: string): boolean;
  /** Closes the door, the streams and the gateway's own consumers; not the sources. */
  close(): Promise<void>;
}

/**
 * Opens the public door: POST /graphql, graphql-transport-ws, health and the web app on one port.
 * @throws Error when the supergraph cannot be read or the port is taken (EADDRINUSE).
 */
export async function openGateway(parts: GatewayParts): Promise<Gateway> {
  const { supergraphSdl, sourceOf, tokens, events, log, settings } = parts;
  const metrics = new Metrics();
  const supergraphs = new Supergraphs(supergraphSdl, sourceOf, log);
  const subscriptions = new FederatedSubscriptions(supergraphs, log);
  const revocations = await Revocations.open(events, log);
  const authenticator = new Authenticator(tokens, revocations);
  const server = await apolloServer({ supergraphs, settings, log });
  const app = httpApp({ server, authenticator, supergraphs, metrics, settings, log });
  const http = createServer(
    { requestTimeout: 60_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 },
    app,
  );
  const protocol = subscriptionProtocol({ authenticator, subscriptions, settings, metrics, log });
  const closeSockets = serveSockets(http, { protocol, revocations, settings, metrics, log });
  const close = async () => {
    await closeSockets();
    await new Promise((resolve) => {
      http.close(resolve);
      http.closeIdleConnections();
      setTimeout(() => http.closeAllConnections(), 3_000).unref();
    });
    await server.stop();
    await revocations.close();
  };
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(settings.port, settings.host, resolve);
    });
  } catch (error) {
    await server.stop();
    await revocations.close();
    throw error;
  }
  const { port } = http.address() as AddressInfo;
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return { url: `http://${host}:${port}`, load: (sdl) => supergraphs.load(sdl), close };
}

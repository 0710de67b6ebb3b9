import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { RequestSigner } from '@ketqua/platform';
import { silentLog } from '@ketqua/platform/testing';
import { type FormattedExecutionResult, graphql, parse } from 'graphql';
import { WebSocketServer } from 'ws';
import { plainSettings, readPlainGatewayEnvironment } from '../environment.js';
import { type Gateway, openGateway } from '../gateway.js';
import type { GatewaySettings } from '../gateway-settings.js';
import { remoteSource } from '../sources/remote-source.js';
import type { SubgraphSource } from '../sources/subgraph-source.js';

/** A request as it reaches a subgraph. */
export interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly extensions?: Record<string, unknown>;
}

/** A subgraph that knows nothing of us. */
export interface ForeignSubgraph {
  readonly sdl: string;
  readonly resolvers?: object;
  /** What it answers instead of executing; undefined: it executes. */
  readonly answer?: (
    asked: Asked,
  ) => { readonly status?: number; readonly body: string | Buffer } | undefined;
  /** What it does when it is asked for a stream. */
  readonly stream?: (asked: Asked, told: ForeignStream) => void;
}

/** A stream of a subgraph, as its server writes it. */
export interface ForeignStream {
  /** Tells a result; as a text it may be JSON that nobody could write out of an object. */
  next(result: object | string): void;
  /** Has the network break. */
  breakOff(): void;
  /** Says that it is over. */
  complete(): void;
  /** Closes the socket of all its streams with a code. */
  close(code: number): void;
  /** Reads nothing any more, and says nothing. */
  fallSilent(): void;
}

/** The link of a subgraph to Federation 2, with what it imports. */
export function federation(...imports: string[]): string {
  const names = imports.map((name) => `"@${name}"`).join(', ');
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names}])\n`;
}

/** A gateway as `--supergraph` opens it, before subgraphs of somebody else's on real sockets. */
export class ForeignSupergraph {
  /** What reached the subgraphs, in order. */
  readonly asked: (Asked & { readonly subgraph: string })[] = [];
  readonly #servers: Server[] = [];
  readonly #sources: SubgraphSource[] = [];
  #gateway!: Gateway;

  static async open(
    subgraphs: Readonly<Record<string, ForeignSubgraph>>,
    given: Partial<GatewaySettings> = {},
    /** What requests are signed with: subgraphs of a signing gateway are believed to tell places. */
    signer?: RequestSigner,
  ): Promise<ForeignSupergraph> {
    const opened = new ForeignSupergraph();
    const served = [];
    for (const [name, subgraph] of Object.entries(subgraphs)) {
      const url = await opened.#serve(name, subgraph);
      served.push({ name, url, typeDefs: parse(subgraph.sdl) });
    }
    const { supergraphSdl, errors } = composeServices(served);
    if (!supergraphSdl) throw new Error(String(errors));
    opened.#gateway = await openGateway({
      supergraphSdl,
      sourceOf({ name, url }) {
        const source = remoteSource({ name, url, signer, deadline: 20_000 });
        opened.#sources.push(source);
        return source;
      },
      log: silentLog,
      settings: { ...plainSettings(readPlainGatewayEnvironment({ KETQUA_PORT: '0' })), ...given },
    });
    return opened;
  }

  /** Where its gateway is asked. */
  get url(): string {
    return `${this.#gateway.url}/graphql`;
  }

  /** Asks the gateway, and gives what it answers. */
  async ask(query: string, variables?: Record<string, unknown>): Promise<FormattedExecutionResult> {
    return JSON.parse((await this.askBytes(query, variables)).toString('utf8'));
  }

  /** Asks the gateway, and gives the bytes that it answers. Variables may be JSON that nobody could write out of an object. */
  async askBytes(query: string, variables: Record<string, unknown> | string = {}): Promise<Buffer> {
    const json = typeof variables === 'string' ? variables : JSON.stringify(variables);
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":${JSON.stringify(query)},"variables":${json}}`,
    });
    return Buffer.from(await response.arrayBuffer());
  }

  async close(): Promise<void> {
    await this.#gateway.close();
    for (const source of this.#sources) await source.close();
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  async #serve(subgraph: string, { sdl, resolvers = {}, answer, stream }: ForeignSubgraph): Promise<string> {
    const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const asked = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
      this.asked.push({ ...asked, subgraph });
      const given = answer?.(asked);
      response.writeHead(given?.status ?? 200, { 'content-type': 'application/json' });
      const executed = { schema, source: asked.query, variableValues: asked.variables };
      response.end(given?.body ?? JSON.stringify(await graphql(executed)));
    });
    if (stream) serveStreams(server, stream);
    this.#servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  }
}

/** Speaks graphql-transport-ws by hand, so that a test says each word. */
function serveStreams(server: Server, stream: NonNullable<ForeignSubgraph['stream']>): void {
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' });
  sockets.on('connection', (socket) => {
    socket.on('error', () => undefined);
    socket.on('message', (text) => {
      const { type, id, payload } = JSON.parse(String(text)) as { type: string; id: string; payload: Asked };
      if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
      if (type !== 'subscribe') return;
      stream(payload, {
        next(result) {
          const json = typeof result === 'string' ? result : JSON.stringify(result);
          socket.send(`{"id":${JSON.stringify(id)},"type":"next","payload":${json}}`);
        },
        breakOff: () => socket.terminate(),
        complete: () => socket.send(JSON.stringify({ id, type: 'complete' })),
        close: (code) => socket.close(code),
        fallSilent: () => socket.pause(),
      });
    });
  });
}

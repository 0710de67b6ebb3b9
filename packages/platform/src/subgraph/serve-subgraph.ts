import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Logger } from '../log.js';
import { InFlight } from '../process/in-flight.js';
import { watchJobs } from '../telemetry/job-metrics.js';
import { MetricsRegistry } from '../telemetry/metrics-registry.js';
import { OperationMetrics } from '../telemetry/operation-metrics.js';
import { continueTrace } from '../telemetry/tracing.js';
import {
  operationBody,
  RequestVerifier,
  signatureHeader,
  streamExtension,
  UnsignedRequestError,
} from '../viewer/signed-request.js';
import type { Caller } from '../viewer/viewer.js';
import { largestStreamFrame, type Operation, type Subgraph } from './subgraph.js';

const maximalBody = 20 * 1024 * 1024;

/** How long a subgraph that was told to end still takes new operations, in milliseconds: until none comes, at most this. */
const drainNotice = { quiet: 500, atMost: 3_000 };

/** How long after it was told to end a subgraph waits for what runs, in milliseconds. */
const drainPatience = 12_000;

/** A subgraph that answers the gateway. */
export interface ServedSubgraph {
  readonly url: string;
  /** `/readyz` says 503 at once; what runs is finished, at most 12 s; then the door is closed. */
  close(): Promise<void>;
}

/** How a subgraph is served. */
interface Door {
  readonly host: string;
  readonly port: number;
  readonly masterKey: Uint8Array;
  readonly log: Logger;
  /** What `/metrics` tells besides the operations and jobs; without it these alone. */
  readonly metrics?: MetricsRegistry;
  /** How long it goes on taking operations when it is told to end; by itself up to 3 s, while any come. */
  readonly drain?: { readonly quiet: number; readonly atMost: number };
}

/** What answers at the door. */
interface Served {
  readonly subgraph: Subgraph;
  readonly verifier: RequestVerifier;
  readonly registry: MetricsRegistry;
  readonly metrics: OperationMetrics;
  readonly flights: InFlight;
  isDraining: boolean;
}

/**
 * Serves a subgraph to the gateway: POST /graphql and graphql-transport-ws on one port. What the gateway did not
 * sign is refused with 401, `_service` and `_entities` included; on a socket, operation by operation.
 */
export async function serveSubgraph(subgraph: Subgraph, door: Door): Promise<ServedSubgraph> {
  const { host, port, masterKey, log, metrics: registry = new MetricsRegistry() } = door;
  const notice = door.drain ?? drainNotice;
  if (subgraph.jobs) watchJobs(registry, subgraph.jobs);
  const served: Served = {
    subgraph,
    verifier: new RequestVerifier(masterKey, subgraph.name),
    registry,
    metrics: new OperationMetrics(registry),
    flights: new InFlight(),
    isDraining: false,
  };
  const server = createServer((request, response) => {
    answer(served, request, response).catch((error: unknown) => {
      log.error({ error }, 'a request failed');
      if (!response.headersSent)
        end(response, 500, { errors: [{ message: 'Something went wrong on our side' }] });
    });
  });
  server.keepAliveTimeout = 65_000;
  const sockets = serveSockets(served, server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  const close = async () => {
    const toldAt = performance.now();
    served.isDraining = true;
    await served.flights.quiet(notice);
    const closed = new Promise((resolve) => server.close(resolve));
    await sockets.dispose();
    await served.flights.landed(drainPatience - (performance.now() - toldAt));
    server.closeAllConnections();
    await closed;
  };
  let closing: Promise<void> | undefined;
  return {
    url: `http://${host}:${bound}/graphql`,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

async function answer(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { subgraph, registry } = served;
  if (request.url === '/livez') return end(response, 200, { status: 'live' });
  if (request.url === '/readyz') {
    const ready = !served.isDraining && (await subgraph.ready());
    return end(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' });
  }
  if (request.method === 'GET' && request.url === '/metrics') {
    response.writeHead(200, { 'content-type': registry.contentType });
    return void response.end(await registry.text());
  }
  if (request.method !== 'POST' || request.url !== '/graphql')
    return end(response, 404, { status: 'not found' });
  const land = served.flights.begin();
  response.once('close', land);
  await answerOperation(served, request, response);
}

async function answerOperation(
  { subgraph, verifier, metrics, isDraining }: Served,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  if (isDraining) response.setHeader('connection', 'close');
  const body = await bodyOf(request);
  if (!body) return end(response, 413, { errors: [{ message: 'The body is too large' }] });
  let caller: Caller;
  try {
    caller = await verifier.verify(request.headers[signatureHeader], body);
  } catch (error) {
    if (!(error instanceof UnsignedRequestError)) throw error;
    metrics.unsigned();
    return end(response, 401, { errors: [{ message: error.message, extensions: { code: 'UNSIGNED' } }] });
  }
  const operation = JSON.parse(body.toString('utf8')) as Operation;
  const { traceparent } = request.headers;
  // Believed since the request is signed.
  const parent = typeof traceparent === 'string' ? traceparent : undefined;
  const result = await continueTrace(parent, () => subgraph.execute(operation, caller));
  metrics.answered(operation.query, (performance.now() - startedAt) / 1_000, result.errors);
  end(response, 200, result);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maximalBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function end(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function serveSockets({ subgraph, verifier, metrics }: Served, server: Server) {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: largestStreamFrame });
  return useServer(
    {
      schema: subgraph.schema,
      connectionInitWaitTimeout: 3_000,
      // The subgraph runs the operation itself: what graphql-ws would build is not wanted.
      onSubscribe: async (_context, _id, { query, variables, operationName, extensions }) => {
        const operation: Operation = {
          query,
          variables: variables ?? undefined,
          operationName: operationName ?? undefined,
          stream: extensions?.[streamExtension] as Operation['stream'],
        };
        const caller = await verifier
          .verify(extensions?.[signatureHeader], operationBody(operation))
          .catch(() => undefined);
        if (!caller) metrics.unsigned();
        if (!caller) return [new GraphQLError('The operation is not signed by the gateway')];
        return { schema: subgraph.schema, document: unusedDocument, contextValue: { operation, caller } };
      },
      subscribe: async ({ contextValue }) => {
        const { operation, caller } = contextValue as { operation: Operation; caller: Caller };
        const abort = new AbortController();
        const result = await subgraph.subscribe(operation, caller, abort.signal);
        if (!(Symbol.asyncIterator in result)) return result;
        abort.signal.addEventListener('abort', metrics.streamOpened(), { once: true });
        return endingWith(result, abort);
      },
    },
    sockets,
  );
}

/** graphql-ws asks for a document to see that it is a subscription; the operation itself travels as text. */
const unusedDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'subscription',
      selectionSet: { kind: 'SelectionSet', selections: [] },
    },
  ],
} as never;

/** Aborts when the stream ends, and when the consumer leaves, also while the source waits for an event. */
export function endingWith<T>(source: AsyncIterable<T>, abort: AbortController): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  return {
    async next() {
      try {
        const step = (await iterator.next()) as IteratorResult<T, undefined>;
        if (step.done) abort.abort();
        return step;
      } catch (error) {
        abort.abort();
        throw error;
      }
    },
    async return() {
      abort.abort();
      await iterator.return?.();
      return { done: true, value: undefined };
    },
    async throw(error) {
      abort.abort();
      await iterator.return?.();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      abort.abort();
      await iterator.return?.();
    },
  };
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Logger } from '../log.js';
import {
  operationBody,
  RequestVerifier,
  signatureHeader,
  UnsignedRequestError,
} from '../viewer/signed-request.js';
import type { Caller } from '../viewer/viewer.js';
import type { Operation, Subgraph } from './subgraph.js';

const maximalBody = 20 * 1024 * 1024;

export interface ServedSubgraph {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a subgraph to the gateway: POST /graphql and graphql-transport-ws on one port. What the gateway did not
 * sign is refused with 401, `_service` and `_entities` included; on a socket, operation by operation.
 */
export async function serveSubgraph(
  subgraph: Subgraph,
  { host, port, masterKey, log }: { host: string; port: number; masterKey: Uint8Array; log: Logger },
): Promise<ServedSubgraph> {
  const verifier = new RequestVerifier(masterKey, subgraph.name);
  const server = createServer((request, response) => {
    answer(subgraph, verifier, request, response).catch((error: unknown) => {
      log.error({ error }, 'a request failed');
      if (!response.headersSent)
        end(response, 500, { errors: [{ message: 'Something went wrong on our side' }] });
    });
  });
  server.keepAliveTimeout = 65_000;
  const sockets = serveSockets(subgraph, verifier, server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${bound}/graphql`,
    async close() {
      await sockets.dispose();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  subgraph: Subgraph,
  verifier: RequestVerifier,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.url === '/livez') return end(response, 200, { status: 'live' });
  if (request.url === '/readyz') {
    const ready = await subgraph.ready();
    return end(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' });
  }
  if (request.method !== 'POST' || request.url !== '/graphql')
    return end(response, 404, { status: 'not found' });
  const body = await bodyOf(request);
  if (!body) return end(response, 413, { errors: [{ message: 'The body is too large' }] });
  let caller: Caller;
  try {
    caller = await verifier.verify(request.headers[signatureHeader], body);
  } catch (error) {
    if (!(error instanceof UnsignedRequestError)) throw error;
    return end(response, 401, { errors: [{ message: error.message, extensions: { code: 'UNSIGNED' } }] });
  }
  end(response, 200, await subgraph.execute(JSON.parse(body.toString('utf8')) as Operation, caller));
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

function serveSockets(subgraph: Subgraph, verifier: RequestVerifier, server: Server) {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: 64 * 1024 });
  return useServer(
    {
      schema: subgraph.schema,
      connectionInitWaitTimeout: 3_000,
      // The subgraph runs the operation itself: what graphql-ws would build is not wanted.
      onSubscribe: async (_context, _id, { query, variables, operationName, extensions }) => {
        const operation = {
          query,
          variables: variables ?? undefined,
          operationName: operationName ?? undefined,
        };
        const caller = await verifier
          .verify(extensions?.[signatureHeader], operationBody(operation))
          .catch(() => undefined);
        if (!caller) return [new GraphQLError('The operation is not signed by the gateway')];
        return { schema: subgraph.schema, document: unusedDocument, contextValue: { operation, caller } };
      },
      subscribe: async ({ contextValue }) => {
        const { operation, caller } = contextValue as { operation: Operation; caller: Caller };
        const abort = new AbortController();
        const result = await subgraph.subscribe(operation, caller, abort.signal);
        return Symbol.asyncIterator in result ? endingWith(result, abort) : result;
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

/** Aborts the source when the consumer leaves, also while it waits for an event. */
export function endingWith<T>(source: AsyncIterable<T>, abort: AbortController): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  return {
    next: () => iterator.next() as Promise<IteratorResult<T, undefined>>,
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

import { randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import {
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  Kind,
  parse,
  subscribe,
  validate,
} from 'graphql';
import { CursorExpiredError } from '../events/cursor.js';
import { SlowSubscriberError } from '../events/event-stream.js';
import { type StreamNotes, type StreamWishes, takeNotes } from '../events/stream-notes.js';
import type { JobQueue } from '../jobs/job-queue.js';
import type { Logger } from '../log.js';
import { askedKindOf } from '../telemetry/operation-metrics.js';
import { inSpan } from '../telemetry/tracing.js';
import type { Caller } from '../viewer/viewer.js';
import { beginningAt, withPlace, withWrittenAt } from './stream-extensions.js';

/** Bytes of a frame in which a stream of a subgraph is asked for: one that is larger would close the socket of all. */
export const largestStreamFrame = 256 * 1024;

/** An operation as it travels from the gateway. */
export interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown> | undefined;
  readonly operationName?: string | undefined;
  /** What is wanted of the stream that it opens; with it the stream tells where it begins and where its events stand. */
  readonly stream?: StreamWishes | undefined;
}

/** A running subgraph, called in this process or served over HTTP and WebSocket. */
export interface Subgraph {
  readonly name: string;
  readonly schema: GraphQLSchema;
  execute(operation: Operation, caller: Caller): Promise<FormattedExecutionResult>;
  /** Opens a stream, or answers with errors. It ends when `signal` aborts. */
  subscribe(
    operation: Operation,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
  /** Whether it can answer: its database does. */
  ready(): Promise<boolean>;
  close(): Promise<void>;
  /** The jobs that it works on, where it has any. */
  readonly jobs?: JobQueue | undefined;
}

/** What a subgraph brings to be run. */
export interface SubgraphParts<Context extends Caller> {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  /** Makes the context of one request: a fork of the EntityManager, the caller, the services. */
  contextOf(caller: Caller, signal?: AbortSignal): Context;
  ready(): Promise<boolean>;
  close(): Promise<void>;
  readonly jobs?: JobQueue;
}

/** Codes that a client may see; an error with none of these was not foreseen. */
const knownCodes = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'RATE_LIMITED',
  'CURSOR_EXPIRED',
  'SLOW_SUBSCRIBER',
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
]);

/**
 * What leaves the house of an error: code and path where it was foreseen; else a number that the log knows. An
 * error in a variable is told by its path: graphql-js quotes the value, which may be personal.
 */
export function maskError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Logger,
): GraphQLFormattedError {
  const original = error instanceof GraphQLError ? error.originalError : error;
  if (original instanceof CursorExpiredError) return withCode(formatted, original.message, 'CURSOR_EXPIRED');
  if (original instanceof SlowSubscriberError)
    return withCode(formatted, original.message, 'SLOW_SUBSCRIBER');
  const code = formatted.extensions?.code;
  if (typeof code === 'string' && knownCodes.has(code)) {
    const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
    return { ...formatted, message: withoutValues(formatted.message), extensions };
  }
  const id = randomUUID();
  log.error({ id, field: fieldOf(error), error: original ?? error }, 'unforeseen error');
  return {
    message: 'Something went wrong on our side',
    ...(formatted.path && { path: formatted.path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR', id },
  };
}

/** The field of the schema where an error arose. Its path holds names that the caller chose. */
function fieldOf(error: unknown): string | undefined {
  const node = error instanceof GraphQLError ? error.nodes?.[0] : undefined;
  return node?.kind === Kind.FIELD ? node.name.value : undefined;
}

function withCode(formatted: GraphQLFormattedError, message: string, code: string): GraphQLFormattedError {
  return { message, ...(formatted.path && { path: formatted.path }), extensions: { code } };
}

/** `Variable "$input" got invalid value "…" at "input.phone"; …` without the value. */
export function withoutValues(message: string): string {
  const invalid = /^Variable "\$(\w+)" got invalid value .*?(?: at "([^"]+)")?; (.*)$/s.exec(message);
  if (!invalid) return message;
  const reason = /^(\w+ must be .*|Field "\w+" .*|Expected type "[^"]+" to be an object\.)/.exec(invalid[3]!);
  return `${invalid[2] ?? invalid[1]} is not valid${reason ? `: ${reason[1]}` : ''}`;
}

/** Puts a subgraph's parts together. */
export async function runSubgraph<Context extends Caller>(parts: SubgraphParts<Context>): Promise<Subgraph> {
  const { name, schema, log } = parts;
  const server = new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    formatError: (formatted, error) => maskError(formatted, error, log),
    stopOnTerminationSignals: false,
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => log.error('server error'),
    },
  });
  await server.start();
  const documents = new Map<string, DocumentNode>();
  const documentOf = (query: string): DocumentNode => {
    let document = documents.get(query);
    if (!document) {
      document = parse(query);
      const [invalid] = validate(schema, document);
      if (invalid) throw invalid;
      if (documents.size >= 500) documents.clear();
      documents.set(query, document);
    }
    return document;
  };
  return {
    name,
    schema,
    jobs: parts.jobs,
    execute(operation, caller) {
      const { query, variables, operationName } = operation;
      const span = {
        name: `${name} ${askedKindOf(query)}`,
        kind: 'server',
        attributes: { room: name },
      } as const;
      return inSpan(span, async (open) => {
        const { body } = await server.executeOperation<Record<string, unknown>>(
          { query, variables, operationName },
          { contextValue: parts.contextOf(caller) },
        );
        if (body.kind !== 'single') throw new Error('A subgraph answers at once');
        const { errors } = body.singleResult;
        if (errors?.length) open?.fail(String(errors[0]!.extensions?.code));
        return body.singleResult;
      });
    },
    async subscribe(operation, caller, signal) {
      const mask = (error: GraphQLError) => masked(error, log);
      let document: DocumentNode;
      try {
        document = documentOf(operation.query);
      } catch (error) {
        return { errors: [error as GraphQLError] };
      }
      const notes = operation.stream && takeNotes(signal, operation.stream);
      const result = await subscribe({
        schema,
        document,
        variableValues: operation.variables,
        operationName: operation.operationName,
        contextValue: parts.contextOf(caller, signal),
      });
      if (!(Symbol.asyncIterator in result)) return { ...result, errors: result.errors?.map(mask) };
      return told(result, { mask, signal, notes });
    },
    ready: parts.ready,
    async close() {
      await server.stop();
      await parts.close();
    },
  };
}

function masked(error: GraphQLError, log: Logger): GraphQLError {
  const { message, path, extensions } = maskError(error.toJSON(), error, log);
  return new GraphQLError(message, { ...(path && { path }), extensions });
}

/** How the results of a stream leave the house. */
interface Telling {
  readonly mask: (error: GraphQLError) => GraphQLError;
  readonly signal: AbortSignal;
  readonly notes: StreamNotes | undefined;
}

async function* told(results: AsyncIterable<ExecutionResult>, { mask, signal, notes }: Telling) {
  const iterator = results[Symbol.asyncIterator]();
  try {
    let next = iterator.next();
    const begun = notes && (await Promise.race([notes.begun, settled(next)]));
    if (begun !== undefined) yield beginningAt(begun);
    for (;;) {
      const { done, value } = (await next) as IteratorResult<ExecutionResult, undefined>;
      if (done) return;
      const result = withWrittenAt(notes ? withPlace(value, notes) : value, signal);
      yield result.errors ? { ...result, errors: result.errors.map(mask) } : result;
      next = iterator.next();
    }
  } catch (error) {
    // The source itself ended with an error: told as the stream's last result.
    yield { errors: [mask(new GraphQLError('The stream ended', { originalError: error as Error }))] };
  } finally {
    await iterator.return?.();
  }
}

/** Resolves to nothing when the other does, however it ends. */
function settled(promise: Promise<unknown>): Promise<undefined> {
  return promise.then(
    () => undefined,
    () => undefined,
  );
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Request } from 'express';
import { type LRU, lru } from 'tiny-lru';
import type { RequestOutcome } from '../operations/request-log.js';

const json = 'application/json';
const graphqlResponse = 'application/graphql-response+json';

/** The media types of a GraphQL answer over HTTP. */
export type MediaType = typeof json | typeof graphqlResponse;

const longText = 2_048;

/** How long a client may take to read an answer where nothing else is set, in milliseconds. */
const longestReading = 120_000;

/** Why a request is answered before it reaches GraphQL. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly code: string;
  /** Seconds until it may be tried again. */
  readonly retryAfter?: number;
}

/**
 * One request at /graphql and its answer. Headers are gathered and written at once: Node keeps them in a table of its own
 * otherwise, which costs more than all of them.
 */
export class Exchange {
  /** What the log will tell of it. */
  readonly outcome: RequestOutcome = {};
  readonly #headers: string[];

  /**
   * @param common names and values of the headers that every answer has
   * @param patience how long its client may take to read the answer, in milliseconds
   */
  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    common: readonly string[],
    private readonly patience = longestReading,
  ) {
    this.#headers = [...common];
  }

  /**
   * The media type that the client wants its answer in (GraphQL over HTTP, section 6.1): plain JSON where it says nothing;
   * undefined where it wants neither.
   */
  get acceptedType(): MediaType | undefined {
    return acceptedTypeOf(this.request.headers.accept);
  }

  /** The media type of the answer, whether the client wants it or not. */
  get mediaType(): MediaType {
    return this.acceptedType ?? json;
  }

  /** Adds a header, beside those of that name. */
  addHeader(name: string, value: string): void {
    this.#headers.push(name, value);
  }

  /** Whether the client wants a stream of events: it can read nothing else as one. */
  get wantsEvents(): boolean {
    return /\btext\/event-stream\b/i.test(this.request.headers.accept ?? '');
  }

  /** Begins an answer that goes on for as long as there is something to tell. */
  begin(status: number, contentType: string): void {
    this.addHeader('content-type', contentType);
    this.outcome.isStream = true;
    this.response.writeHead(status, this.#headers);
    this.response.flushHeaders();
  }

  /** Answers, once; the code units of a text in `latin1` are bytes already. */
  send(status: number, contentType: string, text: string, encoding: 'utf8' | 'latin1' = 'utf8'): void {
    const { response } = this;
    if (response.headersSent || response.destroyed) return;
    // To count the bytes of a long text takes as long as to make them; a short one travels with its headers as it is.
    const isLong = text.length > longText;
    const bytes = isLong ? Buffer.from(text, encoding) : text;
    this.addHeader('content-type', contentType);
    this.addHeader('content-length', String(Buffer.byteLength(bytes, encoding)));
    response.writeHead(status, this.#headers);
    response.end(bytes, encoding);
    // What is not on its way at once waits for its client to read.
    if (response.writableLength) cutLate(response, this.patience);
  }

  /** Answers with one error, in the media type that is asked for. */
  refuse({ status, message, code, retryAfter }: Refusal): void {
    this.outcome.codes = [code];
    if (retryAfter !== undefined) this.addHeader('retry-after', String(retryAfter));
    const extensions = { code, ...(retryAfter !== undefined && { retryAfter }) };
    const text = JSON.stringify({ errors: [{ message, extensions }] });
    this.send(status, `${this.mediaType}; charset=utf-8`, text);
  }
}

/** Cuts the connection of a client that does not read its answer. */
function cutLate(response: ServerResponse, patience: number): void {
  const late = setTimeout(() => response.destroy(), patience).unref();
  response.once('close', () => clearTimeout(late));
}

/** Clients say what they accept in a few ways; to read it costs as much as a small answer. */
const known: LRU<MediaType | null> = lru(100);
const longestKnown = 200;

function acceptedTypeOf(accept: string | undefined): MediaType | undefined {
  if (accept === undefined || accept === json) return json;
  const before = known.get(accept);
  if (before !== undefined) return before ?? undefined;
  const request = { headers: { accept } } as Request;
  const found = express.request.accepts.call(request, json, graphqlResponse) as MediaType | false;
  if (accept.length <= longestKnown) known.set(accept, found || null);
  return found || undefined;
}

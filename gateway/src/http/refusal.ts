import type { Request, Response } from 'express';
import { outcomeOf } from '../operations/request-log.js';

const json = 'application/json';
const graphqlResponse = 'application/graphql-response+json';

/** The media type that a client wants its answer in (GraphQL over HTTP, section 6.1): plain JSON where it says nothing. */
export function mediaTypeFor(request: Request): typeof json | typeof graphqlResponse {
  return request.accepts([json, graphqlResponse]) === graphqlResponse ? graphqlResponse : json;
}

/** Why a request is answered before it reaches GraphQL. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly code: string;
  /** Seconds until it may be tried again. */
  readonly retryAfter?: number;
}

/** Answers a request with one error, in the media type that it asks for. */
export function refuse(response: Response, { status, message, code, retryAfter }: Refusal): void {
  outcomeOf(response).codes = [code];
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  const extensions = { code, ...(retryAfter !== undefined && { retryAfter }) };
  response
    .status(status)
    .type(mediaTypeFor(response.req))
    .json({ errors: [{ message, extensions }] });
}

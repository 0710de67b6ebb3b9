import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type RequestHandler } from 'express';
import { limits } from '../limits/limits.js';
import type { Refusal } from './exchange.js';
import type { AskedBody } from './trusted-document.js';

const sizes = [limits.body, limits.queueBody, limits.fileBody];
const readers = new Map<number, RequestHandler>(sizes.map((limit) => [limit, express.json({ limit })]));

/** A body as clients send it: JSON in UTF-8, not compressed, of a length that is told. */
const plainType = /^application\/json(?:; ?charset=utf-8)?$/i;

/**
 * Reads the body of a request, or tells why it cannot be read; what it holds is never told. A body of another media type is
 * answered as one that asks for nothing.
 */
export function bodyOf(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
): Promise<{ readonly body: AskedBody } | Refusal> {
  // What is too large by its own word is not waited for: Node lets the rest of it run out.
  if (Number(request.headers['content-length']) > limit) return Promise.resolve(tooLarge);
  return isPlain(request, limit) ? plainBody(request) : unusualBody(request, response, limit);
}

/** Node lets no more of a body through than its header tells. */
function isPlain({ headers }: IncomingMessage, limit: number): boolean {
  const length = headers['content-length'];
  if (length === undefined || headers['content-encoding'] !== undefined) return false;
  return Number(length) <= limit && plainType.test(headers['content-type'] ?? '');
}

function plainBody(request: IncomingMessage): Promise<{ readonly body: AskedBody } | Refusal> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      resolve(parsed(bytes.toString('utf8')));
    });
    // Whoever is gone hears no answer, but the request has an end.
    request.once('close', () => {
      if (!request.complete) resolve(unreadable);
    });
  });
}

/** JSON's texts are more than GraphQL's requests: only objects and lists go on. */
function parsed(text: string): { readonly body: AskedBody } | Refusal {
  if (!text) return { body: {} };
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (!/^[\t\n\r ]*[[{]/.test(json)) return unreadable;
  try {
    return { body: JSON.parse(json) as AskedBody };
  } catch {
    return unreadable;
  }
}

function unusualBody(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
): Promise<{ readonly body: AskedBody } | Refusal> {
  const asked = request as IncomingMessage & { body?: AskedBody };
  return new Promise((resolve, reject) => {
    readers.get(limit)!(asked as never, response as never, (error?: unknown) => {
      if (!error) return resolve({ body: asked.body ?? {} });
      const { status } = error as { status?: unknown };
      if (typeof status !== 'number' || status >= 500) return reject(error);
      resolve(status === 413 ? tooLarge : unreadable);
    });
  });
}

/** Why what a stream is asked for by is too large for one: it goes to its subgraph in a frame, as a socket's does. */
export function streamRefusal(sent: AskedBody): Refusal | undefined {
  return Buffer.byteLength(JSON.stringify(sent)) > limits.frame ? tooLarge : undefined;
}

const tooLarge: Refusal = { status: 413, message: 'The request is too large', code: 'PAYLOAD_TOO_LARGE' };
const unreadable: Refusal = {
  status: 400,
  message: 'The body cannot be read as JSON',
  code: 'BAD_REQUEST',
};

import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler } from 'express';

const look = 25;

/** A gateway's way out: it says that it goes, finishes what it began, and takes nothing new. */
export class Draining {
  readonly #open = new Set<ServerResponse>();
  readonly #abort = new AbortController();

  /** Aborts when the gateway was told to end: `/readyz` says 503, and streams end with word to come back elsewhere. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** How many requests over HTTP are being answered, streams included. */
  get count(): number {
    return this.#open.size;
  }

  /** Begins the end. */
  begin(): void {
    this.#abort.abort();
  }

  /** Waits until what can be finished is, at most so many milliseconds. A stream of events has no end of its own. */
  async landed(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    while (performance.now() < until && [...this.#open].some(hasEnd)) await sleep(look);
  }

  /** Notes each request, and lets go of connections once the end has begun. */
  counted(): RequestHandler {
    return (_request, response, next) => {
      if (this.note(response)) response.setHeader('connection', 'close');
      next();
    };
  }

  /** Notes a request. Whether its connection is to be let go of. */
  note(response: ServerResponse): boolean {
    this.#open.add(response);
    response.once('close', () => this.#open.delete(response));
    return this.signal.aborted;
  }
}

function hasEnd(response: ServerResponse): boolean {
  return !String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
}

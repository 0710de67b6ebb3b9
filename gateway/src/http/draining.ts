import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';

const look = 25;

/** A gateway's way out: it says that it goes, finishes what it began, and takes nothing new. */
export class Draining {
  readonly #open = new Set<Response>();
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
      this.#open.add(response);
      response.once('close', () => this.#open.delete(response));
      if (this.signal.aborted) response.setHeader('connection', 'close');
      next();
    };
  }
}

function hasEnd(response: Response): boolean {
  return !String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
}

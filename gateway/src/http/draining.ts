import { InFlight } from '@ketqua/platform';
import type { RequestHandler } from 'express';

/** A gateway's way out: it says that it goes, finishes what it began, and takes nothing new. */
export class Draining {
  /** What is being answered over HTTP. */
  readonly flights = new InFlight();
  readonly #abort = new AbortController();

  /** Aborts when the gateway was told to end: `/readyz` says 503, and streams end with word to come back elsewhere. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Begins the end. */
  begin(): void {
    this.#abort.abort();
  }

  /** Counts each request, and lets go of connections once the end has begun. */
  counted(): RequestHandler {
    return (_request, response, next) => {
      response.once('close', this.flights.begin());
      if (this.signal.aborted) response.setHeader('connection', 'close');
      next();
    };
  }
}

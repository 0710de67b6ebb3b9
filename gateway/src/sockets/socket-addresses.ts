import type { IncomingMessage } from 'node:http';
import { addressOf } from '../authentication/caller.js';
import { networkOf, type RateLimits } from '../limits/rate-limits.js';

/** Counts the sockets that are open from each address, and how often one opens them. */
export class SocketAddresses {
  readonly #open = new Map<string, number>();

  constructor(
    private readonly trustedProxies: number,
    private readonly rateLimits: RateLimits | undefined,
  ) {}

  /** Why another socket may not be opened from there, as an HTTP status line. */
  refusalOf(request: IncomingMessage): string | undefined {
    if (!this.rateLimits) return undefined;
    const address = addressOf(request, this.trustedProxies);
    const open = this.#open.get(networkOf(address)) ?? 0;
    const isTooMany = open >= this.rateLimits.rates.sockets || this.rateLimits.fromAddress(address);
    return isTooMany ? '429 Too Many Requests' : undefined;
  }

  /** Counts a socket until the function that it gives is called. */
  entered(request: IncomingMessage): () => void {
    const network = networkOf(addressOf(request, this.trustedProxies));
    this.#open.set(network, (this.#open.get(network) ?? 0) + 1);
    return () => {
      const left = this.#open.get(network)! - 1;
      if (left) this.#open.set(network, left);
      else this.#open.delete(network);
    };
  }
}

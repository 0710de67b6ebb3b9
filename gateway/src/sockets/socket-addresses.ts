import type { IncomingMessage } from 'node:http';
import { addressOf } from '../authentication/caller.js';
import { networkOf, type RateLimits } from '../limits/rate-limits.js';

/** Counts what is open from each address, sockets and event streams alike, and how often one opens sockets. */
export class SocketAddresses {
  readonly #open = new Map<string, number>();

  constructor(
    private readonly trustedProxies: number,
    private readonly rateLimits: RateLimits | undefined,
  ) {}

  /** Why another socket may not be opened from there, as an HTTP status line. */
  refusalOf(request: IncomingMessage): string | undefined {
    const isTooMany =
      !this.hasRoom(request) || this.rateLimits?.fromAddress(addressOf(request, this.trustedProxies));
    return isTooMany ? '429 Too Many Requests' : undefined;
  }

  /** Whether one more may be open from there. */
  hasRoom(request: IncomingMessage): boolean {
    if (!this.rateLimits) return true;
    const open = this.#open.get(networkOf(addressOf(request, this.trustedProxies))) ?? 0;
    return open < this.rateLimits.rates.sockets;
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

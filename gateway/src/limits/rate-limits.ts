import { type Logger, networksOf, rateLimited, type Viewer } from '@ketqua/platform';
import type { GraphQLError } from 'graphql';
import type { LimitedBy, RateLimitMeter } from '../observation/meters.js';
import type { RequestCounts } from './request-counts.js';

/** How many requests in a minute, and how many open sockets, are let through. */
export interface Rates {
  /** Requests of a person's account, on all its devices. */
  readonly account: number;
  /** Requests of a laboratory's key. */
  readonly key: number;
  /** Requests from an IPv4 address or an IPv6 /64, whoever sends them: many people may stand behind one. */
  readonly address: number;
  /** Sockets that are open at one gateway from an address. */
  readonly sockets: number;
}

/** Who may ask how often: requests over HTTP and operations on sockets are counted alike. */
export class RateLimits {
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly counts: RequestCounts,
    readonly rates: Rates,
    private readonly meter: RateLimitMeter,
    private readonly log: Logger,
  ) {}

  /** Counts a request from an address, before anything is known of its sender. Gives RATE_LIMITED where it is one too many. */
  fromAddress(address: string): GraphQLError | undefined {
    return this.#take('address', networkOf(address), this.rates.address);
  }

  /** Counts a request of whoever is signed in; nobody is counted by the address alone. */
  ofViewer(viewer: Viewer): GraphQLError | undefined {
    if (viewer.kind === 'account') return this.#take('viewer', viewer.accountId, this.rates.account);
    if (viewer.kind === 'lab') return this.#take('key', viewer.keyId, this.rates.key);
    return undefined;
  }

  #take(by: LimitedBy, subject: string, limit: number): GraphQLError | undefined {
    const wait = this.counts.take(`${by} ${subject}`, limit);
    if (wait === undefined) return undefined;
    this.meter.rateLimited(by);
    this.#tell(by);
    return rateLimited(wait);
  }

  /** Says once a minute that somebody is held back, never who: each request has a line of its own. */
  #tell(by: LimitedBy): void {
    if (performance.now() - this.#toldAt < 60_000) return;
    this.#toldAt = performance.now();
    this.log.warn({ kind: by }, 'too many requests');
  }
}

/** Whoever has one IPv6 address has a /64 of them. */
export function networkOf(address: string): string {
  return address.includes(':') ? (networksOf(address)?.subnet ?? address) : address;
}

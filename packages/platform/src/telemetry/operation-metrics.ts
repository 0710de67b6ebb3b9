import { Counter, Gauge, Histogram } from 'prom-client';
import { BoundedLabel } from './bounded-label.js';
import type { MetricsRegistry } from './metrics-registry.js';

/** What the gateway asks of a subgraph. */
export type AskedKind = 'query' | 'mutation' | 'entities';

/** Tells the kinds of what a gateway sends apart: it writes the operations itself, so their form is known. */
export function askedKindOf(query: string): AskedKind {
  if (/^\s*mutation\b/.test(query)) return 'mutation';
  return query.includes('_entities(') ? 'entities' : 'query';
}

/** How long is measured, in seconds: from a cached answer to a laboratory's file. */
export const durationBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 180];

/** What a subgraph's own process counts of the operations that the gateway sends. */
export class OperationMetrics {
  readonly #duration: Histogram<'kind'>;
  readonly #errors: Counter<'kind' | 'code'>;
  readonly #unsigned: Counter;
  readonly #streams: Gauge;
  readonly #codes = new BoundedLabel(60);

  constructor({ registry }: MetricsRegistry) {
    const registers = [registry];
    this.#duration = new Histogram({
      name: 'ketqua_operation_duration_seconds',
      help: 'How long this subgraph took for an operation of the gateway.',
      labelNames: ['kind'],
      buckets: durationBuckets,
      registers,
    });
    this.#errors = new Counter({
      name: 'ketqua_operation_errors_total',
      help: 'Errors that this subgraph answered with, by their code.',
      labelNames: ['kind', 'code'],
      registers,
    });
    this.#unsigned = new Counter({
      name: 'ketqua_unsigned_requests_total',
      help: 'What was refused because the gateway had not signed it.',
      registers,
    });
    this.#streams = new Gauge({
      name: 'ketqua_streams_open',
      help: 'Streams that are open to gateways.',
      registers,
    });
  }

  /** Notes an answer: how long it took in seconds, and its errors. */
  answered(
    query: string,
    seconds: number,
    errors: readonly { extensions?: { code?: unknown } | undefined }[] = [],
  ): void {
    const kind = askedKindOf(query);
    this.#duration.observe({ kind }, seconds);
    for (const { extensions } of errors) {
      this.#errors.inc({ kind, code: this.#codes.labelOf(extensions?.code) });
    }
  }

  /** Notes a request without the gateway's signature. */
  unsigned(): void {
    this.#unsigned.inc();
  }

  /** Notes a stream. Returns its end. */
  streamOpened(): () => void {
    this.#streams.inc();
    return () => this.#streams.dec();
  }
}

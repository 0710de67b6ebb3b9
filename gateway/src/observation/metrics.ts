import { BoundedLabel, durationBuckets, MetricsRegistry, recordSpan } from '@ketqua/platform';
import { Counter, Gauge, Histogram } from 'prom-client';
import { closeCodes } from '../sockets/close-codes.js';
import type { CircuitState, LimitedBy, PlanCacheMeter, RateLimitMeter, SubgraphMeter } from './meters.js';

/** How many operations have a name of their own in the metrics where nobody says which are known. */
const namedOperations = 150;

const circuitStates: readonly CircuitState[] = ['CLOSED', 'HALF_OPEN', 'OPEN'];

/** Codes of closed sockets that are counted apart: those that a client gives without harm (RFC 6455, section 7.4.1), and ours. */
const closeCodesTold = new Set<number>([
  1000,
  1005,
  1006,
  ...Object.values(closeCodes).map(({ code }) => code),
]);

/** What is known of a request when it is over. */
export interface ObservedRequest {
  /** Query or mutation; absent where it was refused before that was known. */
  readonly kind: string | undefined;
  readonly operation: string | undefined;
  readonly codes: readonly unknown[];
  readonly status: number;
  readonly seconds: number;
}

interface ToldError {
  readonly extensions?: { code?: unknown } | undefined;
}

/** An event, and how many were told it. */
export interface FannedOutEvent {
  /** When the gateway heard of it, by `performance.now()`. */
  readonly arrivedAt: number;
  /** When it was written, in milliseconds since 1970, where that is known. */
  readonly writtenAt: number | undefined;
  readonly errors: readonly ToldError[];
  readonly subscribers: number;
}

/**
 * What the gateway counts of itself. Counts of what happens often are plain numbers, written into the registry when
 * somebody reads it. No label is a viewer, a variable or a text that a caller chose without bound.
 */
export class Metrics implements RateLimitMeter {
  /** How many requests over HTTP are being answered. */
  inFlight: () => number = () => 0;
  openSockets = 0;
  /** How many subscriptions are read over Server-Sent Events. */
  eventStreams: () => number = () => 0;
  openSubscriptions = 0;
  /** How many streams of subgraphs the open subscriptions share. */
  shares: () => number = () => 0;
  deliveredEvents = 0;
  /** Whether citizens texts codes; undefined where that is not known. */
  textBreaker: string | undefined;
  /** The names by which operations are told: `knowOnly` those of trusted documents. */
  readonly operations = new BoundedLabel(namedOperations);
  readonly #codes = new BoundedLabel(100);
  readonly #durations = new Map<string, { observe(seconds: number): void }>();
  #requests = 0;
  #failedRequests = 0;
  readonly #meters: ReturnType<typeof metersIn>;

  constructor(readonly registry = new MetricsRegistry()) {
    this.#meters = metersIn(registry);
    registry.beforeReading(() => this.#write());
  }

  /** Notes a request over HTTP that is over. */
  requestEnded({ kind = 'none', operation, codes, status, seconds }: ObservedRequest): void {
    this.#requests++;
    if (codes.length || status >= 400) this.#failedRequests++;
    for (const code of codes) this.#meters.errors.inc({ kind, code: this.#codes.labelOf(code) });
    this.#durationOf(kind, operation).observe(seconds);
  }

  /** Notes errors that so many subscribers were told. */
  subscriptionErrors(errors: readonly ToldError[], subscribers: number): void {
    for (const { extensions } of errors) {
      const code = this.#codes.labelOf(extensions?.code);
      this.#meters.errors.inc({ kind: 'subscription', code }, subscribers);
    }
  }

  /** Notes that an event was handed to all who share its stream. */
  fannedOut(event: FannedOutEvent): void {
    const { arrivedAt, writtenAt, errors, subscribers } = event;
    if (!subscribers) return;
    this.deliveredEvents += subscribers;
    this.subscriptionErrors(errors, subscribers);
    this.#meters.fanOutDelay.observe((performance.now() - arrivedAt) / 1_000);
    if (writtenAt !== undefined)
      this.#meters.deliveryDelay.observe(Math.max(0, Date.now() - writtenAt) / 1_000);
  }

  /** Notes that an event was handed to one subscriber alone, who catches up: how old it was says nothing. */
  toldOne({ errors }: Pick<FannedOutEvent, 'errors'>): void {
    this.deliveredEvents++;
    this.subscriptionErrors(errors, 1);
  }

  /** Notes that a socket was closed, with a code of RFC 6455 or of ours. */
  socketClosed(code: number): void {
    // A client closes with any code it likes: each would be a count of its own.
    this.#meters.socketsClosed.inc({ code: closeCodesTold.has(code) ? String(code) : 'other' });
  }

  /** Notes that a socket was not opened, with the status that was answered. */
  socketRefused(status: string): void {
    this.#meters.socketsRefused.inc({ status: status.slice(0, 3) });
  }

  rateLimited(by: LimitedBy): void {
    this.#meters.rateLimited.inc({ by });
  }

  /** The meter of the way to a subgraph. */
  subgraph(name: string): SubgraphMeter {
    const { subgraphDuration, subgraphErrors, subgraphRetries, circuit } = this.#meters;
    const subgraph = { subgraph: name };
    const answered = subgraphDuration.labels({ ...subgraph, outcome: 'answered' });
    const failed = subgraphDuration.labels({ ...subgraph, outcome: 'failed' });
    circuit.set(subgraph, 0);
    subgraphRetries.inc(subgraph, 0);
    const told: SubgraphMeter['told'] = (errors = []) => {
      for (const { extensions } of errors) {
        subgraphErrors.inc({ ...subgraph, code: this.#codes.labelOf(extensions?.code) });
      }
    };
    return {
      answered: (seconds, errors) => {
        answered.observe(seconds);
        told(errors);
      },
      told,
      failed: (seconds) => failed.observe(seconds),
      retried: () => subgraphRetries.inc(subgraph),
      circuit: (state) => circuit.set(subgraph, circuitStates.indexOf(state)),
    };
  }

  /** The meter of a cache of query plans, by its name. */
  planCache(cache: string): PlanCacheMeter {
    const { plans, planning, planEntries } = this.#meters;
    let hits = 0;
    this.registry.beforeReading(() => {
      plans.inc({ cache, outcome: 'hit' }, hits);
      hits = 0;
    });
    planEntries.set({ cache }, 0);
    plans.inc({ cache, outcome: 'miss' }, 0);
    return {
      hit: () => {
        hits++;
      },
      miss: (seconds) => {
        plans.inc({ cache, outcome: 'miss' });
        planning.observe(seconds);
        recordSpan({ name: 'plan' }, seconds * 1_000);
      },
      holds: (entries) => planEntries.set({ cache }, entries),
    };
  }

  /** The counts in Prometheus' text format 0.0.4. */
  text(): Promise<string> {
    return this.registry.text();
  }

  #durationOf(kind: string, operation: string | undefined): { observe(seconds: number): void } {
    const label = this.operations.labelOf(operation);
    const key = `${kind} ${label}`;
    let duration = this.#durations.get(key);
    if (!duration) {
      duration = this.#meters.duration.labels({ kind, operation: label });
      this.#durations.set(key, duration);
    }
    return duration;
  }

  #write(): void {
    const {
      requests,
      failedRequests,
      inFlight,
      sockets,
      eventStreams,
      subscriptions,
      shares,
      events,
      textBreaker,
    } = this.#meters;
    for (const [counter, count] of [
      [requests, this.#requests],
      [failedRequests, this.#failedRequests],
      [events, this.deliveredEvents],
    ] as const) {
      counter.reset();
      counter.inc(count);
    }
    inFlight.set(this.inFlight());
    sockets.set(this.openSockets);
    eventStreams.set(this.eventStreams());
    subscriptions.set(this.openSubscriptions);
    shares.set(this.shares());
    const state = circuitStates.indexOf(this.textBreaker as CircuitState);
    if (state >= 0) textBreaker.set({}, state);
    else textBreaker.remove();
  }
}

/** The gateway's meters, registered. */
function metersIn({ registry }: MetricsRegistry) {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name, help, labelNames, registers });
  return {
    requests: counter('ketqua_requests_total', 'GraphQL requests over HTTP.'),
    failedRequests: counter('ketqua_failed_requests_total', 'Of these, with an error.'),
    duration: new Histogram({
      name: 'ketqua_request_duration_seconds',
      help: 'How long a request over HTTP took. Operations beyond those that are known, or the first, are "other".',
      labelNames: ['kind', 'operation'],
      buckets: durationBuckets,
      registers,
    }),
    errors: counter('ketqua_errors_total', 'Errors that callers were told, by their code.', 'kind', 'code'),
    rateLimited: counter(
      'ketqua_rate_limited_total',
      'Requests that were one too many, by whose they were.',
      'by',
    ),
    inFlight: gauge('ketqua_requests_in_flight', 'GraphQL requests over HTTP that are being answered.'),
    sockets: gauge('ketqua_sockets_open', 'WebSockets that are open.'),
    socketsClosed: counter(
      'ketqua_sockets_closed_total',
      'WebSockets that were closed, by the close code.',
      'code',
    ),
    socketsRefused: counter('ketqua_sockets_refused_total', 'WebSockets that were not opened.', 'status'),
    subscriptions: gauge('ketqua_subscriptions_open', 'Subscriptions that are open.'),
    eventStreams: gauge('ketqua_event_streams_open', 'Subscriptions that are read over Server-Sent Events.'),
    shares: gauge('ketqua_subscription_shares', 'Streams of subgraphs that the open subscriptions share.'),
    fanOutDelay: new Histogram({
      name: 'ketqua_fan_out_delay_seconds',
      help: 'From an event reaching the gateway to its being handed to the last of those who share its stream.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    events: counter('ketqua_events_delivered_total', 'Events sent to subscribers.'),
    deliveryDelay: new Histogram({
      name: 'ketqua_event_delivery_delay_seconds',
      help: 'From the begin of the transaction that wrote an event to its being sent to all who share its stream.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
      registers,
    }),
    subgraphDuration: new Histogram({
      name: 'ketqua_subgraph_request_duration_seconds',
      help: 'How long a subgraph took to answer the gateway, or to fail to.',
      labelNames: ['subgraph', 'outcome'],
      buckets: durationBuckets,
      registers,
    }),
    subgraphErrors: counter(
      'ketqua_subgraph_errors_total',
      'Errors in the answers of a subgraph.',
      'subgraph',
      'code',
    ),
    subgraphRetries: counter(
      'ketqua_subgraph_retries_total',
      'Queries that were sent to a subgraph again.',
      'subgraph',
    ),
    circuit: gauge(
      'ketqua_subgraph_circuit_state',
      'Whether a subgraph is asked: 0 it is, 1 a few try whether it answers again, 2 it is not.',
      'subgraph',
    ),
    plans: counter(
      'ketqua_plan_cache_total',
      'Plans that were found in the cache (hit) or made (miss).',
      'cache',
      'outcome',
    ),
    planning: new Histogram({
      name: 'ketqua_planning_duration_seconds',
      help: 'How long making a plan took.',
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1],
      registers,
    }),
    planEntries: gauge('ketqua_plan_cache_entries', 'Plans that a cache holds.', 'cache'),
    textBreaker: gauge(
      'ketqua_text_breaker_state',
      'Whether codes are texted: 0 all are, 1 a few to see whether they are used, 2 none is.',
    ),
  };
}

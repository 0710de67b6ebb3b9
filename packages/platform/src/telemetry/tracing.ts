/** What a span may say: names, codes and counts, never what somebody typed. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Work as a trace tells it. */
export interface SpanStart {
  readonly name: string;
  /** Whether it answers another process, asks one, or neither. */
  readonly kind?: 'server' | 'client' | 'internal';
  readonly attributes?: SpanAttributes;
}

/** A span that is open. */
export interface OpenSpan {
  /** Gives it a better name. */
  rename(name: string): void;
  tell(attributes: SpanAttributes): void;
  /** Marks it as failed. The code is one of ours; no message is told. */
  fail(code: string): void;
}

/** A span that whoever began it must end. */
export interface HeldSpan extends OpenSpan {
  /** Runs work whose spans are this one's children. */
  within<Result>(work: () => Result): Result;
  end(): void;
}

/** Where traces go. */
export interface TracingSettings {
  /** What the process is called, as `ketqua-gateway`. */
  readonly service: string;
  /** The base address of an OTLP/HTTP receiver; `/v1/traces` is added. */
  readonly url: string;
  /** The share of requests that are traced, 0 to 1. */
  readonly share: number;
}

/** What makes spans, once tracing is on. */
export interface Tracing {
  /** Begins a span: of the trace that a `traceparent` names, of the one at hand, or of a new one. */
  begin(start: SpanStart, traceparent?: string): HeldSpan;
  /** Runs work as a child of the span at hand; without one the work alone. */
  run<Result>(start: SpanStart, work: (span?: OpenSpan) => Promise<Result>): Promise<Result>;
  /** Tells of something that has just ended, as a child of the span at hand. */
  record(start: SpanStart, milliseconds: number): void;
  /** Runs work in the trace that a `traceparent` names (W3C Trace Context). */
  continue<Result>(traceparent: string | undefined, work: () => Result): Result;
  /** The span at hand, for the next process (W3C Trace Context, section 3.2). */
  traceparent(): string | undefined;
  /** Sends what is left, and stops. */
  end(): Promise<void>;
}

/** Off until it is started: then each of the functions below costs one comparison. */
let tracing: Tracing | undefined;

/** Begins to trace this process. Nothing of OpenTelemetry is loaded before. Returns the end. */
export async function startTracing(settings: TracingSettings): Promise<() => Promise<void>> {
  const { openTelemetry } = await import('./open-telemetry.js');
  const started = openTelemetry(settings);
  tracing = started;
  return async () => {
    if (tracing === started) tracing = undefined;
    await started.end();
  };
}

/** Whether this process is traced. */
export function isTracing(): boolean {
  return tracing !== undefined;
}

/** Begins a span that is ended by its holder; undefined where nothing is traced. */
export function beginSpan(start: SpanStart, traceparent?: string): HeldSpan | undefined {
  return tracing?.begin(start, traceparent);
}

/** Runs work as a child of the span at hand. An error that it throws marks the span, by its name alone. */
export function inSpan<Result>(
  start: SpanStart,
  work: (span?: OpenSpan) => Promise<Result>,
): Promise<Result> {
  return tracing ? tracing.run(start, work) : work();
}

/** Tells of something that took so long and has just ended. */
export function recordSpan(start: SpanStart, milliseconds: number): void {
  tracing?.record(start, milliseconds);
}

/** Runs work in the trace that another process began. */
export function continueTrace<Result>(traceparent: string | undefined, work: () => Result): Result {
  return tracing ? tracing.continue(traceparent, work) : work();
}

/** The headers that carry the trace to the next process; none where nothing is traced. */
export function traceHeaders(): { traceparent?: string } {
  const traceparent = tracing?.traceparent();
  return traceparent ? { traceparent } : {};
}

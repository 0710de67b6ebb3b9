import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { HeldSpan, OpenSpan, SpanAttributes, SpanStart, Tracing, TracingSettings } from './tracing.js';

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/**
 * OpenTelemetry behind `Tracing`. Nothing is registered globally: the spans that libraries would make by themselves,
 * Apollo's gateway among them, would quote what they please.
 */
export function openTelemetry({ service, url, share }: TracingSettings): Tracing {
  const address = `${url.replace(/\/(v1\/traces)?$/, '')}/v1/traces`;
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: address, timeoutMillis: 5_000 }))],
  });
  return new ContextTracing(provider.getTracer('ketqua'), () => provider.shutdown());
}

/** Spans by the context of the asynchronous work that they are part of. */
class ContextTracing implements Tracing {
  readonly #contexts = new AsyncLocalStorage<Context>();

  constructor(
    private readonly tracer: Tracer,
    private readonly shutdown: () => Promise<void>,
  ) {}

  begin(start: SpanStart, traceparent?: string): HeldSpan {
    const parent = remoteContext(traceparent) ?? this.#contexts.getStore() ?? ROOT_CONTEXT;
    const span = this.#start(start, parent);
    return {
      ...openSpan(span),
      within: (work) => this.#contexts.run(trace.setSpan(parent, span), work),
      end: () => span.end(),
    };
  }

  async run<Result>(start: SpanStart, work: (span?: OpenSpan) => Promise<Result>): Promise<Result> {
    const parent = this.#contexts.getStore();
    if (!parent) return work();
    const span = this.#start(start, parent);
    const told = openSpan(span);
    try {
      return await this.#contexts.run(trace.setSpan(parent, span), () => work(told));
    } catch (error) {
      told.fail(error instanceof Error ? error.constructor.name : 'unknown');
      throw error;
    } finally {
      span.end();
    }
  }

  record(start: SpanStart, milliseconds: number): void {
    const parent = this.#contexts.getStore();
    if (!parent) return;
    this.#start(start, parent, Date.now() - milliseconds).end();
  }

  continue<Result>(traceparent: string | undefined, work: () => Result): Result {
    const parent = remoteContext(traceparent);
    return parent ? this.#contexts.run(parent, work) : work();
  }

  traceparent(): string | undefined {
    const context = this.#contexts.getStore();
    const at = context && trace.getSpanContext(context);
    if (!at) return undefined;
    return `00-${at.traceId}-${at.spanId}-${at.traceFlags.toString(16).padStart(2, '0')}`;
  }

  end(): Promise<void> {
    return this.shutdown();
  }

  #start({ name, kind = 'internal', attributes }: SpanStart, parent: Context, startTime?: number): Span {
    return this.tracer.startSpan(
      name,
      { kind: kinds[kind], attributes: { ...attributes }, ...(startTime !== undefined && { startTime }) },
      parent,
    );
  }
}

function openSpan(span: Span): OpenSpan {
  return {
    rename: (name) => void span.updateName(name),
    tell: (attributes: SpanAttributes) => void span.setAttributes({ ...attributes }),
    fail(code) {
      const message = /^[A-Za-z_]{1,64}$/.test(code) ? code : 'other';
      span.setStatus({ code: SpanStatusCode.ERROR, message });
    },
  };
}

/** The parent in another process. A `tracestate` is not taken: it may hold whatever somebody put there. */
function remoteContext(traceparent: string | undefined): Context | undefined {
  const [, version, traceId, spanId, flags] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || version === 'ff') return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  const traceFlags = Number.parseInt(flags!, 16) & TraceFlags.SAMPLED;
  const at: SpanContext = { traceId, spanId, traceFlags, isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, at);
}

import type { StreamResult, SubscriptionRequest, SubscriptionSink } from './resumable-subscription.ts';

/** The server gives a sign of life every 12 s: a connection that is silent for longer is dead. */
const longestSilence = 30_000;

/** What event streams are opened with. */
export interface EventStreamMeans {
  readonly url: string;
  headers(): Record<string, string>;
  connected(): void;
}

/**
 * Opens a subscription over Server-Sent Events (GraphQL over SSE, distinct connections). It ends as a socket does: with the
 * code of its end where the server tells one, and with 4401 where the session is refused.
 */
export function openEventStream(
  request: SubscriptionRequest,
  sink: SubscriptionSink<StreamResult>,
  means: EventStreamMeans,
): () => void {
  const abort = new AbortController();
  const read = async () => {
    // Few phones need it: it is no part of what every phone loads.
    const { createClient, NetworkError } = await import('graphql-sse');
    const client = createClient({
      url: means.url,
      headers: () => means.headers(),
      credentials: 'same-origin',
      retryAttempts: 0,
      fetchFn: (url: string, init: RequestInit) => watchedFetch(url, init),
      on: { connected: () => means.connected() },
    });
    let closed: unknown;
    const stop = client.subscribe(request, {
      next: (result) => {
        closed ??= closeCodeIn(result as StreamResult);
        if (closed === undefined) sink.next(result as StreamResult);
      },
      error: (problem) => {
        const isRefused = problem instanceof NetworkError && problem.response?.status === 401;
        sink.error(isRefused ? { code: 4401 } : problem);
      },
      complete: () => (closed === undefined ? sink.complete() : sink.error({ code: closed })),
    });
    abort.signal.addEventListener('abort', stop);
    if (abort.signal.aborted) stop();
  };
  read().catch((problem: unknown) => {
    if (!abort.signal.aborted) sink.error(problem);
  });
  return () => abort.abort();
}

/** The code that a socket would have been closed with: docs/protocol.md. */
function closeCodeIn({ errors }: StreamResult): unknown {
  const [error] = (errors ?? []) as { extensions?: { code?: unknown; closeCode?: unknown } }[];
  return error?.extensions?.code === 'STREAM_CLOSED' ? error.extensions.closeCode : undefined;
}

/** A fetch whose body fails when nothing comes for too long: phones change networks silently. */
async function watchedFetch(url: string, init: RequestInit): Promise<Response> {
  const silent = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silent.abort(new Error('The connection is silent')), longestSilence);
  };
  heard();
  const signal = AbortSignal.any([silent.signal, ...(init.signal ? [init.signal] : [])]);
  const response = await fetch(url, { ...init, signal });
  if (!response.body) return response;
  const watched = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        heard();
        controller.enqueue(chunk);
      },
      flush: () => clearTimeout(timer),
    }),
  );
  signal.addEventListener('abort', () => clearTimeout(timer));
  return new Response(watched, { status: response.status, headers: response.headers });
}

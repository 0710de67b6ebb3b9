import type { RefreshOutcome } from '../session/refresh-session.ts';

/** What is sent to start a subscription. `variables.after` moves on with each event. */
export interface SubscriptionRequest {
  query: string;
  operationName?: string;
  variables: Record<string, unknown>;
}

/** Who receives the events. */
export interface SubscriptionSink<Result> {
  next(result: Result): void;
  error(problem: unknown): void;
  complete(): void;
}

/** One answer of a stream, as graphql-ws hands it on. */
export interface StreamResult {
  data?: Record<string, unknown> | null;
  errors?: readonly unknown[];
}

/** What a subscription needs to come back by itself. */
export interface ResumeMeans<Result extends StreamResult> {
  open(request: SubscriptionRequest, sink: SubscriptionSink<Result>): () => void;
  refreshSession(): Promise<RefreshOutcome>;
  refused(): void;
  wait(attempt: number): Promise<void>;
}

/** Close codes of the socket: docs/protocol.md. */
const sessionExpired = 4401;
const sessionInvalid = 4403;

/** Ends of the socket that another try would meet again: what the page sends is wrong. */
const mistakes = new Set<unknown>([1009, 4400, 4406, 4409]);

/** Ends of a stream that say nothing of what was asked: it is opened again, and the page need not know. */
const passing = new Set([
  'STREAM_INTERRUPTED',
  'SLOW_SUBSCRIBER',
  'SUBGRAPH_UNAVAILABLE',
  'RATE_LIMITED',
  'UNAUTHENTICATED',
]);

/** Errors that another try would meet again. */
const final = new Set([
  'FORBIDDEN',
  'CURSOR_EXPIRED',
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'DOCUMENT_NOT_TRUSTED',
]);

/** The cursor of an event: each subscription has one root field, whose value carries it. */
export function cursorOf(result: StreamResult): string | null {
  const event = Object.values(result.data ?? {}).find((value) => typeof value === 'object' && value !== null);
  const cursor = event === undefined ? undefined : (event as { cursor?: unknown }).cursor;
  return typeof cursor === 'string' ? cursor : null;
}

function closeCode(problem: unknown): number | null {
  const code = (problem as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'number' ? code : null;
}

function errorCodes(problem: unknown): string[] {
  if (!Array.isArray(problem)) return [];
  return problem.map((error: { extensions?: { code?: string } }) => error.extensions?.code ?? '');
}

/**
 * Runs a subscription until it is stopped: a lost socket is opened again after a wait and resumes after the
 * last cursor; an expired session (4401) is refreshed first; an invalid one (4403) leads to sign-in.
 * Events arrive at least once; who shows them tells repeats by `id`.
 * @returns a function that stops it
 */
export function subscribeResumably<Result extends StreamResult>(
  request: SubscriptionRequest,
  sink: SubscriptionSink<Result>,
  means: ResumeMeans<Result>,
): () => void {
  // One object for all tries: graphql-ws may resend it by itself, and then carries the newest cursor too.
  const current: SubscriptionRequest = { ...request, variables: { ...request.variables } };
  let isStopped = false;
  let attempt = 0;
  let close = () => {};

  const connect = () => {
    if (isStopped) return;
    let refusal: readonly unknown[] | undefined;
    close = means.open(current, {
      next: (result) => {
        if (!result.data && errorCodes(result.errors).some((code) => final.has(code) || passing.has(code))) {
          refusal = result.errors;
          return;
        }
        attempt = 0;
        const cursor = cursorOf(result);
        if (cursor !== null) current.variables.after = cursor;
        sink.next(result);
      },
      error: (problem) => void recover(problem),
      complete: () => void recover(refusal),
    });
  };

  const recover = async (problem: unknown) => {
    if (isStopped) return;
    const codes = errorCodes(problem);
    if (closeCode(problem) === sessionInvalid) {
      means.refused();
      return;
    }
    if (codes.some((code) => final.has(code)) || mistakes.has(closeCode(problem))) {
      sink.error(problem);
      return;
    }
    if (closeCode(problem) === sessionExpired || codes.includes('UNAUTHENTICATED')) {
      const outcome = await means.refreshSession();
      if (outcome === 'ended') return;
      if (outcome === 'renewed' && attempt === 0) {
        attempt += 1;
        connect();
        return;
      }
    }
    await means.wait(attempt);
    attempt += 1;
    connect();
  };

  connect();
  return () => {
    isStopped = true;
    close();
  };
}

import type { RawData } from 'ws';

/** What a client asks for in a `subscribe` message. */
export interface SubscribePayload {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
  readonly extensions?: Record<string, unknown> | null | undefined;
}

/** A message of a client (graphql-transport-ws, PROTOCOL.md). */
export type ClientMessage =
  | { readonly type: 'connection_init'; readonly payload?: Record<string, unknown> | undefined }
  | { readonly type: 'ping' | 'pong'; readonly payload?: Record<string, unknown> | undefined }
  | { readonly type: 'subscribe'; readonly id: string; readonly payload: SubscribePayload }
  | { readonly type: 'complete'; readonly id: string };

/** Reads a frame; undefined where it is no message of a client. */
export function clientMessageIn(frame: RawData, isBinary: boolean): ClientMessage | undefined {
  if (isBinary) return undefined;
  let message: unknown;
  try {
    message = JSON.parse(String(frame));
  } catch {
    return undefined;
  }
  if (!isObject(message)) return undefined;
  const { type, id, payload } = message;
  switch (type) {
    case 'connection_init':
    case 'ping':
    case 'pong':
      return isAbsent(payload) ? { type } : isObject(payload) ? { type, payload } : undefined;
    case 'subscribe':
      return isId(id) && isSubscribePayload(payload) ? { type, id, payload } : undefined;
    case 'complete':
      return isId(id) ? { type, id } : undefined;
    default:
      return undefined;
  }
}

function isSubscribePayload(payload: unknown): payload is SubscribePayload {
  if (!isObject(payload)) return false;
  const { query, operationName, variables, extensions } = payload;
  return (
    typeof query === 'string' &&
    (isAbsent(operationName) || typeof operationName === 'string') &&
    (isAbsent(variables) || isObject(variables)) &&
    (isAbsent(extensions) || isObject(extensions))
  );
}

function isId(id: unknown): id is string {
  return typeof id === 'string' && id.length > 0;
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { hostileBodies } from './hostile-bodies.js';
import { hostileDocuments } from './hostile-documents.js';
import type { HostileRequest } from './hostile-request.js';

/** What came back for a hostile request. */
export interface Refusal {
  readonly status: number;
  readonly code: string | undefined;
  readonly data: unknown;
  /** Milliseconds until the answer was there. */
  readonly milliseconds: number;
}

/** At least 200 requests that a gateway must refuse before it does any work for them. */
export function hostileCorpus(schemaFile: URL): HostileRequest[] {
  return [...hostileDocuments(schemaFile), ...hostileBodies()];
}

/** Sends a hostile request. */
export async function attempt(
  url: string,
  { body, headers, method = 'POST' }: HostileRequest,
): Promise<Refusal> {
  const began = performance.now();
  const isGet = method === 'GET';
  const response = await fetch(`${url}/graphql${isGet ? '?query=%7BeventCursor%7D' : ''}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(!isGet && { body: body as string | Uint8Array<ArrayBuffer> }),
  });
  const { data, errors } = (await response.json()) as {
    data?: unknown;
    errors?: { extensions?: { code?: string } }[];
  };
  const milliseconds = performance.now() - began;
  return { status: response.status, code: errors?.[0]?.extensions?.code, data, milliseconds };
}

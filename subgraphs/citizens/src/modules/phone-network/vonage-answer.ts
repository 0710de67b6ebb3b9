import { PhoneNetworkError } from './phone-verifier.js';

/** What is kept of an error of Vonage's SDK. Its `config` carries the bearer token and the phone: never those. */
export interface VonageRefusal {
  /** The HTTP status; undefined when there was no answer, or none that could be read. */
  readonly status: number | undefined;
  /** The verification that already runs for this phone, where Vonage names it. */
  readonly runningRequestId: string | undefined;
}

const requestIdForm = /^[\w-]{8,64}$/;

/** Whether a text can be Vonage's name for a verification: it becomes part of an address. */
export function isRequestId(text: unknown): text is string {
  return typeof text === 'string' && requestIdForm.test(text);
}

/** Reads what may be known of a failure. The SDK's own timeout has ended by now, so the body gets one here. */
export async function refusalOf(error: unknown, timeoutMilliseconds: number): Promise<VonageRefusal> {
  const response = error instanceof Error && 'response' in error ? error.response : undefined;
  if (!(response instanceof Response) || response.ok)
    return { status: undefined, runningRequestId: undefined };
  const { status } = response;
  if (status !== 409 && status !== 422) return { status, runningRequestId: undefined };
  const body = await bodyOf(response, timeoutMilliseconds);
  return { status, runningRequestId: isRequestId(body?.request_id) ? body.request_id : undefined };
}

async function bodyOf(
  response: Response,
  timeoutMilliseconds: number,
): Promise<Record<string, unknown> | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMilliseconds);
  });
  const read = response.json().catch(() => undefined) as Promise<Record<string, unknown> | undefined>;
  const body = await Promise.race([read, late]);
  clearTimeout(timer);
  return body && typeof body === 'object' ? body : undefined;
}

/** A failure as the rest of the house may see it. Too many requests and faults of the server may pass. */
export function networkErrorOf({ status }: VonageRefusal): PhoneNetworkError {
  const mayPass = status === undefined || status === 429 || status >= 500;
  return new PhoneNetworkError(mayPass ? 'UNAVAILABLE' : 'REFUSED', status);
}

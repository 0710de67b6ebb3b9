import type { Language } from '../console/console.js';
import { Failure } from '../console/failure.js';

/** A GraphQL response (GraphQL over HTTP). */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly retryAfter?: number };
  }[];
}

/** A member of a mutation's union: a payload, or an error with code and message. */
export interface Expected {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
}

/** What passes by itself: the same request may be sent again. */
export class Passing extends Error {
  override readonly name = 'Passing';
  /** Milliseconds that the platform asked to wait. */
  readonly retryAfter: number;
  /** Nothing to wait for or to tell. */
  readonly isSilent: boolean;
  /** Whether the platform answered, and failed at this request: another one may succeed. */
  readonly isAnswered: boolean;
  constructor(message: string, { retryAfter = 0, isSilent = false, isAnswered = false } = {}) {
    super(message);
    this.retryAfter = retryAfter;
    this.isSilent = isSilent;
    this.isAnswered = isAnswered;
  }
}

interface Request {
  readonly url: string;
  readonly language: Language;
  readonly token: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly body: string;
}

/**
 * Sends one request. @throws Passing where the network or a proxy failed; Failure where the answer is none of the
 * platform's; the signal's reason when it was aborted
 */
export async function requestOf({ url, language, token, signal, body }: Request): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    'accept-language': language,
    ...(token && { authorization: `Bearer ${token}` }),
  };
  let response: Response;
  let text: string;
  try {
    // Followed, a redirect would carry the token to another host.
    response = await fetch(`${url}/graphql`, { method: 'POST', headers, body, signal, redirect: 'manual' });
    text = await response.text();
  } catch (error) {
    signal?.throwIfAborted();
    throw new Passing(reasonOf(error));
  }
  const { status } = response;
  const isPassing = status === 408 || status === 429 || status >= 500;
  const answer = answerIn(text);
  // A body that the platform wrote says more than the status.
  if (answer && !(isPassing && !answer.errors)) return answer;
  if (isPassing)
    throw new Passing(`HTTP ${status}`, { retryAfter: status === 429 ? retryAfterOf(response) : 0 });
  if (status === 413) throw tooLarge();
  throw new Failure('NOT_REACHABLE', 'NOT_A_PLATFORM', {
    vi: `${url} không trả lời như một hệ thống Ketqua (HTTP ${status}).`,
    en: `${url} does not answer as a Ketqua platform does (HTTP ${status}).`,
  });
}

function tooLarge(): Failure {
  return new Failure('FILE_UNREADABLE', 'PAYLOAD_TOO_LARGE', {
    vi: 'Hệ thống, hoặc máy chủ trung gian, không nhận tệp lớn như vậy.',
    en: 'The platform, or a proxy before it, does not take a file of this size.',
  });
}

function answerIn(text: string): Answer | null {
  try {
    const read: unknown = JSON.parse(text);
    const isAnswer = typeof read === 'object' && read !== null && ('data' in read || 'errors' in read);
    return isAnswer ? (read as Answer) : null;
  } catch {
    return null;
  }
}

function retryAfterOf(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 1000;
}

/** Why the network failed, by its code: a message of undici may hold more than is to be shown. */
function reasonOf(error: unknown): string {
  const { cause, name } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? name;
}

import { validate } from 'uuid';
import { z } from 'zod';
import { isRequestId } from './vonage-answer.js';

/** What Verify v2 says of a request (its event and summary callbacks), as far as it matters here. */
export interface VerifyEvent {
  readonly requestId: string;
  /** Our own name for it, where it was told. */
  readonly reference: string | null;
  readonly status: string;
}

/** What Messages says of a text. */
export interface MessageEvent {
  readonly messageId: string;
  readonly status: string;
}

const word = z.string().regex(/^\w{1,32}$/);
const verifyForm = z.object({
  request_id: z.string().refine(isRequestId),
  status: word,
  client_ref: z.string().nullish(),
});
const messageForm = z.object({ message_uuid: z.string().refine(isRequestId), status: word });

/** Reads a callback of Verify v2; null for anything else that Vonage may send. */
export function verifyEventIn(body: Uint8Array): VerifyEvent | null {
  const { data } = verifyForm.safeParse(jsonOf(body));
  if (!data) return null;
  const reference = data.client_ref && validate(data.client_ref) ? data.client_ref : null;
  return { requestId: data.request_id, reference, status: data.status };
}

/** Reads a status of Messages; null for anything else that Vonage may send. */
export function messageEventIn(body: Uint8Array): MessageEvent | null {
  const { data } = messageForm.safeParse(jsonOf(body));
  return data ? { messageId: data.message_uuid, status: data.status } : null;
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}

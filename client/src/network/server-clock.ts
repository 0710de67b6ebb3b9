/** A phone's clock is never right to the second, and HTTP tells whole seconds: less than this is no error. */
const toleranceMilliseconds = 5_000;

/** Beyond this a person should know, for the phone shows other times than everybody's. */
const noticeableMilliseconds = 5 * 60_000;

/** What was learned of the phone's clock: by how much it was off (ms), and when, by that clock itself. */
export interface KnownClock {
  offset: number;
  seenAt: number;
}

let offset = 0;
let known: KnownClock | null = null;
let isRemembered = false;
const listeners = new Set<() => void>();

/** The time by the server's clock, as far as an answer has told it; milliseconds since 1970. */
export function serverNow(): number {
  return Date.now() + offset;
}

/** By how much the phone's clock is wrong, where that is worth telling: positive where it runs ahead; else 0. */
export function clockError(): number {
  return Math.abs(offset) > noticeableMilliseconds ? -offset : 0;
}

/** What an answer told last of the phone's clock; null where this page has heard nothing. */
export function knownClock(): KnownClock | null {
  return known;
}

/** Whether the time goes by what an earlier page had learned, not by an answer to this one. */
export function isClockRemembered(): boolean {
  return isRemembered;
}

/**
 * Goes by what an earlier page had learned, until an answer comes. A clock that was set back since says another time than
 * it did: it is right now, or it lies, for it is later than when the platform was heard last.
 */
export function rememberClock({ offset: kept, seenAt }: KnownClock): void {
  if (known !== null || !Number.isFinite(kept) || !Number.isFinite(seenAt)) return;
  const now = Date.now();
  const wasSetBack = now < seenAt - toleranceMilliseconds;
  settle(wasSetBack ? Math.max(0, seenAt + kept - now) : kept);
  isRemembered = true;
  for (const listener of listeners) listener();
}

/** Calls back when the error may have changed. Returns the end. */
export function onClockError(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Learns from the `Date` of an answer (RFC 9110, section 6.6.1) how far the phone's clock is off. */
export function observeServerTime(date: string | null, sentAt: number, receivedAt: number): void {
  const told = Date.parse(date ?? '');
  if (Number.isNaN(told)) return;
  // The answer was written on its way, in some part of the second that it names.
  const difference = told + 500 - (sentAt + receivedAt) / 2;
  settle(difference);
  known = { offset, seenAt: receivedAt };
  isRemembered = false;
  for (const listener of listeners) listener();
}

function settle(difference: number): void {
  offset = Math.abs(difference) < toleranceMilliseconds ? 0 : difference;
}

/** `fetch`, learning the server's time by the way. */
export const timedFetch: typeof fetch = async (input, init) => {
  const sentAt = Date.now();
  const response = await fetch(input, init);
  observeServerTime(response.headers.get('date'), sentAt, Date.now());
  return response;
};

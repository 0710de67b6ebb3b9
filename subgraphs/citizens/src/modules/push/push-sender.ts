/** A browser that asked for notifications, as it told itself (Push API, `PushSubscription.toJSON()`). */
export interface PushTarget {
  readonly endpoint: string;
  /** Its public key, an uncompressed point of P-256, base64url. */
  readonly p256dh: string;
  /** Its secret of 16 bytes, base64url. */
  readonly auth: string;
}

/**
 * What became of a push. GONE: the browser is no more. LATER: worth trying again. REFUSED: not worth it, and not
 * the browser's doing.
 */
export type PushOutcome = 'ACCEPTED' | 'GONE' | 'LATER' | 'REFUSED';

/** Pushes a text to a browser through its push service; what fails is an outcome, never an exception. */
export interface PushSender {
  push(target: PushTarget, text: string): Promise<PushOutcome>;
}

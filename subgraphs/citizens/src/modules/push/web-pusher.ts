import { buildPushPayload } from '@block65/webcrypto-web-push';
import type { PushSettings } from '../../settings.js';
import type { PushKey } from './push-key.js';
import type { PushOutcome, PushSender, PushTarget } from './push-sender.js';
import { isKnownService } from './push-target.js';

const timeoutMilliseconds = 10_000;

/** A notice of yesterday helps nobody. Seconds. */
const lifetime = 24 * 3_600;

/** Web push: encrypted for the browser alone (RFC 8291), signed as this installation's (RFC 8292). */
export class WebPusher implements PushSender {
  constructor(
    private readonly settings: PushSettings,
    private readonly key: PushKey,
  ) {}

  async push({ endpoint, p256dh, auth }: PushTarget, text: string): Promise<PushOutcome> {
    // Asked again: an installation may have taken a service from its list since the browser subscribed.
    if (!isKnownService(endpoint, this.settings.services)) return 'REFUSED';
    try {
      const { headers, body } = await buildPushPayload(
        // One notice waits at the service at a time: a later one takes its place.
        { data: text, options: { ttl: lifetime, urgency: 'high', topic: 'notice' } },
        { endpoint, expirationTime: null, keys: { p256dh, auth } },
        { subject: this.settings.contact, ...this.key },
      );
      const { status } = await fetch(this.#destination(endpoint), {
        method: 'POST',
        headers,
        body: new Uint8Array(body),
        // A push service that sends elsewhere is not followed.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      return outcomeOf(status);
    } catch {
      // Its error would name the endpoint.
      return 'LATER';
    }
  }

  #destination(endpoint: string): string {
    const { double } = this.settings;
    return double ? `${double}${new URL(endpoint).pathname}` : endpoint;
  }
}

function outcomeOf(status: number): PushOutcome {
  if (status >= 200 && status < 300) return 'ACCEPTED';
  if (status === 404 || status === 410) return 'GONE';
  return status === 429 || status >= 500 ? 'LATER' : 'REFUSED';
}

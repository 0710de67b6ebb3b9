import { keyRing } from '../../key-ring.js';
import type { PushTarget } from './push-sender.js';

/** A browser as the database holds it: where it is found is as personal as a phone. */
export interface SealedTarget {
  readonly endpoint: Uint8Array;
  readonly keys: Uint8Array;
}

/** Seals where a browser is pushed to and its keys. */
export function sealTarget({ endpoint, p256dh, auth }: PushTarget): SealedTarget {
  return {
    endpoint: keyRing.seal(endpoint, 'push_subscription.endpoint'),
    keys: keyRing.seal(JSON.stringify([p256dh, auth]), 'push_subscription.keys'),
  };
}

/** Opens what `sealTarget` sealed. */
export function openTarget({ endpoint, keys }: SealedTarget): PushTarget {
  const [p256dh, auth] = JSON.parse(keyRing.open(keys, 'push_subscription.keys')) as [string, string];
  return { endpoint: keyRing.open(endpoint, 'push_subscription.endpoint'), p256dh, auth };
}

/** What an endpoint is found by. */
export function endpointIndexOf(endpoint: string): Buffer {
  return keyRing.blindIndex('push-endpoint', endpoint);
}

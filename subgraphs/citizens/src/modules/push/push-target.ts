import { ECDH } from 'node:crypto';
import type { PushTarget } from './push-sender.js';

const longestEndpoint = 1_000;

/**
 * Whether a push may go there: to a push service that is known, by name, over TLS on its usual port. An address, a
 * name within the house and a credential in the URL are none: what a browser tells is anybody's to write.
 */
export function isKnownService(endpoint: string, services: readonly string[]): boolean {
  if (endpoint.length > longestEndpoint || !URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  if (protocol !== 'https:' || port || username || password) return false;
  return services.some((service) =>
    service.startsWith('.') ? hostname.endsWith(service) : hostname === service,
  );
}

/** Whether a text can be encrypted for this browser: a point that lies on the curve, and a secret of 16 bytes. */
export function hasUsableKeys({ p256dh, auth }: PushTarget): boolean {
  const [point, secret] = [bytesOf(p256dh), bytesOf(auth)];
  if (point?.length !== 65 || point[0] !== 4 || secret?.length !== 16) return false;
  try {
    ECDH.convertKey(point, 'prime256v1');
    return true;
  } catch {
    return false;
  }
}

function bytesOf(base64url: string): Buffer | null {
  return /^[\w-]{1,100}={0,2}$/.test(base64url) ? Buffer.from(base64url, 'base64url') : null;
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { jwtVerify } from 'jose';
import type { VonageSettings } from '../../settings.js';

/** How old a webhook may be, and how far the provider's clock may be ahead, in seconds. */
const freshSeconds = 300;

/**
 * Whether a webhook is Vonage's: signed with our secret by HS256 and nothing else, a moment ago, for our application
 * (and account, where it is known), over this very body.
 */
export async function isVonages(
  { signatureSecret, applicationId, apiKey }: VonageSettings,
  { authorization, body }: { authorization: string; body: Uint8Array },
): Promise<boolean> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1];
  if (!token || !signatureSecret) return false;
  const options = { algorithms: ['HS256'], maxTokenAge: freshSeconds, clockTolerance: freshSeconds };
  const claims = await jwtVerify(token, Buffer.from(signatureSecret), options).then(
    ({ payload }) => payload,
    () => undefined,
  );
  if (!claims || Math.abs(Date.now() / 1000 - claims.iat!) > freshSeconds) return false;
  if (claims.application_id !== undefined && claims.application_id !== applicationId) return false;
  if (apiKey ? claims.api_key !== apiKey : claims.application_id === undefined) return false;
  return isHashOf(claims.payload_hash, body);
}

/** The SDK's own check stops at the signature: without this, a body could be exchanged. */
function isHashOf(told: unknown, body: Uint8Array): boolean {
  if (typeof told !== 'string' || !/^[\da-f]{64}$/i.test(told)) return false;
  return timingSafeEqual(createHash('sha256').update(body).digest(), Buffer.from(told, 'hex'));
}

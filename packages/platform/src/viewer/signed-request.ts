import { createHash, type KeyObject, randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { deriveKey } from '../sealing/key-ring.js';
import type { Caller } from './viewer.js';

/** The header that carries the gateway's signature; on a socket, the field of a subscribe payload's extensions. */
export const signatureHeader = 'ketqua-signature';

const lifetimeSeconds = 30;

/** Thrown for whatever the gateway did not sign, or signed for something else. */
export class UnsignedRequestError extends Error {
  override readonly name = 'UnsignedRequestError';
}

function signingKey(masterKey: Uint8Array): KeyObject {
  return deriveKey(masterKey, 'gateway-request');
}

function digest(body: string | Uint8Array): string {
  return createHash('sha256').update(body).digest('base64url');
}

/** What is signed of an operation that goes over a socket: all of it. */
export function operationBody(operation: {
  query: string;
  variables?: unknown;
  operationName?: unknown;
}): string {
  return JSON.stringify([operation.query, operation.variables ?? null, operation.operationName || null]);
}

/** Signs, for one subgraph, what the gateway sends: audience, body, caller, expiry and a nonce (JWS, HS256). */
export class RequestSigner {
  readonly #key: KeyObject;

  constructor(masterKey: Uint8Array) {
    this.#key = signingKey(masterKey);
  }

  sign(audience: string, body: string | Uint8Array, caller: Caller): Promise<string> {
    return new SignJWT({ body: digest(body), caller })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('gateway')
      .setAudience(audience)
      .setJti(randomUUID())
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(this.#key);
  }
}

/** Believes only what the gateway signed for this subgraph, once. */
export class RequestVerifier {
  readonly #key: KeyObject;
  readonly #seen = new Map<string, number>();

  constructor(
    masterKey: Uint8Array,
    private readonly audience: string,
  ) {
    this.#key = signingKey(masterKey);
  }

  /** @throws UnsignedRequestError */
  async verify(signature: unknown, body: string | Uint8Array): Promise<Caller> {
    if (typeof signature !== 'string')
      throw new UnsignedRequestError('The request is not signed by the gateway');
    const { payload } = await jwtVerify<{ body: string; caller: Caller }>(signature, this.#key, {
      algorithms: ['HS256'],
      audience: this.audience,
      issuer: 'gateway',
      requiredClaims: ['exp', 'jti'],
    }).catch(() => {
      throw new UnsignedRequestError('The request is not signed by the gateway');
    });
    if (payload.body !== digest(body))
      throw new UnsignedRequestError('The body is not the one that was signed');
    this.#refuseReplay(payload.jti!, payload.exp!);
    return payload.caller;
  }

  #refuseReplay(nonce: string, expiresAt: number): void {
    const now = Date.now() / 1000;
    for (const [seen, until] of this.#seen) {
      if (until >= now) break;
      this.#seen.delete(seen);
    }
    if (this.#seen.has(nonce)) throw new UnsignedRequestError('The request was sent before');
    this.#seen.set(nonce, expiresAt);
  }
}

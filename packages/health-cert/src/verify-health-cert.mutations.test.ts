import { encode } from 'cborg';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeBase45 } from './base45.js';
import { bytesToSign, encodeCoseSign1, encodeProtectedHeader } from './cose-sign1.js';
import { encodeHealthCertClaims } from './cwt.js';
import { HCERT_PREFIX } from './decode-health-cert.js';
import { type CertificateSigner, issueHealthCert } from './issue-health-cert.js';
import { createSigningKey, signerFrom } from './node.js';
import { at, claims, signed, subject, trusted } from './test-kit.js';
import { TrustList } from './trust-list.js';
import { verifyHealthCert } from './verify-health-cert.js';
import { deflate } from './zlib.js';

let signer: CertificateSigner;
let trust: TrustList;
let text: string;

beforeAll(async () => {
  const key = await createSigningKey(subject);
  signer = signerFrom(key);
  trust = new TrustList([trusted(key)]);
  text = await issueHealthCert(claims(), signer);
});

const verify = (value: string) => verifyHealthCert(value, { trust, at, rules: [] });

describe('whatever a forger does', () => {
  const ALPHABET = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'];
  const neverAccepted = async (value: string) => {
    const found = await verify(value);
    expect(found.verdict).toBe('FAIL');
    expect(found.holder).toBeUndefined();
  };

  it('replacing, dropping, adding or swapping characters is never accepted and never throws', async () => {
    const mutation = fc.record({
      index: fc.nat({ max: 600 }),
      kind: fc.constantFrom('replace', 'drop', 'add', 'swap'),
      character: fc.constantFrom(...ALPHABET),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        const characters = [...text];
        for (const { index, kind, character } of mutations) {
          const place = 4 + (index % (characters.length - 5));
          if (kind === 'replace') characters[place] = character;
          else if (kind === 'drop') characters.splice(place, 1);
          else if (kind === 'add') characters.splice(place, 0, character);
          else characters.splice(place, 2, characters[place + 1]!, characters[place]!);
        }
        const value = characters.join('');
        fc.pre(value !== text);
        await neverAccepted(value);
      }),
      { numRuns: 300 },
    );
  });

  it('changing any byte that was signed, or the signature, is never accepted', async () => {
    const protectedHeader = encodeProtectedHeader(signer.algorithm, signer.kid);
    const payload = encodeHealthCertClaims(claims());
    const signature = await signer.sign(bytesToSign({ protectedHeader, payload }));
    const parts = { protectedHeader, payload, signature };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('protectedHeader', 'payload', 'signature'),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (part, place, flip) => {
          const changed = Uint8Array.from(parts[part]);
          changed[place % changed.length]! ^= flip;
          const message = encodeCoseSign1({ ...parts, [part]: changed });
          await neverAccepted(HCERT_PREFIX + encodeBase45(deflate(message)));
        },
      ),
      { numRuns: 300 },
    );
    expect(await verify(HCERT_PREFIX + encodeBase45(deflate(encodeCoseSign1(parts))))).toMatchObject({
      verdict: 'PASS',
    });
  });

  it('sending any text at all is never accepted and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 400 }), async (value) => {
        await neverAccepted(`HC1:${value}`);
        await neverAccepted(value);
      }),
      { numRuns: 200 },
    );
  });

  it('signing arbitrary CBOR with a stolen key gives no certificate and no throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 5 }), async (value) => {
        await neverAccepted(await signed(signer, encode(new Map([[-260, new Map([[1, value]])]]))));
      }),
      { numRuns: 100 },
    );
  });
});

import { createHmac } from 'node:crypto';
import { encode } from 'cborg';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeBase45, encodeBase45 } from './base45.js';
import { decodeBase64 } from './base64.js';
import { bytesToSign, type CoseSign1, encodeCoseSign1, encodeProtectedHeader } from './cose-sign1.js';
import { encodeHealthCertClaims } from './cwt.js';
import { decodeHealthCert, HCERT_PREFIX } from './decode-health-cert.js';
import type { CertificateSigner } from './issue-health-cert.js';
import { createSigningKey, nodeCryptoVerifier, type SigningKey, signerFrom } from './node.js';
import { at, claims, signed, subject, trusted } from './test-kit.js';
import { TrustList } from './trust-list.js';
import { verifyHealthCert } from './verify-health-cert.js';
import { deflate, inflateBounded } from './zlib.js';

/** The same mutations every time. */
const SEED = 20_261_123;

let signer: CertificateSigner;
let keys: { elliptic: SigningKey; rsa: SigningKey; foreign: SigningKey };
let trust: TrustList;
let text: string;
let parts: Pick<CoseSign1, 'protectedHeader' | 'payload' | 'signature'>;
let tried = 0;

beforeAll(async () => {
  const [elliptic, rsa, foreign] = await Promise.all([
    createSigningKey(subject),
    createSigningKey({ ...subject, algorithm: 'PS256' }),
    createSigningKey({ ...subject, commonName: 'Foreign signer' }),
  ]);
  keys = { elliptic, rsa, foreign };
  signer = signerFrom(elliptic);
  trust = new TrustList([trusted(elliptic), trusted(rsa)]);
  const protectedHeader = encodeProtectedHeader(signer.algorithm, signer.kid);
  const payload = encodeHealthCertClaims(claims());
  parts = {
    protectedHeader,
    payload,
    signature: await signer.sign(bytesToSign({ protectedHeader, payload })),
  };
  text = zipped(encodeCoseSign1(parts));
});

const zipped = (bytes: Uint8Array) => HCERT_PREFIX + encodeBase45(deflate(bytes));
const verify = (value: string) =>
  verifyHealthCert(value, { trust, at, rules: [], verifier: nodeCryptoVerifier });

const isSame = (left: Uint8Array, right: Uint8Array) => Buffer.from(left).equals(Buffer.from(right));

/** Whether a text is our certificate in another wrapping: what was signed, and the signature, are what they were. */
function isOurs(value: string): boolean {
  const decoded = decodeHealthCert(value);
  if (decoded.step !== 'OK') return false;
  const { message } = decoded;
  return (['protectedHeader', 'payload', 'signature'] as const).every((part) =>
    isSame(message[part], parts[part]),
  );
}

async function neverAccepted(value: string): Promise<void> {
  tried += 1;
  const found = await verify(value);
  if (isOurs(value)) return;
  expect(found.verdict).toBe('FAIL');
  expect(found.signature).not.toBe('VALID');
  for (const fact of ['holder', 'test', 'outcome', 'certificateId']) expect(found).not.toHaveProperty(fact);
}

const byte = fc.integer({ min: 0, max: 255 });

/** Bytes that were changed in up to four places: replaced, dropped, added, doubled, or cut off behind it. */
const byteMutations = fc.array(
  fc.record({
    place: fc.nat(),
    kind: fc.constantFrom('replace', 'drop', 'add', 'double', 'cut'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 4 },
);

type ByteMutation =
  typeof byteMutations extends fc.Arbitrary<infer List extends unknown[]> ? List[number] : never;

function mutated(original: Uint8Array, mutations: readonly ByteMutation[]): Uint8Array {
  const bytes = [...original];
  for (const { place, kind, bytes: more } of mutations) {
    const index = bytes.length === 0 ? 0 : place % bytes.length;
    if (kind === 'replace') bytes.splice(index, more.length, ...more);
    else if (kind === 'drop') bytes.splice(index, more.length);
    else if (kind === 'add') bytes.splice(index, 0, ...more);
    else if (kind === 'double') bytes.splice(index, 0, ...bytes.slice(index, index + 40));
    else bytes.length = index;
  }
  return Uint8Array.from(bytes);
}

describe('whatever a forger does', () => {
  const ALPHABET = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'];

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
        await neverAccepted(characters.join(''));
      }),
      { seed: SEED, numRuns: 2_500 },
    );
  });

  it('changing bytes that are compressed, or the CBOR inside, is never accepted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), byteMutations, async (isInside, mutations) => {
        const compressed = decodeBase45(text.slice(HCERT_PREFIX.length));
        const changed = mutated(isInside ? inflateBounded(compressed) : compressed, mutations);
        await neverAccepted(isInside ? zipped(changed) : HCERT_PREFIX + encodeBase45(changed));
      }),
      { seed: SEED, numRuns: 3_000 },
    );
  });

  it('changing any byte that was signed, or the signature, is never accepted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('protectedHeader', 'payload', 'signature'),
        byteMutations,
        async (part, mutations) => {
          await neverAccepted(zipped(encodeCoseSign1({ ...parts, [part]: mutated(parts[part], mutations) })));
        },
      ),
      { seed: SEED, numRuns: 2_000 },
    );
    expect(await verify(text)).toMatchObject({ verdict: 'PASS' });
  });

  it('putting anything in the place of a part of the message is never accepted', async () => {
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.uint8Array({ maxLength: 40 }),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      fc
        .array(fc.tuple(fc.integer(), fc.jsonValue({ maxDepth: 1 })), { maxLength: 300 })
        .map((list) => new Map(list)),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 4 }), anything, async (place, value) => {
        const message: unknown[] = [parts.protectedHeader, new Map(), parts.payload, parts.signature];
        message.splice(place, 1, value);
        // An unprotected header is not signed: whatever else stands there, ours stays ours.
        await neverAccepted(zipped(encode(message)));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('asking for another algorithm, under any kid, is never accepted', async () => {
    // none, HS256, ES384, ES512, RS256, RS512, PS384, PS512, EdDSA, ES256K, names, and what is no algorithm.
    const algorithm = fc.constantFrom<unknown>(
      ...[0, 5, -35, -36, -257, -259, -38, -39, -8, -47, -7, -37, 'none', 'ES256', null, [], -7.5, 2n ** 60n],
    );
    const kid = fc.constantFrom('elliptic', 'rsa', 'foreign', 'none', 'empty', 'text', 'long');
    const maker = fc.constantFrom('foreign', 'rsa', 'hmac', 'zeros', 'empty', 'kept');
    await fc.assert(
      fc.asyncProperty(algorithm, kid, maker, fc.boolean(), async (alg, kidName, madeBy, isProtected) => {
        const kids: Record<string, unknown> = {
          elliptic: signer.kid,
          rsa: decodeBase64(keys.rsa.kid),
          foreign: decodeBase64(keys.foreign.kid),
          empty: new Uint8Array(),
          text: keys.elliptic.kid,
          long: new Uint8Array([...signer.kid, 0]),
        };
        const header = new Map<number, unknown>([[1, alg]]);
        if (kidName !== 'none') header.set(4, kids[kidName]);
        const protectedHeader = isProtected ? encode(header) : new Uint8Array();
        const { payload } = parts;
        const toSign = bytesToSign({ protectedHeader, payload });
        const publicKey = encode(keys.elliptic.publicKeyJwk);
        const signature = {
          foreign: () => signerFrom(keys.foreign).sign(toSign),
          // The key of the other algorithm signs, but under its own kid only what is to be accepted.
          rsa: () => (kidName === 'rsa' ? new Uint8Array(384) : signerFrom(keys.rsa).sign(toSign)),
          hmac: () => new Uint8Array(createHmac('sha256', publicKey).update(toSign).digest()),
          zeros: () => new Uint8Array(64),
          empty: () => new Uint8Array(),
          kept: () => parts.signature,
        }[madeBy]();
        const unprotected = isProtected ? new Map() : header;
        await neverAccepted(zipped(encode([protectedHeader, unprotected, payload, await signature])));
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  it('sending bombs, giant maps and deep nesting is never accepted', async () => {
    const shape = fc.record({
      kind: fc.constantFrom('zeros', 'map', 'claims', 'nested', 'text', 'long array', 'tags'),
      size: fc.integer({ min: 1, max: 60_000 }),
      value: byte,
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ kind, size, value }) => {
        const many = (count: number) => new Map(Array.from({ length: count }, (_, key) => [key, value]));
        const made = {
          zeros: () => new Uint8Array(size * 40).fill(value),
          map: () => encode([parts.protectedHeader, many(size % 5_000), parts.payload, parts.signature]),
          claims: () => encodeCoseSign1({ ...parts, payload: encode(many(size % 5_000)) }),
          nested: () => Uint8Array.from([0x84, ...new Array<number>(size).fill(0x81), 0x01]),
          text: () => encodeCoseSign1({ ...parts, payload: encode('x'.repeat(size)) }),
          'long array': () => Uint8Array.from([0x9b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, value]),
          tags: () =>
            Uint8Array.from([...new Array<number>(size).fill(0xd2), ...encodeCoseSign1(parts).subarray(1)]),
        }[kind]();
        const compressed = deflate(made);
        await neverAccepted(HCERT_PREFIX + encodeBase45(compressed));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('sending any text at all is never accepted and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 400 }), async (value) => {
        await neverAccepted(`HC1:${value}`);
        await neverAccepted(value);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('signing arbitrary CBOR with a stolen key gives no PASS and no throw', async () => {
    const entry = fc.dictionary(fc.constantFrom('tg', 'tr', 'sc', 'ci', 'co'), fc.jsonValue({ maxDepth: 2 }));
    const certificate = fc.oneof(
      fc.jsonValue({ maxDepth: 5 }),
      fc.record({ nam: fc.jsonValue({ maxDepth: 2 }), t: fc.oneof(fc.array(entry), entry) }),
    );
    await fc.assert(
      fc.asyncProperty(certificate, async (value) => {
        tried += 1;
        const found = await verify(await signed(signer, encode(new Map([[-260, new Map([[1, value]])]]))));
        expect(found.verdict).not.toBe('PASS');
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('is tried ten thousand times and more', () => {
    expect(tried).toBeGreaterThanOrEqual(10_000);
  });
});

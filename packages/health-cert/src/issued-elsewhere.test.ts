import { X509Certificate } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { Sign1 } from '@auth0/cose';
import { addCachedKeys, unpackAndVerify } from '@pathcheck/dcc-sdk/lib/main.js';
import { decode as decodeBase45 } from 'base45';
import { DCC } from 'dcc-utils/src/index.js';
import { describe, expect, it } from 'vitest';
import type { CertificateAlgorithm } from './algorithms.js';
import { encodeBase45 } from './base45.js';
import { decodeCoseSign1, encodeCoseSign1 } from './cose-sign1.js';
import { HCERT_PREFIX } from './decode-health-cert.js';
import { issueHealthCert } from './issue-health-cert.js';
import { createSigningKey, deflateNatively, type SigningKey, signerFrom } from './node.js';
import { claims, subject } from './test-kit.js';
import { deflate } from './zlib.js';

/**
 * Verifiers that we did not write, each with CBOR and COSE of its own. They are test oracles only: dcc-utils is under
 * the AGPL, @pathcheck/dcc-sdk under the GPL, and nothing of them is part of what runs.
 */
interface Oracle {
  readonly name: string;
  readonly algorithms: readonly CertificateAlgorithm[];
  /** Whether it accepts a text; what it throws is a refusal. */
  accepts(text: string, key: SigningKey): Promise<boolean>;
}

const certificateOf = (key: SigningKey) => new X509Certificate(key.certificateDer);
const publicKeyOf = (key: SigningKey) =>
  certificateOf(key).publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

const oracles: readonly Oracle[] = [
  {
    name: 'dcc-utils of the Italian ministry of health, with cose-js',
    algorithms: ['ES256', 'PS256'],
    async accepts(text, key) {
      const certificate = await DCC.fromRaw(text);
      const signed = await certificate.checkSignatureWithCertificate(certificateOf(key).toString());
      return certificate.kid === key.kid && signed.length > 0;
    },
  },
  {
    name: 'dcc-utils, with cosette',
    algorithms: ['ES256'],
    async accepts(text, key) {
      const publicKeyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: { name: 'SHA-256' } };
      const keys = { [key.kid]: { publicKeyPem: publicKeyOf(key), publicKeyAlgorithm } };
      return (await (await DCC.fromRaw(text)).checkSignatureWithKeysList(keys)) !== false;
    },
  },
  {
    name: 'dcc-sdk of PathCheck',
    algorithms: ['ES256', 'PS256'],
    async accepts(text, key) {
      addCachedKeys({ [key.kid]: publicKeyOf(key) });
      return (await unpackAndVerify(text)).status === 'verified';
    },
  },
  {
    name: 'base45, the zlib of Node and the COSE of Auth0',
    algorithms: ['ES256', 'PS256'],
    async accepts(text, key) {
      const message = Sign1.decode(inflateSync(decodeBase45(text.slice(HCERT_PREFIX.length))));
      await message.verify(certificateOf(key).publicKey);
      return true;
    },
  },
];

const refused = (judgement: Promise<boolean>) =>
  judgement.then(
    (accepted) => !accepted,
    () => true,
  );

describe.each(oracles)('$name', ({ algorithms, accepts }) => {
  it.each(algorithms)(
    'accepts what we issue under %s, and refuses it with a changed byte',
    async (algorithm) => {
      const key = await createSigningKey({ ...subject, algorithm });
      for (const compress of [deflate, deflateNatively]) {
        const text = await issueHealthCert(claims(), signerFrom(key), compress);
        expect(await accepts(text, key)).toBe(true);

        const message = decodeCoseSign1(inflateSync(decodeBase45(text.slice(HCERT_PREFIX.length))));
        const payload = Uint8Array.from(message.payload);
        payload[payload.length - 1]! ^= 1;
        const changed = HCERT_PREFIX + encodeBase45(deflate(encodeCoseSign1({ ...message, payload })));
        expect(await refused(accepts(changed, key))).toBe(true);
      }
    },
  );
});

it('at least three verifiers judge each algorithm', () => {
  for (const algorithm of ['ES256', 'PS256'] as const) {
    expect(oracles.filter(({ algorithms }) => algorithms.includes(algorithm)).length).toBeGreaterThanOrEqual(
      3,
    );
  }
});

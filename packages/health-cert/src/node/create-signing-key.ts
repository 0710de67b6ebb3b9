import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { CertificateAlgorithm } from '../algorithms.js';
import type { PublicKeyJwk } from '../trust-list.js';
import { trustedKeyFromCertificate } from './trusted-key-from-certificate.js';

/** Extended key usage: signs certificates of tests. */
const USAGE_TEST = '1.3.6.1.4.1.1847.2021.1.1';

const RSA_MODULUS_LENGTH = 3072;

/** Who a signing key belongs to, and for how long. */
export interface SigningKeySubject {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly organisation: string;
  readonly commonName: string;
  readonly notBefore: Date;
  /** After the expiry of the last certificate that the key will sign: verifiers refuse an expired key. */
  readonly notAfter: Date;
  /** ES256 unless said otherwise. */
  readonly algorithm?: CertificateAlgorithm;
}

/** A signing key with its certificate. The private key is in the clear: seal it before it is stored. */
export interface SigningKey {
  /** Base64 of the first 8 bytes of the SHA-256 of the certificate. */
  readonly kid: string;
  readonly algorithm: CertificateAlgorithm;
  readonly privateKeyPkcs8: Uint8Array;
  readonly certificateDer: Uint8Array;
  readonly publicKeyJwk: PublicKeyJwk;
}

/** Makes a document signer: P-256, or RSA of 3072 bits for PS256, with a self-signed certificate for tests. */
export async function createSigningKey(subject: SigningKeySubject): Promise<SigningKey> {
  const algorithm = subject.algorithm ?? 'ES256';
  const keys = await generateKeyPair(algorithm);
  const certificateDer = await selfSignedCertificate(subject, keys);
  const { kid, publicKeyJwk } = trustedKeyFromCertificate(certificateDer);
  const privateKeyPkcs8 = new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { kid, algorithm, privateKeyPkcs8, certificateDer, publicKeyJwk };
}

/** The certificate of a document signer over its own keys, of which the private one need not be extractable: DER. */
export async function selfSignedCertificate(
  subject: SigningKeySubject,
  keys: webcrypto.CryptoKeyPair,
): Promise<Uint8Array> {
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: new Name([{ C: [subject.country] }, { O: [subject.organisation] }, { CN: [subject.commonName] }]),
      notBefore: subject.notBefore,
      notAfter: subject.notAfter,
      keys,
      signingAlgorithm: certificateAlgorithm(subject.algorithm ?? 'ES256'),
      extensions: [
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([USAGE_TEST]),
      ],
    },
    webcrypto,
  );
  return new Uint8Array(certificate.rawData);
}

async function generateKeyPair(algorithm: CertificateAlgorithm): Promise<webcrypto.CryptoKeyPair> {
  if (algorithm === 'ES256') {
    return webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  }
  const publicExponent = new Uint8Array([1, 0, 1]);
  const parameters = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: RSA_MODULUS_LENGTH,
    publicExponent,
  };
  return webcrypto.subtle.generateKey(parameters, true, ['sign', 'verify']);
}

/** How the certificate signs itself, which says nothing of how the key signs health certificates. */
function certificateAlgorithm(algorithm: CertificateAlgorithm) {
  return algorithm === 'ES256'
    ? { name: 'ECDSA', hash: 'SHA-256' }
    : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
}

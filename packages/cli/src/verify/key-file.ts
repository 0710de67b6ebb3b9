import { readFileSync } from 'node:fs';
import type { TrustedKey } from '@ketqua/health-cert';
import { trustedKeyFromCertificate } from '@ketqua/health-cert/node';
import { z } from 'zod';
import type { Text } from '../console/console.js';
import { Failure } from '../console/failure.js';
import { certificatesIn } from './certificates-in.js';

/** The keys of a file, and the positions (from 1) of what could not be read as one. */
export interface KeyFile {
  readonly keys: readonly TrustedKey[];
  readonly unreadable: readonly number[];
}

const SEQUENCE = 0x30;

/** What a list calls a key by is believed where it can stand in a certificate: 8 bytes in base64. */
const kid = z
  .string()
  .regex(/^[A-Za-z0-9+/]{11}=$/)
  .optional()
  .catch(undefined);

/** A JSON Web Key that brings its certificate, or an entry of the EU gateway: what it says of its key is not asked. */
const listedCertificate = z.union([
  z.object({ x5c: z.array(z.string()).min(1), kid }).transform(({ x5c, kid }) => ({ text: x5c[0]!, kid })),
  z.object({ rawData: z.string(), kid }).transform(({ rawData, kid }) => ({ text: rawData, kid })),
  z.string().transform((text) => ({ text, kid: undefined })),
]);

/** A key as a trust bundle of the platform carries it. */
const trustedKey = z.object({
  kid: z.string().regex(/^[A-Za-z0-9+/]{11}=$/),
  publicKeyJwk: z.record(z.string(), z.unknown()).transform((jwk) => jwk as TrustedKey['publicKeyJwk']),
  algorithm: z.enum(['ES256', 'PS256']),
  country: z.string().default(''),
  notBefore: z.iso.datetime({ offset: true }),
  notAfter: z.iso.datetime({ offset: true }),
  revoked: z.boolean().optional(),
  usages: z.array(z.enum(['t', 'v', 'r'])).optional(),
});

/** What may hold a list of keys: a JWK set, a trust bundle, the EU gateway's list, a DID document. */
const listing = z.union([
  z.array(z.unknown()),
  z.object({ keys: z.array(z.unknown()) }).transform(({ keys }) => keys),
  z.object({ certificates: z.array(z.unknown()) }).transform(({ certificates }) => certificates),
  z
    .object({ verificationMethod: z.array(z.object({ publicKeyJwk: z.unknown() })) })
    .transform(({ verificationMethod }) => verificationMethod.map(({ publicKeyJwk }) => publicKeyJwk)),
]);

/**
 * Reads the keys of a file: PEM or DER of certificates, a JSON array of DER in base64, a JWK set whose keys bring
 * their certificates (`x5c`, RFC 7517, section 4.7), a DID document of such keys, the EU gateway's list of
 * certificates, or a trust bundle of the platform.
 *
 * @throws Failure FILE_UNREADABLE where there is no file, or no key in it
 */
export function keyFileOf(path: string): KeyFile {
  const found = entriesOf(bytesOf(path)).map(keysOf);
  const keys = found.flatMap((entry) => entry ?? []);
  if (keys.length === 0) throw unreadable(path, nothingFound);
  const unreadable_ = found.flatMap((entry, position) => (entry ? [] : [position + 1]));
  return { keys, unreadable: unreadable_ };
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw unreadable(path, { en: 'there is no such file', vi: 'không có tệp này' });
  }
}

function entriesOf(bytes: Buffer): readonly unknown[] {
  if (bytes[0] === SEQUENCE) return [bytes.toString('base64')];
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  try {
    const read = listing.safeParse(JSON.parse(text));
    return read.success ? read.data : [];
  } catch {
    return certificatesIn(text).map((der) => Buffer.from(der).toString('base64'));
  }
}

function keysOf(entry: unknown): readonly TrustedKey[] | null {
  try {
    const ready = trustedKey.safeParse(entry);
    if (ready.success) return [ready.data];
    const { text, kid } = listedCertificate.parse(entry);
    const certificates = certificatesIn(text);
    const overrides = kid === undefined ? {} : { kid };
    return certificates.length === 0
      ? null
      : certificates.map((der) => trustedKeyFromCertificate(der, overrides));
  } catch {
    return null;
  }
}

const nothingFound: Text = {
  en: 'holds no key that can be used. It takes PEM or DER of certificates, a JSON array of DER in base64, or a JWK set with x5c',
  vi: 'không có khóa nào dùng được. Cần chứng thư dạng PEM hoặc DER, mảng JSON các DER trong base64, hoặc tập JWK có x5c',
};

function unreadable(path: string, { en, vi }: Text): Failure {
  return new Failure('FILE_UNREADABLE', 'KEYS_UNREADABLE', { en: `${path}: ${en}`, vi: `${path}: ${vi}` });
}

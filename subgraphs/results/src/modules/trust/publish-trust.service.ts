import {
  type DecodedHealthCert,
  decodeHealthCert,
  type RevocationHashType,
  revocationHash,
} from '@ketqua/health-cert';
import { type BundleRootSigner, signCompactJws } from '@ketqua/health-cert/node';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { Certificate } from '../certificate/certificate.entity.js';
import type { StoredSigningKey } from '../certificate/signing-keys.js';
import { OwnRevocations, PublishedTrustList } from './published-trust-list.type.js';

/** The most entries of a batch (Implementing Decision (EU) 2021/1073, annex VI). */
const entriesOfBatch = 1_000;

/** What was signed for a list of keys: whoever asks is given the same, and asking costs nothing. */
const published = new WeakMap<BundleRootSigner, { kids: string; list: Promise<PublishedTrustList> }>();

/** Our keys as certificates and as a signed JSON Web Key Set: those that are neither revoked nor expired. */
export async function publishedTrustList({ issuer, root }: ResultsContext): Promise<PublishedTrustList> {
  const now = new Date();
  const keys = (await issuer.keys()).filter(
    ({ revokedAt, notAfter }) => revokedAt === null && new Date(notAfter) > now,
  );
  const kids = keys.map(({ kid }) => kid).join(' ');
  let known = published.get(root);
  if (known?.kids !== kids) {
    known = { kids, list: signedList(issuer.identity.country, keys, root) };
    published.set(root, known);
  }
  return known!.list;
}

async function signedList(
  country: string,
  keys: readonly StoredSigningKey[],
  root: BundleRootSigner,
): Promise<PublishedTrustList> {
  const set = { iss: country, iat: Math.floor(Date.now() / 1000), keys: keys.map(jwkOf) };
  return Object.assign(new PublishedTrustList(), {
    certificates: keys.map(({ certificate }) => base64(certificate)),
    jwks: await signCompactJws(set, 'jwk-set+jwt', root),
  });
}

function jwkOf({ kid, algorithm, publicKeyJwk, certificate }: StoredSigningKey) {
  return { ...publicKeyJwk, kid, alg: algorithm, use: 'sig', x5c: [base64(certificate)] };
}

/**
 * Our certificates that are withdrawn and have not expired, as hashes in the DCC format, a thousand at a time and a batch
 * for each key. Those of a revoked key are refused with it, and are not named.
 */
export async function ownRevocations(
  { em, issuer }: ResultsContext,
  hashType: RevocationHashType,
  after: string | null,
): Promise<OwnRevocations> {
  const kids = (await issuer.keys()).filter(({ revokedAt }) => revokedAt === null).map(({ kid }) => kid);
  const withdrawn = await em.find(
    Certificate,
    {
      kid: { $in: kids },
      expiresAt: { $gt: new Date() },
      $or: [{ revokedAt: { $ne: null } }, { supersededAt: { $ne: null } }],
      ...(after && isUuid(after) && { id: { $gt: after } }),
    },
    { orderBy: { id: 'asc' }, limit: entriesOfBatch },
  );
  const { country } = issuer.identity;
  const batches = await Promise.all(
    [...Map.groupBy(withdrawn, ({ kid }) => kid)].map(async ([kid, certificates]) => ({
      country,
      expires: new Date(Math.max(...certificates.map(({ expiresAt }) => expiresAt.getTime()))).toISOString(),
      kid,
      hashType,
      entries: await Promise.all(
        certificates.map(async (certificate) => ({ hash: await hashOf(certificate, hashType, country) })),
      ),
    })),
  );
  return Object.assign(new OwnRevocations(), {
    batches: JSON.stringify(batches),
    next: withdrawn.length === entriesOfBatch ? withdrawn.at(-1)!.id : null,
  });
}

async function hashOf(
  { certificateId, payload }: Certificate,
  hashType: RevocationHashType,
  issuer: string,
): Promise<string> {
  const { message } = decodeHealthCert(payload) as DecodedHealthCert;
  const { signature, algorithm = 'ES256' } = message;
  return base64(await revocationHash(hashType, { certificateId, issuer, algorithm, signature }));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

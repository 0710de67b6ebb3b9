import { X509Certificate } from 'node:crypto';
import type { TrustedKey } from '../trust-list.js';
import { trustedKeyFromCertificate } from './trusted-key-from-certificate.js';

/**
 * How a trust list is written. DCC: the EU gateway's list of certificates (DSC), also behind a first line that signs
 * it, as Germany published it; GDHCN: a DID document of WHO's network; JWKS: RFC 7517, with `x5c`; PEM: certificates.
 */
export const trustListFormats = ['DCC', 'GDHCN', 'JWKS', 'PEM'] as const;

export type TrustListFormat = (typeof trustListFormats)[number];

/** A key of a trust list, with the certificate that it was derived from. */
export interface ListedKey extends TrustedKey {
  readonly certificateDer: Uint8Array;
}

/** What a trust list holds. */
export interface ReadTrustList {
  readonly keys: readonly ListedKey[];
  /** How many entries are no document signer that can be used: without a certificate, or with a key of another kind. */
  readonly skipped: number;
}

/** Thrown for a text that is no trust list of its format. */
export class TrustListUnreadableError extends Error {
  override readonly name = 'TrustListUnreadableError';
}

/** The most entries that are read. */
const MAX_ENTRIES = 10_000;

interface Entry {
  /** Base64 of a DER certificate. */
  readonly certificate: string | undefined;
  readonly kid: string | undefined;
  readonly country: string | undefined;
}

/**
 * Reads a trust list. Keys are derived from the certificates, never from the JSON Web Keys that are published beside
 * them: some of those carry coordinates of 33 bytes, or say nothing of validity.
 *
 * @throws TrustListUnreadableError
 */
export function readTrustList(format: TrustListFormat, content: string): ReadTrustList {
  const entries = entriesOf(format, content);
  if (entries.length > MAX_ENTRIES) throw new TrustListUnreadableError(`more than ${MAX_ENTRIES} entries`);
  const keys = new Map<string, ListedKey>();
  let skipped = 0;
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key) keys.set(Buffer.from(key.certificateDer).toString('base64'), key);
    else skipped += 1;
  }
  return { keys: [...keys.values()], skipped };
}

function keyOf({ certificate, kid, country }: Entry): ListedKey | undefined {
  if (certificate === undefined) return undefined;
  try {
    const certificateDer = new Uint8Array(new X509Certificate(Buffer.from(certificate, 'base64')).raw);
    const key = trustedKeyFromCertificate(certificateDer, {
      ...(kid !== undefined && isKid(kid) && { kid }),
      ...(country !== undefined && { country }),
    });
    return { ...key, certificateDer };
  } catch {
    return undefined;
  }
}

/** What a list calls a key by is believed where it can stand in a certificate: 8 bytes in base64. */
function isKid(text: string): boolean {
  return /^[A-Za-z0-9+/]{11}=$/.test(text);
}

function entriesOf(format: TrustListFormat, content: string): Entry[] {
  if (format === 'PEM') return pemEntries(content);
  const document = parsed(format === 'DCC' ? withoutSignatureLine(content) : content);
  if (format === 'DCC') return dccEntries(document);
  return format === 'GDHCN' ? didEntries(document) : jwksEntries(document);
}

function pemEntries(content: string): Entry[] {
  const blocks = [
    ...content.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g),
  ];
  if (!blocks.length) throw new TrustListUnreadableError('no certificate in PEM');
  return blocks.map(([, base64]) => ({ certificate: base64, kid: undefined, country: undefined }));
}

/** Germany's list begins with a line of base64 that signs the rest. */
function withoutSignatureLine(content: string): string {
  return /^[A-Za-z0-9+/=]+\r?\n/.test(content) ? content.slice(content.indexOf('\n') + 1) : content;
}

/** `[{certificateType, country, kid, rawData}]`, bare or under `certificates`. */
function dccEntries(document: unknown): Entry[] {
  const list = Array.isArray(document) ? document : membersOf(document).certificates;
  return arrayOf(list, 'certificates')
    .filter(({ certificateType = 'DSC' }) => certificateType === 'DSC')
    .map(({ rawData, kid, country }) => ({
      certificate: textOf(rawData),
      kid: textOf(kid),
      country: alpha2(textOf(country)),
    }));
}

/** `verificationMethod` of a DID document; its identifier ends with the kid, and names participant and usage. */
function didEntries(document: unknown): Entry[] {
  return arrayOf(membersOf(document).verificationMethod, 'verificationMethod')
    .filter(({ id }) => !isOtherUsage(textOf(id) ?? ''))
    .map((method) => jwkEntry(membersOf(method.publicKeyJwk), textOf(method.id)?.split('#')[1]));
}

/** Participants publish authorities (SCA) and transport keys (UP, TLS) beside the document signers (DSC). */
function isOtherUsage(id: string): boolean {
  return /:(?:SCA|UP|TLS|AUTHENTICATION)(?=[:#]|$)/.test(id);
}

function jwksEntries(document: unknown): Entry[] {
  return arrayOf(membersOf(document).keys, 'keys').map((jwk) => jwkEntry(jwk, textOf(jwk.kid)));
}

function jwkEntry({ x5c }: Record<string, unknown>, kid: string | undefined): Entry {
  const [certificate] = Array.isArray(x5c) ? x5c : [x5c];
  return { certificate: textOf(certificate), kid: kid && decoded(kid), country: undefined };
}

/** An identifier's fragment is percent-encoded where base64 has signs that a URL has not. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw new TrustListUnreadableError('not JSON');
  }
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function arrayOf(value: unknown, name: string): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw new TrustListUnreadableError(`no ${name}`);
  return value.map(membersOf);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function alpha2(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Z]{2}$/.test(text) ? text : undefined;
}

import { Writable } from 'node:stream';
import { buildTestCertificate, issueHealthCert, newUvci } from '@ketqua/health-cert';
import { createSigningKey, signerFrom } from '@ketqua/health-cert/node';

/** When the certificates of these tests are issued. */
export const issuedAt = new Date('2026-11-23T05:00:00Z');

/** An issuer, as tests of the verifier need one: its certificate, and what it issues. */
export async function issuerNamed(commonName: string, algorithm: 'ES256' | 'PS256' = 'ES256') {
  const [notBefore, notAfter] = [new Date('2026-01-01T00:00:00Z'), new Date('2028-01-01T00:00:00Z')];
  const key = await createSigningKey({
    ...{ country: 'VN', organisation: 'Ketqua', commonName, algorithm, notBefore, notAfter },
  });
  const certificate = buildTestCertificate({
    ...{ uvci: newUvci('VN'), country: 'VN', issuer: 'Sở Y tế', fullName: 'Nguyễn Thị Bình' },
    ...{ dateOfBirth: '1990-02-28', disease: '840539006', testType: 'LP6464-4', outcome: 'NOT_DETECTED' },
    specimenCollectedAt: '2026-11-23T08:00:00+07:00',
  });
  const expiresAt = new Date('2026-12-07T05:00:00Z');
  const qr = await issueHealthCert({ certificate, issuer: 'VN', issuedAt, expiresAt }, signerFrom(key));
  const der = Buffer.from(key.certificateDer);
  const pem = `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
  return { qr, der, pem, base64: der.toString('base64'), kid: key.kid, publicKeyJwk: key.publicKeyJwk };
}

/** Keeps what is written, and says of each write whether more is welcome. */
export class KeptOutput extends Writable {
  readonly pieces: string[] = [];

  constructor(highWaterMark = 16_384) {
    super({ highWaterMark, decodeStrings: false });
  }

  override _write(piece: string, _encoding: BufferEncoding, done: () => void): void {
    this.pieces.push(piece);
    setImmediate(done);
  }

  /** The lines so far, as JSON. */
  lines(): Record<string, unknown>[] {
    const text = this.pieces.join('');
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

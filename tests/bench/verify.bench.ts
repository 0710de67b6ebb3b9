import { constants, createPublicKey, verify } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import {
  buildTestCertificate,
  encodeBase45,
  issueHealthCert,
  newUvci,
  notDetectedWithin72Hours,
  type SignatureVerifier,
  TrustList,
  verifyHealthCert,
  webCryptoVerifier,
} from '@ketqua/health-cert';
import {
  createSigningKey,
  nodeCryptoVerifier,
  signerFrom,
  trustedKeyFromCertificate,
} from '@ketqua/health-cert/node';
import { percentile, timesOf } from './measure.js';

/** How long it takes to verify a certificate, against the signature alone; and what hostile texts cost at most. */
const turns = 400;
const runsOfTurn = 40;
const at = new Date();
const later = (days: number) => new Date(at.getTime() + days * 86_400_000);

async function issued(algorithm: 'ES256' | 'PS256') {
  const subject = { country: 'VN', organisation: 'Bench', commonName: 'Bench', algorithm };
  const key = await createSigningKey({ ...subject, notBefore: later(-1), notAfter: later(700) });
  const certificate = buildTestCertificate({
    ...{ uvci: newUvci('VN'), country: 'VN', issuer: 'Sở Y tế Thành phố Hồ Chí Minh' },
    ...{ fullName: 'Nguyễn Thị Ánh Tuyết', dateOfBirth: '1990-03-14', disease: '840539006' },
    ...{
      testType: 'LP6464-4',
      testName: 'RT-PCR',
      outcome: 'NOT_DETECTED',
      testingCentre: 'Bệnh viện Chợ Rẫy',
    },
    specimenCollectedAt: at.toISOString(),
  });
  const text = await issueHealthCert(
    { certificate, issuer: 'VN', issuedAt: at, expiresAt: later(7) },
    signerFrom(key),
  );
  return { key, text, trusted: trustedKeyFromCertificate(key.certificateDer) };
}

/** The least time of one run, over many short turns of both: others on the machine only ever add. */
async function leastOf(raw: () => Promise<unknown>, whole: () => Promise<unknown>) {
  await timesOf(1_000, raw);
  await timesOf(1_000, whole);
  const least = { raw: Number.POSITIVE_INFINITY, whole: Number.POSITIVE_INFINITY };
  for (let turn = 0; turn < turns; turn += 1) {
    least.raw = Math.min(least.raw, await turnOf(raw));
    least.whole = Math.min(least.whole, await turnOf(whole));
  }
  return least;
}

async function turnOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let run = 0; run < runsOfTurn; run += 1) await work();
  return (performance.now() - start) / runsOfTurn;
}

const tell = (line: string) => process.stdout.write(`${line}\n`);

for (const algorithm of ['ES256', 'PS256'] as const) {
  const { key, text, trusted } = await issued(algorithm);
  const trust = new TrustList([trusted]);
  const bytes = crypto.getRandomValues(new Uint8Array(350));
  const signature = await signerFrom(key).sign(bytes);
  const isElliptic = algorithm === 'ES256';

  const importing = isElliptic
    ? { name: 'ECDSA', namedCurve: 'P-256' }
    : { name: 'RSA-PSS', hash: 'SHA-256' };
  const verifying = isElliptic ? { name: 'ECDSA', hash: 'SHA-256' } : { name: 'RSA-PSS', saltLength: 32 };
  const webKey = await crypto.subtle.importKey('jwk', { ...trusted.publicKeyJwk }, importing, false, [
    'verify',
  ]);
  const keyObject = createPublicKey({ key: { ...trusted.publicKeyJwk }, format: 'jwk' });
  const nodeKey = isElliptic
    ? { key: keyObject, dsaEncoding: 'ieee-p1363' as const }
    : { key: keyObject, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const raw = {
    WebCrypto: () => crypto.subtle.verify(verifying, webKey, Uint8Array.from(signature), bytes),
    'node:crypto': async () => verify('sha256', bytes, nodeKey, signature),
  };

  for (const [name, verifier, aim] of [
    ['WebCrypto', webCryptoVerifier, 0.65],
    ['node:crypto', nodeCryptoVerifier, 0.8],
  ] as const satisfies readonly [string, SignatureVerifier, number][]) {
    const whole = (rules: typeof notDetectedWithin72Hours) => async () => {
      const { verdict } = await verifyHealthCert(text, { trust, at, rules, verifier });
      if (verdict !== 'PASS') throw new Error(`The bench's own certificate is no PASS: ${verdict}`);
    };
    const measured = await leastOf(raw[name], whole([]));
    const ruled = await leastOf(raw[name], whole(notDetectedWithin72Hours));
    const rate = (milliseconds: number) => Math.round(1000 / milliseconds);
    tell(
      `${algorithm} by ${name}: verified at ${(measured.raw / measured.whole).toFixed(2)} of the rate of the signature alone ` +
        `(${rate(measured.whole)} against ${rate(measured.raw)} a second). Aim for ES256: at least ${aim}. ` +
        `With the rules of 72 hours ${(ruled.raw / ruled.whole).toFixed(2)}.`,
    );
  }
}

/** Texts that cost as much as can be, each within the size of a QR code. */
const zipped = (content: Uint8Array) => `HC1:${encodeBase45(deflateSync(content, { level: 9 }))}`;
const filled = (length: number, ...opening: number[]) =>
  Uint8Array.from([...opening, ...new Array<number>(length).fill(opening.at(-1) ?? 0)]);
const { text, trusted } = await issued('ES256');
const hostile: Readonly<Record<string, string>> = {
  'a bomb of 2.9 MB': zipped(new Uint8Array(2_900_000)),
  '64 kB of empty maps': zipped(filled(65_000, 0x9f, 0xa0)),
  'a map of 60,000 keys': zipped(filled(60_000, 0xbf, 0x00)),
  'arrays in arrays': zipped(filled(60_000, 0x84, 0x81)),
  'the alphabet alone': `HC1:${'Z'.repeat(4_290)}`,
  'a forged signature': `${text.slice(0, -8)}00000000`,
};
const context = {
  trust: new TrustList([trusted]),
  at,
  rules: notDetectedWithin72Hours,
  verifier: nodeCryptoVerifier,
};
/** Milliseconds that the processor worked: of the clock others on the machine take their part. */
async function workOf(value: string): Promise<number> {
  const start = process.cpuUsage();
  await verifyHealthCert(value, context);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

for (const [name, value] of Object.entries(hostile)) {
  const times: number[] = [];
  const good: number[] = [];
  for (let run = 0; run < 200; run += 1) {
    times.push(await workOf(value));
    good.push(await workOf(text));
  }
  times.sort((left, right) => left - right);
  good.sort((left, right) => left - right);
  tell(
    `${name} (${value.length} characters): ${percentile(times, 0.5).toFixed(2)} ms of work, at most ${times.at(-1)!.toFixed(2)}; ` +
      `${(percentile(times, 0.5) / percentile(good, 0.5)).toFixed(1)} times a good one. Aim: none over 50 ms.`,
  );
}

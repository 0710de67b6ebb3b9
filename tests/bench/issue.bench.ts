import { buildTestCertificate, issueHealthCert, newUvci } from '@ketqua/health-cert';
import { createSigningKey, deflateNatively, signerFrom } from '@ketqua/health-cert/node';
import { claimAll, holderOf, labOf, newPhone, sentResult, submit } from '../journeys/people.js';
import { RunningPlatform } from '../journeys/running-platform.js';
import { percentile, report, timesOf } from './measure.js';

/** How long it takes to issue a certificate, against the signature alone; and through the whole platform. */
const [turns, runsOfTurn] = [40, 250];
/** A server issues all day: what it runs is compiled by then. */
const warmUp = 5_000;
const issuedAt = new Date();
const later = (days: number) => new Date(issuedAt.getTime() + days * 86_400_000);
const certificate = () =>
  buildTestCertificate({
    uvci: newUvci('VN'),
    country: 'VN',
    issuer: 'Sở Y tế Thành phố Hồ Chí Minh',
    fullName: 'Nguyễn Thị Ánh Tuyết',
    dateOfBirth: '1990-03-14',
    disease: '840539006',
    testType: 'LP6464-4',
    testName: 'RT-PCR',
    outcome: 'NOT_DETECTED',
    specimenCollectedAt: issuedAt.toISOString(),
  });

for (const algorithm of ['ES256', 'PS256'] as const) {
  const subject = { country: 'VN', organisation: 'Bench', commonName: 'Bench', algorithm };
  const key = await createSigningKey({ ...subject, notBefore: issuedAt, notAfter: later(700) });
  const signer = signerFrom(key);
  const bytes = crypto.getRandomValues(new Uint8Array(400));
  const statusPlace = { shard: 0, index: 123_456 };
  const claims = () => ({
    ...{ certificate: certificate(), issuer: 'VN', issuedAt, expiresAt: later(7) },
    ...{ resultedAt: issuedAt, statusPlace },
  });
  const sign = () => signer.sign(bytes);
  const issue = () => issueHealthCert(claims(), signer, deflateNatively);
  // Warm, then in turns, so that both meet the same machine; the least disturbed turn of each counts.
  await timesOf(warmUp, sign);
  await timesOf(warmUp, issue);
  const least = { signed: Number.POSITIVE_INFINITY, issued: Number.POSITIVE_INFINITY };
  for (let turn = 0; turn < turns; turn++) {
    least.signed = Math.min(least.signed, await secondsFor(sign));
    least.issued = Math.min(least.issued, await secondsFor(issue));
  }
  const rate = (seconds: number) => Math.round(runsOfTurn / seconds);
  process.stdout.write(
    `${algorithm}: issued at ${(least.signed / least.issued).toFixed(2)} of the rate of the signature alone ` +
      `(${rate(least.issued)} against ${rate(least.signed)} a second). Aim: at least 0.4.\n`,
  );
}

async function secondsFor(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let run = 0; run < runsOfTurn; run++) await work();
  return (performance.now() - start) / 1000;
}

const platform = await RunningPlatform.start();
const phone = newPhone();
const lab = await labOf(platform);
const count = 100;
const { rows } = await submit(
  lab,
  Array.from({ length: count }, () => sentResult(phone)),
);
const citizen = await holderOf(platform, phone);
await claimAll(citizen, '1990-03-14');
const asked = await timesOf(count, () => citizen.ask('{ me { id } }'));
const results = rows.map(({ resultId }) => resultId!);
const whole = await timesOf(count, () =>
  citizen.mutate('issueQrToken', '... on QrToken { id }', { resultId: results.pop()! }),
);
report(
  'issueQrToken through the platform, median',
  percentile(whole, 0.5),
  { name: 'an empty query, median', milliseconds: percentile(asked, 0.5) },
  'none',
);
await platform.stop();
process.exit(0);

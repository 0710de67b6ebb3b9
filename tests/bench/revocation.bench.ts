import { claimAll, holderOf, labOf, newPhone, sentResult, submit } from '../journeys/people.js';
import { RunningPlatform } from '../journeys/running-platform.js';
import { percentile, report } from './measure.js';

/** From a laboratory's withdrawal of a result to its certificate on an officer's open stream: alone, and beside 1,000 other officers' streams; embedded by default. */
const runs = 40;
const others = 1_000;
const patience = 30_000;
const watch = 'subscription { certificateWithdrawn { certificateHash status } }';
const platform = await RunningPlatform.start();
const lab = await labOf(platform);
const phone = newPhone();
await submit(lab, [sentResult(phone)]);
const citizen = await holderOf(platform, phone);
await claimAll(citizen, '1990-03-14');
const officer = await holderOf(platform, platform.credentials.officerPhone);
const { checkpointId } = platform.credentials;

interface Withdrawn {
  readonly certificateWithdrawn: { readonly certificateHash: string; readonly status: string };
}
const arrivals = new Map<string, number>();
const listening = officer.listen<Withdrawn>(watch, {}, ({ certificateWithdrawn: { certificateHash } }) => {
  arrivals.set(certificateHash, performance.now());
});
await listening.opened;

/** A certificate that an officer saw pass; gives its result and the hash that is told of it. */
async function passed(): Promise<{ resultId: string; hash: string }> {
  const { rows } = await submit(lab, [sentResult(phone)]);
  const resultId = rows[0]!.resultId!;
  const { payload } = await citizen.mutate<{ payload: string }>(
    'issueQrToken',
    '... on QrToken { payload }',
    {
      resultId,
    },
  );
  const seen = await officer.mutate<{ verdict: string; certificateHash: string }>(
    'verifyQr',
    '... on Verification { verdict certificateHash }',
    { payload, checkpointId },
  );
  if (seen.verdict !== 'PASS') throw new Error(`The bench's own certificate is no PASS: ${seen.verdict}`);
  return { resultId, hash: seen.certificateHash };
}

/** Milliseconds from the sending of a withdrawal to its arrival, slowest last. */
async function timesToOfficer(): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { resultId, hash } = await passed();
    const sent = performance.now();
    await lab.mutate('cancelResult', '... on TestResult { id }', { resultId, reason: 'A mixed up specimen' });
    while (!arrivals.has(hash)) {
      if (performance.now() - sent > patience) throw new Error('A withdrawal did not arrive');
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    times.push(arrivals.get(hash)! - sent);
  }
  return times.sort((one, other) => one - other);
}

const alone = await timesToOfficer();
let heard = 0;
const crowd = [];
for (let socket = 0; socket < others; socket += 1) {
  crowd.push(
    officer.listen(watch, {}, () => {
      heard += 1;
    }),
  );
  if (socket % 50 === 49) await Promise.all(crowd.slice(-50).map(({ opened }) => opened));
}
const crowded = await timesToOfficer();
for (let waited = 0; heard < others * runs && waited < 100; waited += 1) {
  await new Promise((resolve) => setTimeout(resolve, 100));
}
report(
  `Withdrawn to an officer's stream beside ${others} others, p95`,
  percentile(crowded, 0.95),
  { name: 'the same alone, p95', milliseconds: percentile(alone, 0.95) },
  'p95 under 2,000 ms',
);
report(
  `Withdrawn to an officer's stream beside ${others} others, p50`,
  percentile(crowded, 0.5),
  { name: 'the same alone, p50', milliseconds: percentile(alone, 0.5) },
  'none',
);
process.stdout.write(`The others heard ${heard} of ${others * runs} withdrawals.\n`);
await platform.stop();
process.exit(0);

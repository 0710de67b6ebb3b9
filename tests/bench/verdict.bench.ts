import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toBuffer } from 'qrcode';
import { UnpackedBrowser } from '../journeys/browser-unpacked.js';
import { screens, Visitor } from '../journeys/browser-visitor.js';
import { claimAll, holderOf, labOf, newPhone, sentResult, submit } from '../journeys/people.js';
import { RunningPlatform } from '../journeys/running-platform.js';
import { percentile, report, timesOf } from './measure.js';

/** From the camera's frame to the verdict on an officer's screen, of a code that is held up straight and in the light. */
const runs = 20;
const platform = await RunningPlatform.start();
const cameraFile = join(platform.home, 'camera.mjpeg');
const browser = await UnpackedBrowser.start(cameraFile);
const lab = await labOf(platform);
const phone = newPhone();
await submit(lab, [sentResult(phone)]);
const citizen = await holderOf(platform, phone);
await claimAll(citizen, '1990-03-14');
const painter = await browser.browser.newPage({ viewport: { width: 1280, height: 720 } });

/** A new certificate's text, and a film of its code as the camera sees it. */
async function certificate(): Promise<{ payload: string; film: Buffer }> {
  const { rows } = await submit(lab, [sentResult(phone)]);
  const { payload } = await citizen.mutate<{ payload: string }>(
    'issueQrToken',
    '... on QrToken { payload }',
    {
      resultId: rows[0]!.resultId,
    },
  );
  const source = `data:image/png;base64,${(await toBuffer(payload, { scale: 5 })).toString('base64')}`;
  await painter.setContent(
    `<body style="margin:0;background:#667;display:grid;place-items:center;height:100vh"><img style="width:560px" src="${source}">`,
  );
  const frame = await painter.screenshot({ type: 'jpeg', quality: 85 });
  return { payload, film: Buffer.concat(Array.from({ length: 30 }, () => frame)) };
}

const officer = await Visitor.at(browser, platform, '/verify', screens.phone);
await officer.signIn(platform.credentials.officerPhone);
await officer.installed();
// The frame that was read is the last one that the page drew: it draws none while one is being read.
await officer.page.evaluate(`{
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  globalThis.drawn = [];
  CanvasRenderingContext2D.prototype.drawImage = function (source, ...rest) {
    if (source instanceof HTMLVideoElement) globalThis.drawn.push(performance.now());
    return draw.call(this, source, ...rest);
  };
  globalThis.verdictOf = () => new Promise((resolve) => {
    // The one before stands until the camera opens.
    let isGone = false;
    const look = () => {
      if (document.querySelector('[data-testid="verdict"]') === null) {
        isGone = true;
        return false;
      }
      if (!isGone) return false;
      const { drawn } = globalThis;
      requestAnimationFrame(() => {
        const shown = performance.now();
        resolve({ fromFrame: shown - drawn.at(-1), inAll: shown - drawn[0] });
      });
      return true;
    };
    const watching = new MutationObserver(() => look() && watching.disconnect());
    watching.observe(document.body, { childList: true, subtree: true });
  });
}`);

interface Passed {
  readonly fromFrame: number;
  readonly inAll: number;
}
const scans: Passed[] = [];
const payloads: string[] = [];
// The first one fetches the reader.
for (let run = 0; run <= runs; run += 1) {
  const { payload, film } = await certificate();
  await writeFile(cameraFile, film);
  const verdict = officer.page.evaluate<Passed>('(globalThis.drawn = [], globalThis.verdictOf())');
  await officer.press(run === 0 ? 'Quét mã QR' : 'Quét tiếp');
  const passed = await verdict;
  await officer.part('verdict', { verdict: 'PASS' }).waitFor();
  if (run > 0) {
    scans.push(passed);
    payloads.push(payload);
  }
}
const client = await holderOf(platform, platform.credentials.officerPhone);
const { checkpointId } = platform.credentials;
const asked = await timesOf(runs, (run) =>
  client.mutate('verifyQr', '... on Verification { verdict }', { payload: payloads[run]!, checkpointId }),
);
const sorted = (part: keyof Passed) => scans.map((scan) => scan[part]).sort((one, other) => one - other);
const baseline = { name: "the platform's answer to verifyQr, median", milliseconds: percentile(asked, 0.5) };
report(
  'The frame to the verdict on the screen, p50',
  percentile(sorted('fromFrame'), 0.5),
  baseline,
  '150 ms',
);
report(
  'The frame to the verdict on the screen, p95',
  percentile(sorted('fromFrame'), 0.95),
  baseline,
  'none',
);
report('The first frame to the verdict, p95', percentile(sorted('inAll'), 0.95), baseline, 'under 500 ms');
await browser.stop();
await platform.stop();
process.exit(0);

import { join } from 'node:path';
import { UnpackedBrowser } from '../journeys/browser-unpacked.js';
import { screens, Visitor } from '../journeys/browser-visitor.js';
import { holderOf, labOf, newPhone, sentResult, submit } from '../journeys/people.js';
import { RunningPlatform } from '../journeys/running-platform.js';
import { percentile, report } from './measure.js';

/** From the answer to a submission to the result in a citizen's open page: alone, and beside 1,000 other subscribers. */
const runs = 30;
const others = 1_000;
const platform = await RunningPlatform.start();
const browser = await UnpackedBrowser.start(join(platform.home, 'camera.mjpeg'));
const lab = await labOf(platform);
const phone = newPhone();
await submit(lab, [sentResult(phone)]);
const citizen = await Visitor.at(browser, platform, '/', screens.phone);
await citizen.signIn(phone);
await citizen.openPerson('14/03/1990');
let shown = 1;

async function timesToPixels(): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    // The page's newest result is the one with the latest time; a page of twenty holds no more.
    const seen = citizen.page.evaluate<number>(`new Promise((resolve) => {
      const before = document.querySelectorAll('[data-testid="result"][data-new="true"]').length;
      const look = () => {
        if (document.querySelectorAll('[data-testid="result"][data-new="true"]').length > before) {
          requestAnimationFrame(() => resolve(Date.now()));
        } else setTimeout(look, 5);
      };
      look();
    })`);
    await submit(lab, [sentResult(phone)]);
    const answered = Date.now();
    times.push(Math.max(0, (await seen) - answered));
    shown += 1;
    if (shown >= 19) await anew();
  }
  return times.sort((one, other) => one - other);
}

/** Another citizen in the page: the list shows twenty results. */
async function anew(): Promise<void> {
  await citizen.page.reload();
  await citizen.part('result').first().waitFor();
  shown = 1;
}

const alone = await timesToPixels();
const crowd = await holderOf(platform, newPhoneOf());
const sockets = [];
for (let socket = 0; socket < others; socket += 1) {
  const listening = crowd.listen('subscription { resultReleased { id } }', {}, () => undefined);
  sockets.push(listening);
  if (socket % 50 === 49) await Promise.all(sockets.slice(-50).map(({ opened }) => opened));
}
const crowded = await timesToPixels();
report(
  `Commit to pixels beside ${others} subscribers, p95`,
  percentile(crowded, 0.95),
  { name: 'the same alone, p95', milliseconds: percentile(alone, 0.95) },
  'p95 under 1,000 ms',
);
await browser.stop();
await platform.stop();
process.exit(0);

function newPhoneOf(): string {
  return platform.credentials.citizenPhone;
}

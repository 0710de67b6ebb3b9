import { join } from 'node:path';
import { UnpackedBrowser } from '../journeys/browser-unpacked.js';
import { screens } from '../journeys/browser-visitor.js';
import { RunningPlatform } from '../journeys/running-platform.js';
import { percentile, report } from './measure.js';

/** From opening the citizen's page for the first time to a field that takes what is typed; and on a slow phone. */
const runs = 10;
const platform = await RunningPlatform.start();
const browser = await UnpackedBrowser.start(join(platform.home, 'camera.mjpeg'));

async function timesToTyped(slowedBy: number): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    // A context of its own: nothing is in its cache.
    const context = await browser.browser.newContext(screens.phone);
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowedBy });
    const began = Date.now();
    await page.goto(platform.url, { waitUntil: 'commit' });
    const field = page.locator('[data-testid="phone-field"]');
    await field.waitFor();
    await field.pressSequentially('0');
    times.push(Date.now() - began);
    await context.close();
  }
  return times.sort((one, other) => one - other);
}

const quick = await timesToTyped(1);
const slow = await timesToTyped(4);
report(
  'Opened to typed on a processor slowed 4 times, median',
  percentile(slow, 0.5),
  { name: 'the same unslowed, median', milliseconds: percentile(quick, 0.5) },
  'under 2,000 ms',
);
await browser.stop();
await platform.stop();
process.exit(0);

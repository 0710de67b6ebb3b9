import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringsBrowser, UnpackedBrowser } from './browser-unpacked.js';
import { screens, Visitor } from './browser-visitor.js';
import { labOf, newPhone, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';
import { UpgradeRefusingNetwork } from './upgrade-refusing-network.js';

/** What a browser writes by itself where a socket is refused. */
const refusedSocket = /WebSocket connection to .* failed/;

describe.skipIf(!bringsBrowser)('on a network that lets no WebSocket through', () => {
  let platform: RunningPlatform;
  let network: UpgradeRefusingNetwork;
  let browser: UnpackedBrowser;
  beforeAll(async () => {
    platform = await RunningPlatform.start();
    network = await UpgradeRefusingNetwork.before(platform.url);
    browser = await UnpackedBrowser.start(join(platform.home, 'camera.mjpeg'));
  });
  afterAll(async () => {
    await browser?.stop();
    network?.close();
    await platform?.stop();
  });

  it('a result and its correction reach the open page all the same', async () => {
    const [phone, lab] = [newPhone(), await labOf(platform)];
    await submit(lab, [sentResult(phone)]);
    const citizen = await Visitor.at(browser, network, '/', screens.phone);
    await citizen.signIn(phone);
    await citizen.openPerson('14/03/1990');
    await expect.poll(() => openStreams(platform)).toBeGreaterThan(0);
    const second = sentResult(phone);
    await submit(lab, [second]);
    await citizen.part('result', { new: 'true', outcome: 'NOT_DETECTED' }).waitFor();
    await submit(lab, [{ ...second, status: 'CORRECTED', outcome: 'DETECTED' }]);
    await citizen.part('result', { outcome: 'DETECTED' }).waitFor();
    expect(network.refused).toBeGreaterThanOrEqual(2);
    const { wrongs } = citizen;
    await citizen.leave();
    expect(wrongs.filter((wrong) => !refusedSocket.test(wrong))).toEqual([]);
  });
});

async function openStreams({ url }: RunningPlatform): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^ketqua_event_streams_open (\d+)$/m.exec(metrics)![1]);
}

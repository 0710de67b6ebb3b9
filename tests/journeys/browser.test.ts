import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GraphqlClient, signIn } from '@ketqua/cli';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bringsBrowser, UnpackedBrowser } from './browser-unpacked.js';
import { screens, Visitor } from './browser-visitor.js';
import { labOf, newPhone, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

describe.skipIf(!bringsBrowser)('in the browser', () => {
  let platform: RunningPlatform;
  let browser: UnpackedBrowser;
  let cameraFile: string;
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    cameraFile = join(platform.home, 'camera.mjpeg');
    browser = await UnpackedBrowser.start(cameraFile);
  });
  afterEach(async () => {
    const gone = visitors.splice(0);
    const wrongs = gone.flatMap((visitor) => visitor.wrongs);
    await Promise.all(gone.map((visitor) => visitor.leave()));
    expect(wrongs).toEqual([]);
  });
  afterAll(async () => {
    await browser?.stop();
    await platform?.stop();
  });

  async function visit(...[path, screen]: [path: '/' | '/verify', screen?: object]): Promise<Visitor> {
    const visitor = await Visitor.at(browser, platform, path, screen);
    visitors.push(visitor);
    return visitor;
  }

  /** An officer who may stand at the demo's checkpoint and at another; gives the phone. */
  async function newOfficer(): Promise<string> {
    const phone = newPhone();
    const admin = await signIn(new GraphqlClient(platform.url), platform.credentials.adminPhone);
    const other = await admin.mutate<{ id: string }>('createCheckpoint', '... on Checkpoint { id }', {
      code: `CP-${phone.slice(-6)}`,
      name: 'Chốt Tân Kiên',
      jurisdiction: 'VN-SG',
    });
    await admin.mutate('grantRole', '... on RoleGrant { id }', {
      phone,
      role: 'OFFICER',
      checkpointIds: [platform.credentials.checkpointId, other.id],
    });
    return phone;
  }

  it('a result appears, is shown, checked, corrected and refused, on two pages that stay open', async () => {
    const [phone, officerPhone, lab] = [newPhone(), await newOfficer(), await labOf(platform)];
    await submit(lab, [sentResult(phone)]);
    const [citizen, officer] = await Promise.all([visit('/', screens.phone), visit('/verify')]);
    await Promise.all([
      citizen.signIn(phone).then(() => citizen.openPerson('14/03/1990')),
      officer.signIn(officerPhone).then(() => officer.press('Chốt Tân Kiên')),
    ]);
    expect(await citizen.part('result').count()).toBe(1);

    const second = sentResult(phone);
    await submit(lab, [second]);
    await citizen.part('result', { new: 'true', outcome: 'NOT_DETECTED' }).waitFor();
    expect(await citizen.part('result').count()).toBe(2);

    await citizen.openQr();
    const picture = await citizen.saveQr();
    await officer.part('picture-input').setInputFiles(picture);
    const passed = officer.part('verdict', { verdict: 'PASS' });
    await passed.waitFor();
    expect(await passed.innerText()).toContain('Nguyễn Thị Ánh Tuyết');
    expect(await passed.innerText()).toContain('14/03/1990');
    await officer.part('feed-item', { new: 'true', verdict: 'PASS' }).waitFor();

    await submit(lab, [{ ...second, status: 'CORRECTED', outcome: 'DETECTED' }]);
    await citizen.press('Quay lại kết quả');
    const corrected = citizen.part('result', { outcome: 'DETECTED' });
    await corrected.waitFor();
    expect(await corrected.innerText()).toMatch(/Đã đính chính lúc .+ Trước đó: Không phát hiện\./);

    await officer.press('Quét tiếp');
    await officer.part('picture-input').setInputFiles(picture);
    const refused = officer.part('verdict', { verdict: 'FAIL' });
    await refused.waitFor();
    expect(await refused.innerText()).toContain('Mã đã được thay bằng mã mới hơn.');
    await officer.part('feed-item', { new: 'true', verdict: 'FAIL' }).waitFor();
    expect([citizen.loads, officer.loads]).toEqual([1, 1]);
  });
});

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

  async function visit(path: '/' | '/verify', screen = screens.desk): Promise<Visitor> {
    const visitor = await Visitor.at(browser, platform, path, screen);
    visitors.push(visitor);
    return visitor;
  }

  /** Shows a JPEG picture to every camera that opens from now on. */
  function play(picture: Buffer): Promise<void> {
    return writeFile(cameraFile, Buffer.concat(Array.from({ length: 30 }, () => picture)));
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
    const wasCorrected = /Đã đính chính lúc .+ Trước đó: Không phát hiện\./;
    await citizen.part('correction').waitFor();
    expect(await citizen.part('correction').innerText()).toMatch(wasCorrected);
    await citizen.press('Quay lại kết quả');
    const corrected = citizen.part('result', { outcome: 'DETECTED' });
    await corrected.waitFor();
    expect(await corrected.innerText()).toMatch(wasCorrected);

    await officer.press('Quét tiếp');
    await officer.part('picture-input').setInputFiles(picture);
    const refused = officer.part('verdict', { verdict: 'FAIL' });
    await refused.waitFor();
    expect(await refused.innerText()).toContain('Mã đã được thay bằng mã mới hơn.');
    await officer.part('feed-item', { new: 'true', verdict: 'FAIL' }).waitFor();
    expect([citizen.loads, officer.loads]).toEqual([1, 1]);
  });

  it("the officer's camera reads the code off the citizen's screen", async () => {
    const [phone, officerPhone] = [newPhone(), await newOfficer()];
    await submit(await labOf(platform), [sentResult(phone)]);
    const [citizen, officer] = await Promise.all([
      visit('/', screens.phone),
      visit('/verify', screens.phone),
    ]);
    await Promise.all([citizen.signIn(phone), officer.signIn(officerPhone)]);
    await citizen.openPerson('14/03/1990');
    await citizen.openQr();
    await play(await citizen.page.screenshot({ type: 'jpeg', quality: 90, caret: 'initial' }));

    await officer.press('Chốt Tân Kiên');
    await officer.press('Quét mã QR');
    const passed = officer.part('verdict', { verdict: 'PASS' });
    await passed.waitFor();
    expect(await passed.innerText()).toContain('Nguyễn Thị Ánh Tuyết');
    // The same code is still before the camera: it is not checked a second time.
    await officer.press('Quét tiếp');
    await officer.page.getByText('Đưa mã QR vào khung.').waitFor();
    await officer.page.waitForTimeout(500);
    expect(await officer.part('verdict').count()).toBe(0);
    await officer.press('Dừng quét');
    await officer.part('feed-item').first().waitFor();
    expect(await officer.part('feed-item').count()).toBe(1);
  });

  it('fits a narrow phone in both languages, and keeps every token from JavaScript', async () => {
    const [phone, officerPhone] = [newPhone(), await newOfficer()];
    await submit(await labOf(platform), [sentResult(phone)]);
    const [citizen, officer] = await Promise.all([
      visit('/', screens.phone),
      visit('/verify', screens.phone),
    ]);
    const inBothLanguages = async (visitor: Visitor) => {
      for (const [language, other] of [
        ['vi', 'English'],
        ['en', 'Tiếng Việt'],
      ] as const) {
        await expect.poll(() => visitor.language()).toBe(language);
        expect(await visitor.overflow()).toBe(0);
        await visitor.press(other);
      }
    };
    const asCitizen = async () => {
      await citizen.part('phone-field').waitFor();
      await inBothLanguages(citizen);
      await citizen.signIn(phone);
      await citizen.part('birth-date-field').waitFor();
      await inBothLanguages(citizen);
      await citizen.openPerson('14/03/1990');
      await inBothLanguages(citizen);
      await citizen.openQr();
      await inBothLanguages(citizen);
    };
    const asOfficer = async () => {
      await officer.part('phone-field').waitFor();
      await inBothLanguages(officer);
      await officer.signIn(officerPhone);
      await inBothLanguages(officer);
      await officer.press('Chốt Tân Kiên');
      await inBothLanguages(officer);
    };
    await Promise.all([asCitizen(), asOfficer()]);
    await officer.part('picture-input').setInputFiles(await citizen.saveQr());
    await officer.part('verdict').waitFor();
    expect(await officer.overflow()).toBe(0);

    for (const visitor of [citizen, officer]) {
      const cookies = await visitor.cookies();
      const kept = cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }));
      expect(kept.sort((one, next) => one.name.localeCompare(next.name))).toEqual([
        { name: 'ketqua_access', httpOnly: true, sameSite: 'Strict' },
        { name: 'ketqua_device', httpOnly: true, sameSite: 'Strict' },
        { name: 'ketqua_refresh', httpOnly: true, sameSite: 'Strict' },
      ]);
      // A language and until when the session lasts, and nothing else: no cookie, no token.
      expect(await visitor.readable()).toEqual({
        cookie: '',
        stores: {
          'ketqua.language': 'vi',
          'ketqua.session': expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        },
      });
    }
  });
});

import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bringsBrowser, UnpackedBrowser } from './browser-unpacked.js';
import { screens, Visitor } from './browser-visitor.js';
import { labOf, newPhone, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

describe.skipIf(!bringsBrowser)('the help desk, in the browser', () => {
  let platform: RunningPlatform;
  let browser: UnpackedBrowser;
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    browser = await UnpackedBrowser.start(join(platform.home, 'camera.mjpeg'));
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

  async function visit(path: '/' | '/help-desk'): Promise<Visitor> {
    const visitor = await Visitor.at(browser, platform, path, screens.phone);
    visitors.push(visitor);
    return visitor;
  }

  it('hands out a code to somebody without a phone, who opens their results on a neighbour’s', async () => {
    const sent = sentResult(newPhone());
    const { phone: _, ...patient } = sent.patient;
    const { accessionNumber } = sent;
    const neighbour = newPhone();
    await submit(await labOf(platform), [{ ...sent, patient }]);

    const desk = await visit('/help-desk');
    await desk.signIn(platform.credentials.helpDeskPhone);
    await desk.part('desk-find').click();
    expect(await desk.violations()).toEqual([]);
    await desk.part('desk-name').fill(patient.fullName!);
    await desk.part('desk-birth-date').fill('15/03/1990');
    await desk.part('desk-accession').fill(accessionNumber);
    await desk.part('desk-find').click();
    await desk.page.locator('[data-code="NOT_FOUND"]').waitFor();
    await desk.part('desk-birth-date').fill('14/03/1990');
    await desk.part('desk-find').click();
    await desk.part('hand-step').waitFor();
    await desk.part('desk-phone').fill(neighbour.replace('+84', '0'));
    expect(await desk.violations()).toEqual([]);
    expect(await desk.overflow()).toBe(0);
    await desk.part('desk-issue').click();
    const code = await desk.part('claim-code').innerText();
    expect(code).toMatch(/^[A-Z347 9]{14}$/);
    expect(await desk.violations()).toEqual([]);
    expect(await desk.overflow()).toBe(0);

    const citizen = await visit('/');
    await citizen.signIn(neighbour);
    await citizen.part('code-from-desk').click();
    const wrong = `${code[0] === 'A' ? 'C' : 'A'}${code.slice(1)}`;
    await citizen.part('claim-code-field').fill(wrong);
    await citizen.part('claim-code-send').click();
    await citizen.page.getByText('(CLAIM_CODE_MISTYPED)').waitFor();
    expect(await citizen.violations()).toEqual([]);
    await citizen.part('claim-code-field').fill(code.toLowerCase());
    await citizen.part('claim-code-send').click();
    await citizen.part('result', { outcome: 'NOT_DETECTED' }).waitFor();
    await citizen.openQr();

    await desk.press('Xong, người tiếp theo');
    await desk.part('find-step').waitFor();
    const text = await desk.page.content();
    for (const left of [patient.fullName!, code, accessionNumber]) expect(text).not.toContain(left);
  });

  it('closes a lost phone: the page that is open there is signed out, and the owner begins anew on another', async () => {
    const sent = sentResult(newPhone());
    await submit(await labOf(platform), [sent]);
    const thief = await visit('/');
    await thief.signIn(sent.patient.phone!);
    const desk = await visit('/help-desk');
    await desk.signIn(platform.credentials.helpDeskPhone);
    await desk.part('desk-lost-phone').fill(sent.patient.phone!.replace('+84', '0'));
    await desk.part('desk-report').click();
    await thief.part('phone-field').waitFor();
    const owner = await visit('/');
    await owner.signIn(sent.patient.phone!);
  });

  it('is nobody’s door without the role, and a stranger on a phone is reported there by its holder', async () => {
    const phone = newPhone();
    await submit(await labOf(platform), [sentResult(phone)]);
    const stranger = await visit('/help-desk');
    await stranger.signIn(phone);
    await stranger.part('no-help-desk').waitFor();

    const holder = await visit('/');
    await holder.signIn(phone);
    await holder.part('not-mine').click();
    expect(await holder.violations()).toEqual([]);
    await holder.part('not-mine-sure').click();
    await holder.page.getByText('Chưa có kết quả nào cho số điện thoại này.').waitFor();
    expect(await holder.part('person').count()).toBe(0);
  });
});

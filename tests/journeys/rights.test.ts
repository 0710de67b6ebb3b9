import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bringsBrowser, UnpackedBrowser } from './browser-unpacked.js';
import { screens, Visitor } from './browser-visitor.js';
import { claimAll, holderOf, labOf, newPhone, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

/** What docs/rights.md promises of the file. */
const recordSchema = z.fromJSONSchema(
  JSON.parse(readFileSync(new URL('../../docs/record.schema.json', import.meta.url), 'utf8')),
);

describe.skipIf(!bringsBrowser)("a citizen's rights, in the browser", () => {
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

  async function visit(path: '/' | '/lab', screen = screens.desk): Promise<Visitor> {
    const visitor = await Visitor.at(browser, platform, path, screen);
    visitors.push(visitor);
    return visitor;
  }

  it('a dispute reaches the open page of the lab; its correction, the open page of the citizen', async () => {
    const phone = newPhone();
    const sent = sentResult(phone);
    await submit(await labOf(platform), [sent]);
    const [citizen, lab] = await Promise.all([visit('/', screens.phone), visit('/lab')]);
    await Promise.all([
      citizen.signIn(phone).then(() => citizen.openPerson('14/03/1990')),
      lab.signIn(platform.credentials.labStaffPhone),
    ]);
    await lab.page.getByRole('link', { name: 'Khiếu nại', exact: true }).click();
    await lab.page.getByText('Không có khiếu nại nào.').waitFor();

    await citizen.part('doubt-result').click();
    await citizen.press('Gửi khiếu nại');
    await citizen.page.getByText('Hãy chọn một mục.').waitFor();
    await citizen.page.getByLabel('Điều khác', { exact: true }).check();
    await citizen.page.getByText('Hãy viết điều gì sai bằng một vài câu.').waitFor();
    await citizen.page.getByLabel('Kết quả (phát hiện hay không) sai', { exact: true }).check();
    await citizen.part('dispute-words').fill('Tôi bị sốt <b>ba</b> ngày\nvà đã xét nghiệm lại.');
    expect(await citizen.overflow()).toBe(0);
    await citizen.press('Gửi khiếu nại');
    await citizen.part('dispute-state', { state: 'OPEN' }).waitFor();

    const row = lab.part('lab-dispute');
    await row.waitFor();
    expect(await row.innerText()).toContain(sent.accessionNumber);
    expect(await lab.part('dispute-statement').innerText()).toContain('Tôi bị sốt <b>ba</b> ngày\nvà');
    await lab.part('answer-dispute').click();
    await lab.page.getByLabel('Không đồng ý: giữ nguyên kết quả', { exact: true }).check();
    await lab.press('Gửi trả lời');
    await lab.page.getByText('Hãy ghi lý do cho người dân.').waitFor();
    await lab.page.getByLabel('Đồng ý: sẽ sửa hoặc hủy kết quả', { exact: true }).check();
    await lab.part('dispute-note').fill('Nhầm ống, xin lỗi.');
    await lab.press('Gửi trả lời');
    await citizen.part('dispute-step', { step: 'UPHELD' }).waitFor();
    expect(await citizen.part('dispute-step', { step: 'UPHELD' }).innerText()).toContain(
      'Nhầm ống, xin lỗi.',
    );

    await lab.page.getByRole('link', { name: 'Mở kết quả để sửa hoặc hủy' }).click();
    await lab.part('correct-result').click();
    await lab.page.getByLabel('Phát hiện', { exact: true }).check();
    await lab.part('correct-reason').fill('Nhầm ống');
    await lab.press('Tiếp tục');
    await lab.part('confirm').click();
    await lab.part('result-changed').waitFor();

    await citizen.part('result', { outcome: 'DETECTED' }).waitFor();
    await citizen.part('dispute-state', { state: 'RESOLVED' }).waitFor();
    expect(await citizen.part('dispute-step').count()).toBe(3);
    expect(await citizen.part('dispute').innerText()).toContain('Kết quả đã được sửa');
    await lab.page.getByRole('link', { name: 'Khiếu nại', exact: true }).click();
    await lab.page.getByText('Không có khiếu nại nào.').waitFor();
    await lab.page.getByLabel('Tất cả', { exact: true }).check();
    await lab.part('lab-dispute', { state: 'RESOLVED' }).waitFor();
    expect([citizen.loads, lab.loads]).toEqual([1, 1]);
  });

  it('what is held is read on one page, with who opened it, and saved whole in two forms', async () => {
    const phone = newPhone();
    const family = ['Nguyễn Thị Ánh Tuyết', 'Nguyễn Văn An'];
    const sent = family.flatMap((fullName) =>
      Array.from({ length: 12 }, () => {
        const one = sentResult(phone);
        return { ...one, patient: { ...one.patient, fullName } };
      }),
    );
    const lab = await labOf(platform);
    const { rows } = await submit(lab, sent);
    await lab.ask('{ testResults(first: 100) { edges { node { id } } } }');
    const holder = await holderOf(platform, phone);
    await claimAll(holder, '1990-03-14');
    await holder.mutate('issueQrToken', '... on QrToken { id }', { resultId: rows[0]!.resultId });
    await holder.mutate('openDispute', '... on Dispute { id }', {
      resultId: rows[0]!.resultId,
      kind: 'OTHER',
      statement: '</pre><script>alert(1)</script>',
    });
    const citizen = await visit('/', screens.phone);
    await citizen.signIn(phone);
    // A new device proves one of its people, and sees them all.
    await citizen.part('birth-date-field').first().fill('14/03/1990');
    await citizen.page.getByRole('button', { name: 'Mở', exact: true }).first().click();
    await citizen.part('person', { claimed: 'true' }).nth(1).waitFor();
    await citizen.page.getByRole('link', { name: 'Tài khoản', exact: true }).click();
    await citizen.part('rights-person').nth(1).waitFor();
    for (const part of ['rights-held', 'rights-accesses', 'rights-disputes']) {
      await citizen.part(part).first().locator('summary').click();
    }
    await citizen.part('held-result').nth(9).waitFor();
    await citizen.press('Xem thêm');
    await citizen.part('held-result').nth(11).waitFor();
    await citizen.part('access').first().waitFor();
    expect(await citizen.part('access').first().innerText()).toMatch(
      /Xem trong danh sách.*hệ thống máy tính/s,
    );
    expect(await citizen.overflow()).toBe(0);

    const save = async (button: string) => {
      const [download] = await Promise.all([
        citizen.page.waitForEvent('download'),
        citizen.part(button).click(),
      ]);
      return readFile((await download.path())!, 'utf8');
    };
    const record = JSON.parse(await save('download-json'));
    expect(recordSchema.safeParse(record).error).toBeUndefined();
    expect(record.people.map(({ fullName }: { fullName: string }) => fullName).sort()).toEqual(family);
    for (const { results, accesses } of record.people) {
      expect(results).toHaveLength(12);
      expect(accesses).toHaveLength(12);
    }
    expect(record.account.maskedPhone).toMatch(/\d{3}$/);
    const page = await save('download-html');
    const [disputed] = record.people.flatMap((person: { disputes: object[] }) => person.disputes);
    expect(disputed).toMatchObject({ state: 'OPEN', statement: '</pre><script>alert(1)</script>' });
    for (const name of family) expect(page).toContain(`<h2>${name}</h2>`);
    expect(JSON.stringify(record) + page).not.toContain(phone.slice(1));
    expect(page).not.toContain('<script');
  });
});

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import qrcode from 'qrcode';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bringsBrowser, UnpackedBrowser } from './browser-unpacked.js';
import { screens, Visitor } from './browser-visitor.js';
import { csv, hl7File, rowsOf } from './lab-rows.js';
import { claimAll, holderOf, labOf, newPhone, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

describe.skipIf(!bringsBrowser)("the laboratory's page", () => {
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

  async function visit(screen = screens.desk): Promise<Visitor> {
    const visitor = await Visitor.at(browser, platform, '/lab', screen);
    visitors.push(visitor);
    return visitor;
  }

  /** A member of the demo laboratory's staff, signed in. */
  async function staff(screen = screens.desk): Promise<Visitor> {
    const visitor = await visit(screen);
    await visitor.signIn(platform.credentials.labStaffPhone);
    await visitor.part('file-input').waitFor();
    return visitor;
  }

  function choose(visitor: Visitor, content: string): Promise<void> {
    const file = { name: 'ket-qua.csv', mimeType: 'text/csv', buffer: Buffer.from(content) };
    return visitor.part('file-input').setInputFiles(file);
  }

  /** Writes the cell that the keys stand at. */
  async function write(visitor: Visitor, text: string): Promise<void> {
    await visitor.page.keyboard.press('Enter');
    await visitor.part('cell-editor').fill(text);
    await visitor.page.keyboard.press('Enter');
  }

  async function goTo(visitor: Visitor, part: string): Promise<void> {
    await visitor.page.getByRole('link', { name: part, exact: true }).click();
  }

  it('a dropped file is corrected in place by keys alone, sent once, and its receipt tells the rest', async () => {
    const visitor = await staff();
    const rows = rowsOf(6);
    rows[1]![2] = '111970';
    rows[3]![6] = 'Có thể';
    rows[5] = rows[4]!;
    await visitor.drop('ket-qua.csv', csv(rows));
    await visitor.part('preview-table').waitFor();
    expect(await visitor.part('preview-counts').innerText()).toMatch(
      /6 dòng.*3 sẽ nhận.*1 trùng.*2 bị từ chối/s,
    );

    const { keyboard } = visitor.page;
    await visitor.part('preview-table').focus();
    await keyboard.press('n');
    const problem = visitor.part('problem-bar');
    expect(await problem.innerText()).toContain('Dòng 3, Ngày sinh');
    expect(await problem.innerText()).toContain('INVALID_DATE');
    expect(await visitor.described()).toBe(await problem.innerText());
    await write(visitor, '1970-11-19');
    await visitor.part('preview-row', { position: '1', status: 'ACCEPTED' }).waitFor();
    await keyboard.press('n');
    expect(await problem.innerText()).toContain('Dòng 5, Kết quả');
    await keyboard.press('n');
    expect(await problem.innerText()).toContain('Trùng với dòng 6');

    await visitor.part('send-file').dblclick();
    await visitor.part('receipt-outcome').waitFor();
    expect(await visitor.part('receipt-counts').innerText()).toMatch(/6\s.*4\s.*1\s.*1/s);
    const refused = visitor.part('receipt-problem');
    expect(await refused.count()).toBe(1);
    expect(await refused.innerText()).toMatch(/5\s+.*Kết quả.*INVALID_OUTCOME/s);

    const [download] = await Promise.all([
      visitor.page.waitForEvent('download'),
      visitor.part('download-corrections').click(),
    ]);
    const saved = await readFile((await download.path())!, 'utf8');
    expect(saved.split('\r\n')[0]).toMatch(/,problem$/);
    expect(saved).toContain(rows[3]![0]);
    expect(saved).not.toContain(rows[0]![0]);

    await visitor.part('correct-rows').click();
    await visitor.part('preview-table').focus();
    await keyboard.press('n');
    await write(visitor, 'NOT_DETECTED');
    await visitor.part('preview-row', { position: '0', status: 'ACCEPTED' }).waitFor();
    await visitor.part('send-file').click();
    await visitor.page.getByText('Không có dòng nào bị từ chối: mọi dòng đã được lưu.').waitFor();

    await goTo(visitor, 'Biên nhận');
    await visitor.part('receipt-row').first().waitFor();
    expect(await visitor.part('receipt-row').count()).toBe(2);
    expect(visitor.loads).toBe(1);
  });

  it('a result entered with an ID card from a picture is found, corrected and cancelled', async () => {
    const visitor = await staff();
    const accession = `PX-${randomUUID().slice(0, 8)}`;
    await goTo(visitor, 'Nhập một kết quả');
    const card = '079190001234|024567890|Nguyễn Thị Ánh Tuyết|14031990|Nữ|12 Lê Lợi, Quận 1|10052021';
    const picture = { name: 'card.png', mimeType: 'image/png', buffer: await qrcode.toBuffer(card) };
    await visitor.part('picture-input').setInputFiles(picture);
    await visitor.page.getByText('Đã điền từ thẻ căn cước.').waitFor();
    expect(await visitor.part('entry-fullName').inputValue()).toBe('Nguyễn Thị Ánh Tuyết');
    expect(await visitor.part('entry-dateOfBirth').inputValue()).toBe('14/03/1990');
    expect(await visitor.part('entry-nationalId').inputValue()).toBe('079190001234');
    expect(await visitor.page.getByLabel('Nữ', { exact: true }).isChecked()).toBe(true);
    await expect.poll(() => visitor.focused()).toBe('Mã mẫu');
    await visitor.part('card-field').fill('079190001234|Nguyễn');
    await visitor.part('card-field').press('Enter');
    await visitor.page.locator('[data-code="ID_CARD_INCOMPLETE"]').waitFor();

    await visitor.press('Gửi kết quả');
    await visitor.page.getByText('Có 3 chỗ cần sửa.').waitFor();
    await visitor.part('entry-accessionNumber').fill(accession);
    await visitor.page.getByLabel('Phát hiện', { exact: true }).check();
    // Both times, in their order: the minute may turn while this form stands open.
    for (const now of await visitor.page.getByRole('button', { name: 'Bây giờ' }).all()) await now.click();
    await visitor.part('entry-phone').fill('12');
    await visitor.press('Gửi kết quả');
    await visitor.page.locator('[data-code="INVALID_PHONE"]').waitFor();
    await visitor.part('entry-phone').fill('0912345678');
    await visitor.press('Gửi kết quả');
    await visitor.part('entry-stored', { status: 'ACCEPTED' }).waitFor();
    expect(await visitor.part('entry-fullName').inputValue()).toBe('');

    await goTo(visitor, 'Kết quả');
    await visitor.part('result-search').fill(accession);
    await visitor.part('result-search').press('Enter');
    await visitor.page.getByRole('link', { name: `Mở kết quả của mẫu ${accession}` }).click();
    const facts = visitor.part('result-facts');
    await facts.waitFor();
    expect(await facts.innerText()).toContain('Nguyễn Thị Ánh Tuyết');
    await visitor.part('correct-result').click();
    await visitor.page.getByLabel('Không phát hiện', { exact: true }).check();
    await visitor.press('Tiếp tục');
    await visitor.page.getByText('Hãy ghi lý do.').waitFor();
    await visitor.part('correct-reason').fill('Nhầm ống');
    await visitor.press('Tiếp tục');
    expect(await visitor.part('confirm-dialog').innerText()).toContain(
      'Mã QR đã cấp của bản cũ hết hiệu lực',
    );
    // The dialog itself has the focus, so that it is read; the first key leads to its first button.
    await visitor.page.keyboard.press('Tab');
    await visitor.page.keyboard.press('Enter');
    await visitor.part('result-changed').waitFor();
    await visitor.part('result-facts', { status: 'CORRECTED' }).waitFor();
    expect(await visitor.part('revision').count()).toBe(2);

    await visitor.part('cancel-result').click();
    await visitor.part('cancel-reason').fill('Nhầm người');
    await visitor.press('Tiếp tục');
    await visitor.press('Hủy ngay');
    await visitor.part('result-facts', { status: 'ENTERED_IN_ERROR' }).waitFor();
    expect(await visitor.part('correct-result').count()).toBe(0);
  });

  it('20,000 rows scroll with few of them in the page, and the last is one key away', async () => {
    const visitor = await staff();
    const rows = rowsOf(20_000);
    rows[19_999]![2] = '111970';
    await choose(visitor, csv(rows));
    await visitor.part('preview-table').waitFor({ timeout: 120_000 });
    const { median, drawn } = await visitor.scrollThrough('preview-frame', 'preview-row');
    expect(drawn).toBeLessThan(80);
    // 60 frames a second on an idle machine; a bound that a busy one keeps too.
    expect(median).toBeLessThan(100);
    await visitor.part('preview-table').focus();
    await visitor.page.keyboard.press('Control+End');
    await visitor.part('preview-row', { position: '19999', status: 'REJECTED' }).waitFor();
    await visitor.page.keyboard.press('Control+Home');
    await visitor.part('preview-row', { position: '0' }).waitFor();
    await visitor.page.keyboard.press('n');
    expect(await visitor.part('problem-bar').innerText()).toContain('Dòng 20001, Ngày sinh');
  }, 200_000);

  it('columns and dates of a laboratory are read as it says, and kept for its next file; HL7 needs nothing', async () => {
    const visitor = await staff();
    const [row] = rowsOf(1);
    const own = 'Mã ống;Bệnh nhân;Sinh ngày;Số máy;LOINC;KQ;Giờ lấy';
    const cells = [row![0], row![1], '14/03/1990', row![4], row![5], row![6], '12/07/2021 09:30'];
    const content = `${own}\r\n${cells.join(';')}\r\n`;
    await choose(visitor, content);
    await visitor.page.locator('[data-code="UNKNOWN_COLUMNS"]').waitFor();
    const meanings = {
      'Mã ống': 'accessionNumber',
      'Bệnh nhân': 'patient.fullName',
      'Sinh ngày': 'patient.dateOfBirth',
      'Số máy': 'patient.phone',
      LOINC: 'test.code',
      KQ: 'outcome',
      'Giờ lấy': 'specimenCollectedAt',
    };
    for (const [column, field] of Object.entries(meanings)) {
      await visitor.page.getByLabel(column, { exact: true }).selectOption(field);
    }
    await visitor.part('date-format-field').fill('DD/MM/YYYY');
    await visitor.press('Lưu làm mặc định');
    await visitor.page.getByText('Đã lưu cho các tệp sau.').waitFor();
    await visitor.press('Kiểm tra lại');
    await visitor.part('preview-row', { status: 'ACCEPTED' }).waitFor();
    expect(await visitor.part('preview-row').innerText()).toMatch(/1990-03-14.*2021-07-12T09:30:00\+07:00/s);

    await visitor.page.reload();
    await visitor.part('file-input').waitFor();
    await choose(visitor, content);
    await visitor.part('preview-row', { status: 'ACCEPTED' }).waitFor();
    await visitor.press('Chọn tệp khác');
    await visitor.part('file-input').setInputFiles(hl7File);
    await visitor.part('open-file').getByText('HL7 v2').waitFor();
    await visitor.part('preview-row').first().waitFor();
  });

  it('a sending can be left, survives a reload, and is stored once', async () => {
    const visitor = await staff();
    const answer = await visitor.withholds('ImportResults');
    await choose(visitor, csv(rowsOf(40)));
    await visitor.part('send-file').click();
    await visitor.part('progress').getByText('Đã xét 40 trên 40 dòng').waitFor();
    await goTo(visitor, 'Kết quả');
    await visitor.part('sending-notice').getByText('Có một tệp đang được gửi.').waitFor();
    await visitor.page.reload();
    await visitor.part('sending-notice').getByRole('link', { name: 'Biên nhận' }).click();
    await visitor.part('receipt-outcome').waitFor();
    expect(await visitor.part('receipt-counts').innerText()).toMatch(/40\s.*40\s.*0\s.*0/s);
    expect(answer.asked()).toBe(1);
  });

  it('a phone whose holder is not the patient is listed until its specimens are corrected', async () => {
    const sent = sentResult(newPhone());
    const lab = await labOf(platform);
    await submit(lab, [sent]);
    const holder = await holderOf(platform, sent.patient.phone!);
    const { me } = await holder.ask<{ me: { citizen: { people: { id: string }[] } } }>(
      '{ me { citizen { people { id } } } }',
    );
    const personId = me.citizen.people[0]!.id;
    await holder.mutate('reportWrongNumber', '... on ReportWrongNumberPayload { personId }', { personId });
    // The laboratory sends another specimen with the same phone: stored, and hinted at beside its receipt.
    const again = { ...sentResult(sent.patient.phone!), patient: sent.patient };
    await submit(lab, [again]);

    const visitor = await staff(screens.phone);
    await goTo(visitor, 'Biên nhận');
    await visitor.part('receipt-row').first().getByRole('link').click();
    await visitor.part('phone-report-hint').getByRole('link').click();
    await visitor.part('phone-report').waitFor();
    const specimens = await visitor.part('phone-report').innerText();
    for (const { accessionNumber } of [sent, again]) expect(specimens).toContain(accessionNumber);
    expect(await visitor.violations()).toEqual([]);
    expect(await visitor.overflow()).toBe(0);
    expect(visitor.page.url()).not.toContain(sent.accessionNumber);

    const right = newPhone().replace('+84', '0');
    for (const { accessionNumber } of [sent, again]) {
      await goTo(visitor, 'Số sai');
      await visitor.page.getByRole('link', { name: `Tìm kết quả của mẫu ${accessionNumber}` }).click();
      await visitor.page.getByRole('link', { name: `Mở kết quả của mẫu ${accessionNumber}` }).click();
      await visitor.part('correct-result').click();
      await visitor.part('correct-phone').fill(right);
      await visitor.part('correct-reason').fill('Nhầm số điện thoại');
      expect(await visitor.violations()).toEqual([]);
      await visitor.press('Tiếp tục');
      await visitor.press('Đính chính ngay');
      await visitor.part('result-changed').waitFor();
    }
    await goTo(visitor, 'Số sai');
    await visitor.page.getByText('Không có số điện thoại nào cần sửa.').waitFor();
    const owner = await holderOf(platform, `+84${right.slice(1)}`);
    expect((await claimAll(owner, '1990-03-14')).length).toBe(1);
  });

  it('a run is recalled and a key is revoked, by keys alone', async () => {
    const visitor = await staff();
    const { keyboard } = visitor.page;
    const [run, phone] = [`R-${randomUUID().slice(0, 8)}`, newPhone()];
    const lab = await labOf(platform);
    const inRun = { run: { id: run } };
    await submit(
      lab,
      [1, 2, 3].map(() => ({ ...sentResult(phone), ...inRun })),
    );
    /** Goes to a part of the page from key to key, as somebody without a mouse does. */
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 60; presses++) {
        await keyboard.press('Tab');
        if ((await visitor.focused()) === name) return;
      }
      throw new Error(`No key leads to ${name}`);
    };
    await tabTo('Thu hồi mẻ');
    await keyboard.press('Enter');
    await tabTo('Mẻ chạy');
    await keyboard.type(run);
    await keyboard.press('Enter');
    await visitor.page.getByText('3 kết quả khớp').waitFor();
    await tabTo('Lý do');
    await keyboard.type('Hỏng chứng âm');
    await keyboard.press('Enter');
    expect(await visitor.part('confirm-dialog').innerText()).toContain('3 kết quả khớp. Tất cả sẽ bị rút');
    await tabTo('Thu hồi ngay');
    await keyboard.press('Enter');
    await visitor.part('recall', { state: 'COMPLETE' }).waitFor();
    expect(await visitor.part('recall').innerText()).toContain('Đã rút 3 trên 3 kết quả');

    await tabTo('Khóa');
    await keyboard.press('Enter');
    await visitor.part('lab-key', { 'in-force': 'true' }).waitFor();
    await tabTo('Thu hồi khóa demo');
    await keyboard.press('Enter');
    await tabTo('Thu hồi khóa');
    await keyboard.press('Enter');
    await visitor.part('key-revoked').waitFor();
    await visitor.part('lab-key', { 'in-force': 'false' }).waitFor();
  });

  it('whoever works for no laboratory is told so, and signing out leaves nothing of a patient', async () => {
    const [stranger, visitor] = [await visit(), await staff(screens.phone)];
    await stranger.signIn(platform.credentials.citizenPhone);
    await stranger.part('no-laboratory').waitFor();

    const rows = rowsOf(2);
    await choose(visitor, csv(rows));
    await visitor.part('send-file').click();
    await visitor.part('receipt-outcome').waitFor();
    expect(await visitor.overflow()).toBe(0);
    const { stores } = await visitor.readable();
    const kept = JSON.stringify(stores);
    for (const cell of rows.flat()) if (cell.length > 2) expect(kept).not.toContain(cell);
    await visitor.press('Đăng xuất');
    await visitor.part('phone-field').waitFor();
    expect(await visitor.page.content()).not.toContain('Nguyễn');
  });

  it('fits a narrow phone in both languages', async () => {
    const visitor = await staff(screens.phone);
    const inBothLanguages = async () => {
      for (const [language, other] of [
        ['vi', 'English'],
        ['en', 'Tiếng Việt'],
      ] as const) {
        await expect.poll(() => visitor.language()).toBe(language);
        expect(await visitor.overflow()).toBe(0);
        await visitor.press(other);
      }
    };
    for (const part of ['Nhập một kết quả', 'Biên nhận', 'Kết quả', 'Số sai', 'Khóa', 'Gửi tệp']) {
      await goTo(visitor, part);
      await inBothLanguages();
    }
    const rows = rowsOf(3);
    rows[1]![6] = 'Có thể';
    await choose(visitor, csv(rows));
    await visitor.part('preview-table').waitFor();
    await inBothLanguages();
    await visitor.press('Không có gì để gửi');
    await visitor.page.getByText('Đã báo: không có gì để gửi.').waitFor();
    expect(await visitor.part('sync').getAttribute('data-status')).toBe('ON_TIME');
  });
});

import { join } from 'node:path';
import type { GraphqlClient } from '@ketqua/cli';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bringsBrowser, UnpackedBrowser } from './browser-unpacked.js';
import { screens, Visitor } from './browser-visitor.js';
import { claimAll, holderOf, labOf, newPhone, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

describe.skipIf(!bringsBrowser)("the authority's page", () => {
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

  async function visit(screen = screens.phone): Promise<Visitor> {
    const visitor = await Visitor.at(browser, platform, '/authority', screen);
    visitors.push(visitor);
    return visitor;
  }

  /** An admin whose set of rules is open for changing. */
  async function editing(code: string, screen = screens.phone): Promise<Visitor> {
    const admin = await visit(screen);
    await admin.signIn(platform.credentials.adminPhone);
    await open(admin, code);
    await admin.part('edit-rules').click();
    await tried(admin);
    return admin;
  }

  async function open(admin: Visitor, code: string): Promise<void> {
    await admin.part('rule-set', { code }).getByRole('link').click();
    await admin.part('open-set').waitFor();
  }

  function tried(admin: Visitor): Promise<void> {
    return admin.part('trial', { state: 'tried' }).waitFor();
  }

  /** The page has no violation, and fits a phone, in both languages. */
  async function isSoundIn(admin: Visitor, part: string): Promise<void> {
    for (const language of ['English', 'Tiếng Việt']) {
      expect(await admin.violations()).toEqual([]);
      expect(await admin.overflow()).toBe(0);
      await admin.press(language);
      await admin.part(part).first().waitFor();
    }
  }

  /** The QR code of a result whose specimen was collected so many hours ago. */
  async function certified(hours: number): Promise<string> {
    const ago = (count: number) => new Date(Date.now() - count * 3_600_000).toISOString();
    const sent = sentResult(newPhone(), { specimenCollectedAt: ago(hours), resultedAt: ago(hours - 6) });
    const { rows } = await submit(await labOf(platform), [sent]);
    const citizen = await holderOf(platform, sent.patient.phone!);
    await claimAll(citizen, sent.patient.dateOfBirth!);
    const { payload } = await citizen.mutate<{ payload: string }>(
      'issueQrToken',
      '... on QrToken { payload }',
      {
        resultId: rows[0]!.resultId,
      },
    );
    return payload;
  }

  /** What the officer at the demo's checkpoint is told of a code. */
  async function verdictOf(officer: GraphqlClient, payload: string): Promise<string> {
    const { checkpointId } = platform.credentials;
    const { verdict } = await officer.mutate<{ verdict: string }>(
      'verifyQr',
      '... on Verification { verdict }',
      {
        payload,
        checkpointId,
      },
    );
    return verdict;
  }

  it('shortens 72 hours to 48: a sample shows it before, a fresh code publishes it, and the officer decides by it', async () => {
    const payload = await certified(50);
    const officer = await holderOf(platform, platform.credentials.officerPhone);
    expect(await verdictOf(officer, payload)).toBe('PASS');

    const admin = await visit();
    await admin.signIn(platform.credentials.adminPhone);
    await admin.part('rule-set', { code: 'VN-72H' }).waitFor();
    await isSoundIn(admin, 'rule-set');
    // Away while the platform starts anew; their code was a while ago.
    await admin.page.goto('about:blank');
    await platform.inDatabase((database) =>
      database.query("update citizens.session set code_verified_at = now() - interval '1 hour'"),
    );
    await admin.forgetCookie(/access/);
    await admin.page.goto(`${platform.url}/authority`);
    await open(admin, 'VN-72H');
    await isSoundIn(admin, 'open-set');
    await admin.part('edit-rules').click();
    await tried(admin);
    expect(await admin.part('pcr-count').inputValue()).toBe('72');
    const sample = { sample: 'PCR_50H', now: 'PASS' };
    await admin.part('sample', { ...sample, after: 'PASS', changed: 'false' }).waitFor();

    await admin.part('pcr-count').fill('48');
    await admin.part('antigen-count').fill('48');
    await admin.part('sample', { ...sample, after: 'FAIL', changed: 'true' }).waitFor();
    expect(await admin.part('trial-changes').innerText()).toBe(
      '1 trong 11 giấy mẫu sẽ được quyết định khác đi.',
    );
    expect(await admin.part('sample', { sample: 'PCR_50H' }).innerText()).toMatch(
      /TR-VN-0002: không đạt.*Đạt.*Không đạt.*Khác/s,
    );
    await isSoundIn(admin, 'edit-step');
    await admin.press('English');
    await admin.part('sample', { sample: 'PCR_50H' }).getByText('PCR, collected 50 hours ago').waitFor();
    await admin.press('Tiếng Việt');
    await admin.part('sample', { sample: 'PCR_50H' }).getByText('PCR, lấy mẫu 50 giờ trước').waitFor();
    expect(await verdictOf(officer, payload)).toBe('PASS');

    await tried(admin);
    await admin.part('go-publish').click();
    await admin.part('publish').click();
    await admin.page.getByText('Ghi văn bản hoặc lý do').waitFor();
    await isSoundIn(admin, 'publish-step');
    await admin.part('set-name-vi').fill('Không phát hiện, mẫu trong 48 giờ');
    await admin.part('publish-note').fill('1015/CĐ-TTg, 25/07/2021');
    await admin.part('publish').click();
    await admin.page.getByText('Trước khi công bố, hãy xác nhận lại số').waitFor();
    await admin.signIn(platform.credentials.adminPhone);
    await admin.part('published', { version: '1', 'in-force': 'true' }).waitFor();
    expect(await admin.violations()).toEqual([]);
    expect(await verdictOf(await holderOf(platform, platform.credentials.officerPhone), payload)).toBe(
      'FAIL',
    );

    await admin.page.getByRole('link', { name: 'Xem bộ quy định' }).click();
    await admin.part('rule-version', { version: '1' }).waitFor();
    expect(await admin.part('rule-version', { version: '1' }).innerText()).toMatch(
      /Đang có hiệu lực.*1015\/CĐ-TTg/s,
    );
    expect(await admin.part('open-set').innerText()).toContain('mẫu trong 48 giờ');
    // And back: what was before is begun with, and tried against what is now.
    await admin.part('rule-version', { version: '0' }).getByRole('link').click();
    await admin.part('sample', { sample: 'PCR_50H', now: 'FAIL', after: 'PASS', changed: 'true' }).waitFor();
    expect(await admin.part('pcr-count').inputValue()).toBe('72');
  }, 120_000);

  it('rules written by hand are refused by place, tried, and published for later; a checkpoint changes over at once', async () => {
    const payload = await certified(100);
    const officer = await holderOf(platform, platform.credentials.officerPhone);
    expect(await verdictOf(officer, payload)).toBe('FAIL');
    const admin = await editing('VN-39-2021-07');
    await admin.part('edit-mode').getByText('JSON').click();
    const json = await admin.part('rules-json').inputValue();
    await admin.part('rules-json').fill(json.replace('"Acceptance"', '"Invalidation"'));
    await admin.page.locator('[data-path="0.Type"][data-code="PATTERN"]').waitFor();
    expect(await admin.part('go-publish').isDisabled()).toBe(true);
    await isSoundIn(admin, 'rule-problems');
    // What choices cannot say is not lost: it stays as it was written.
    const never = json.replace(/"Logic": \{\s+"if"/, '"Logic": { "and": [ false, false ] }, "Else": { "if"');
    await admin.part('rules-json').fill(never);
    await admin.part('sample', { sample: 'PCR_12H', now: 'PASS', after: 'FAIL' }).waitFor();
    await admin.part('edit-mode').getByText('Chọn từng điều').click();
    await admin.part('unreadable').waitFor();
    await isSoundIn(admin, 'unreadable');
    await admin.part('edit-mode').getByText('JSON').click();
    expect(await admin.part('rules-json').inputValue()).toBe(never);
    await tried(admin);
    await admin.part('go-publish').click();
    await admin.part('publish-note').fill('Thử');
    await admin.part('publish-when').getByText('vào lúc khác').click();
    await admin.part('publish-from').fill('01/08/2021 00:00');
    await admin.part('publish').click();
    await admin.page.getByText('Thời điểm này chưa đúng, hoặc đã qua.').waitFor();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const [year, month, day] = tomorrow.slice(0, 10).split('-');
    await admin.part('publish-from').fill(`${day}/${month}/${year} 23:30`);
    await isSoundIn(admin, 'publish-step');
    await admin.part('publish').click();
    await admin.part('published', { version: '1', 'in-force': 'false' }).waitFor();
    await admin.page.getByRole('link', { name: 'Xem bộ quy định' }).click();
    await admin.part('rule-version', { version: '1' }).waitFor();
    expect(await admin.part('rule-version', { version: '1' }).innerText()).toContain('Sắp có hiệu lực');
    expect(await admin.part('rule-version', { version: '0' }).innerText()).toContain('Đang có hiệu lực');

    await admin.part('assign-checkpoint').selectOption(platform.credentials.checkpointId);
    await admin.part('assign').click();
    await admin.part('assigned').getByText('Chốt cầu Rạch Chiếc').waitFor();
    expect(await verdictOf(officer, payload)).toBe('PASS');
    await isSoundIn(admin, 'open-set');
  });

  it('makes a set of its own out of choices alone, in words of its own', async () => {
    const admin = await visit(screens.desk);
    await admin.signIn(platform.credentials.adminPhone);
    await admin.page.getByRole('link', { name: 'Thêm bộ quy định mới' }).click();
    await tried(admin);
    await admin.part('set-code').fill('vn-72h');
    await admin.page.getByText('chưa có bộ nào dùng').waitFor();
    await admin.part('set-code').fill('vn-hn-1');
    await admin.part('set-jurisdiction').fill('VN-HN');
    await admin.part('antigen-accepted').uncheck();
    await admin.part('pcr-unit').selectOption('day');
    await admin.part('pcr-count').fill('');
    await admin.page.getByText('Nhập một số nguyên từ 1 đến 999.').waitFor();
    await admin.part('pcr-count').fill('2');
    await admin.part('exempt-under').fill('6');
    await admin.part('clock').getByText('có kết quả').click();
    await admin.part('sentences').getByText('Câu mà cán bộ đọc').click();
    expect(await admin.part('sentence-time-en').inputValue()).toBe(
      'The result must have been established within the 2 days before the check. Children under 6 are exempt.',
    );
    await admin.part('sentence-kind-vi').fill('Chỉ nhận PCR.');
    await isSoundIn(admin, 'edit-step');
    await admin.part('sample', { sample: 'RAT_12H', now: '', after: 'FAIL' }).waitFor();
    await admin.part('sample', { sample: 'FOREIGN_12H', after: 'UNKNOWN' }).waitFor();
    await admin.part('rules-until').fill('31/12/2019');
    await admin.page.getByText('Ngày kết thúc phải sau ngày bắt đầu.').waitFor();
    await admin.part('rules-until').fill('');
    const later = `01/01/${new Date().getUTCFullYear() + 2}`;
    await admin.part('rules-from').fill(later);
    await admin.part('trial').getByText(`Như thể kiểm tra vào ${later} 00:00.`).waitFor();
    await admin.part('go-publish').click();
    await admin.part('gap').getByText(later).first().waitFor();
    await admin.press('Quay lại sửa');
    await admin.part('rules-from').fill('01/01/2020');
    await admin.part('trial').getByText('Như thể kiểm tra vào').waitFor({ state: 'detached' });
    await admin.part('go-publish').click();
    expect(await admin.part('gap').count()).toBe(0);
    await admin.part('set-name-vi').fill('Hà Nội: PCR 2 ngày');
    await admin.part('set-name-en').fill('Ha Noi: PCR, 2 days');
    await admin.part('publish-note').fill('Thử');
    await admin.part('publish').click();
    await admin.part('published', { version: '1' }).waitFor();
    await admin.page.getByRole('link', { name: 'Xem bộ quy định' }).click();
    await admin.part('open-set').getByText('Chỉ nhận PCR.').waitFor();
  });

  it('shows that the audit log is whole, checks a hash that was kept, and tells who did what', async () => {
    const admin = await visit();
    await admin.signIn(platform.credentials.adminPhone);
    await admin.page.getByRole('link', { name: 'Nhật ký kiểm toán' }).click();
    await admin.part('chain', { whole: 'true' }).waitFor();
    await admin.part('audit-entry', { act: 'CHECKPOINT_CREATED' }).first().waitFor();
    await isSoundIn(admin, 'chain');
    const hash = await admin.part('head-hash').innerText();
    await admin.part('kept-hash').fill('abc');
    await admin.part('check-hash').click();
    await admin.page.getByText('Mã băm gồm đúng 64').waitFor();
    await admin.part('kept-hash').fill(hash);
    await admin.part('check-hash').click();
    await admin.part('has-hash', { has: 'true' }).waitFor();
    await admin.part('kept-hash').fill('0'.repeat(64));
    await admin.part('check-hash').click();
    await admin.part('has-hash', { has: 'false' }).waitFor();
    await isSoundIn(admin, 'has-hash');
  });

  it('makes a signing key that waits, and revokes it with a reason', async () => {
    const admin = await visit();
    await admin.signIn(platform.credentials.adminPhone);
    await admin.page.getByRole('link', { name: 'Khóa ký' }).click();
    await admin.part('signing-key', { state: 'SIGNING' }).waitFor();
    await admin.part('rotate-key').click();
    await isSoundIn(admin, 'rotate-step');
    await admin.part('rotate').click();
    const waiting = admin.part('signing-key', { state: 'WAITING' });
    await waiting.waitFor();
    const kid = (await waiting.getAttribute('data-kid'))!;
    expect(await admin.part('keys-done').innerText()).toContain(kid);
    await waiting.getByRole('button').click();
    await admin.part('revoke').click();
    await admin.page.getByText('Ghi lý do.').waitFor();
    await isSoundIn(admin, 'revoke-step');
    await admin.part('revoke-reason').fill('Thử');
    await admin.part('revoke').click();
    await admin.part('signing-key', { state: 'REVOKED', kid }).getByText('Thử').waitFor();
    expect(await admin.part('signing-key', { state: 'SIGNING' }).count()).toBe(1);
    await isSoundIn(admin, 'signing-key');
  });

  it('is nobody’s door without the role', async () => {
    const stranger = await visit();
    await stranger.signIn(platform.credentials.officerPhone);
    await stranger.part('no-authority').waitFor();
    expect(await stranger.violations()).toEqual([]);
  });
});

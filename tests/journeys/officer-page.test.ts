import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GraphqlClient, signIn } from '@ketqua/cli';
import { buildTestCertificate, issueHealthCert, newUvci } from '@ketqua/health-cert';
import { createSigningKey, signerFrom } from '@ketqua/health-cert/node';
import { toBuffer } from 'qrcode';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bringsBrowser, UnpackedBrowser } from './browser-unpacked.js';
import { screens, Visitor } from './browser-visitor.js';
import { claimAll, holderOf, labOf, newPhone, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

/** What a browser says to its console when its network is cut. */
const noNetwork = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_ABORTED|WebSocket connection/;
const birthDate = '1990-03-14';
const idCard = '079190012345|023456789|Nguyễn Thị Ánh Tuyết|14031990|Nữ|12 Lê Lợi, Quận 1|01072021';
/** A vaccination of Germany, from the official test data. */
const foreign = JSON.parse(
  readFileSync(new URL('../../packages/health-cert/fixtures/vectors/DE/1.json', import.meta.url), 'utf8'),
) as { PREFIX: string };

describe.skipIf(!bringsBrowser)("the officer's page", () => {
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
    const wrongs = gone.flatMap((visitor) => visitor.wrongs).filter((wrong) => !noNetwork.test(wrong));
    await Promise.all(gone.map((visitor) => visitor.leave()));
    expect(wrongs).toEqual([]);
  });
  afterAll(async () => {
    await browser?.stop();
    await platform?.stop();
  });

  /** An officer at a checkpoint of their own, signed in on a phone. */
  async function officerAt(more = 0) {
    const phone = newPhone();
    const admin = await signIn(new GraphqlClient(platform.url), platform.credentials.adminPhone);
    const ids: string[] = [];
    for (let n = 0; n <= more; n += 1) {
      const { id } = await admin.mutate<{ id: string }>('createCheckpoint', '... on Checkpoint { id }', {
        code: `CP-${phone.slice(-6)}-${n}`,
        name: `Chốt số ${n + 1}`,
        jurisdiction: 'VN-SG',
      });
      ids.push(id);
    }
    const { id: officerId } = await admin.mutate<{ id: string }>('grantRole', '... on RoleGrant { id }', {
      ...{ phone, role: 'OFFICER', checkpointIds: ids },
    });
    const officer = await Visitor.at(browser, platform, '/verify', screens.phone);
    visitors.push(officer);
    await officer.signIn(phone);
    return { officer, admin, phone, officerId, checkpointIds: ids };
  }

  /** A certificate of a citizen's, and its QR code as a picture. */
  async function certificate(given: Parameters<typeof sentResult>[1] = {}) {
    const phone = newPhone();
    const { rows } = await submit(await labOf(platform), [sentResult(phone, given)]);
    const holder = await holderOf(platform, phone);
    await claimAll(holder, birthDate);
    const token = await holder.mutate<{ id: string; payload: string }>(
      'issueQrToken',
      '... on QrToken { id payload }',
      { resultId: rows[0]!.resultId! },
    );
    return { holder, token, png: await picture(token.payload), resultId: rows[0]!.resultId! };
  }

  async function picture(text: string): Promise<string> {
    const file = join(platform.home, `${randomUUID()}.png`);
    await writeFile(file, await toBuffer(text, { scale: 5 }));
    return file;
  }

  /** Waits until the page can do without a network: its files and what it checks by are kept. */
  async function isReady(officer: Visitor): Promise<void> {
    await officer.installed();
    await expect.poll(() => officer.kept(), { timeout: 20_000 }).toMatch(/zxing_reader.+\.wasm/);
    await expect.poll(() => officer.kept(), { timeout: 20_000 }).toContain('"bundle"');
  }

  const check = async (officer: Visitor, png: string) => {
    await officer.part('picture-input').setInputFiles(png);
    await officer.part('verdict').waitFor();
    return officer.part('verdict');
  };

  it('goes on without a network, after a reload too, and hands in what it found once', async () => {
    const { officer, checkpointIds, admin } = await officerAt();
    const { png } = await certificate();
    const detected = await certificate({ outcome: 'DETECTED' });
    await isReady(officer);
    await officer.online(false);
    let verdict = await check(officer, png);
    expect(await verdict.getAttribute('data-verdict')).toBe('PASS');
    expect(await verdict.innerText()).toMatch(/Máy này tự kiểm tra, theo dữ liệu lúc \d\d/);
    expect(await verdict.innerText()).toContain('Nguyễn Thị Ánh Tuyết');
    expect(await officer.violations()).toEqual([]);
    await officer.press('Quét tiếp');
    await officer.part('queue-waiting').waitFor();

    await officer.page.reload();
    await officer.part('desk-state', { online: 'false' }).waitFor();
    expect(await officer.violations()).toEqual([]);
    expect(await officer.overflow()).toBe(0);
    verdict = await check(officer, detected.png);
    expect(await verdict.getAttribute('data-verdict')).toBe('FAIL');
    expect(await verdict.innerText()).toContain('Kết quả xét nghiệm: phát hiện.');
    await officer.press('Quét tiếp');
    const forged = await picture(
      (await certificate()).token.payload.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    );
    verdict = await check(officer, forged);
    expect(await verdict.getAttribute('data-verdict')).toBe('FAIL');
    await officer.press('Quét tiếp');
    await expect.poll(() => officer.part('queue-waiting').innerText()).toContain('3');
    // Whoever takes the phone reads none of it.
    const kept = await officer.queue();
    expect(kept).toHaveLength(3);
    for (const each of kept) expect(each).toMatch(/^ey[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/);

    await officer.online(true);
    await officer.part('desk-state', { online: 'true' }).waitFor();
    const history = `{ verificationHistory(checkpointId: "${checkpointIds[0]}") { edges { node { verdict isOffline } } } }`;
    const handedIn = async () => {
      const { verificationHistory } = await admin.ask<{
        verificationHistory: { edges: { node: { verdict: string; isOffline: boolean } }[] };
      }>(history);
      return verificationHistory.edges.map(({ node }) => `${node.verdict} ${node.isOffline}`).sort();
    };
    await expect.poll(handedIn, { timeout: 30_000 }).toEqual(['FAIL true', 'FAIL true', 'PASS true']);
    await expect.poll(() => officer.part('queue-waiting').count()).toBe(0);
    expect(await officer.queue()).toEqual([]);
    await officer.part('feed-item').first().waitFor();
    await expect.poll(() => officer.part('counts').innerText()).toMatch(/Không đạt\s+2/);
  });

  it('passes nobody by what is too old, or by a clock that is wrong, and says so', async () => {
    const { officer } = await officerAt();
    const { png } = await certificate();
    await isReady(officer);
    await officer.online(false);
    await officer.elapse(25 * 3_600_000);
    const verdict = await check(officer, png);
    expect(await verdict.getAttribute('data-verdict')).toBe('UNKNOWN');
    expect(await verdict.innerText()).toContain('quá cũ');
    await officer.press('Quét tiếp');
    await officer.elapse(-50 * 3_600_000);
    const early = await check(officer, png);
    expect(await early.getAttribute('data-verdict')).toBe('UNKNOWN');
    expect(await early.innerText()).toContain('Đồng hồ của máy sai');
  });

  it('turns red while it is shown, when the certificate is revoked', async () => {
    const { officer } = await officerAt();
    const { png, holder, token } = await certificate();
    await check(officer, png);
    await officer.part('verdict', { verdict: 'PASS' }).waitFor();
    await expect.poll(() => officer.part('checked-here').count()).toBe(0);
    await holder.mutate('revokeQrToken', '... on QrToken { id }', { id: token.id });
    await officer.part('verdict', { verdict: 'FAIL' }).waitFor();
    expect(await officer.part('verdict').innerText()).toContain('Mã đã bị thu hồi.');
  });

  it('compares the holder with an ID card on the phone, and keeps nothing of it', async () => {
    const { officer } = await officerAt();
    const { png } = await certificate();
    await check(officer, png);
    await writeFile(cameraFile, await clipOf(officer, await readFile(await picture(idCard))));
    await officer.part('scan-card').click();
    await officer.part('card-result', { same: 'true' }).waitFor();
    expect(await officer.part('card-result').innerText()).toContain('Căn cước khớp');
    expect(await officer.violations()).toEqual([]);
    await officer.press('Quét tiếp');
    const text = (await officer.kept()) + (await officer.page.content());
    for (const personal of ['079190012345', 'Ánh Tuyết', 'Lê Lợi']) expect(text).not.toContain(personal);
  });

  it('reads a clip that is turned, blurred and dim', async () => {
    const { officer } = await officerAt();
    const { png } = await certificate();
    const hard =
      'transform: rotate(23deg) perspective(900px) rotateY(18deg); filter: blur(0.8px) brightness(0.4)';
    await writeFile(cameraFile, await clipOf(officer, await readFile(png), hard));
    await officer.press('Quét mã QR');
    await officer.part('verdict', { verdict: 'PASS' }).waitFor();
  });

  it('reads a certificate of another country, and says whether its issuer is trusted', async () => {
    const { officer, admin } = await officerAt();
    const png = await picture(foreign.PREFIX);
    const unknown = await check(officer, png);
    expect(await unknown.innerText()).toContain('Nơi cấp không nằm trong danh sách tin cậy.');
    await officer.press('Quét tiếp');
    const neighbour = await neighbours();
    const theirs = await picture(neighbour.text);
    const before = await check(officer, theirs);
    expect(await before.getAttribute('data-verdict')).toBe('FAIL');
    expect(await before.innerText()).not.toContain('Anna Muster');
    await officer.press('Quét tiếp');
    await admin.mutate('importTrustList', '... on TrustListImport { trustList { source } }', {
      ...{ source: 'DE-TEST', format: 'PEM', content: neighbour.pem },
    });
    // Their key is believed now; of what they revoked nothing is known.
    await check(officer, theirs);
    await officer.part('verdict', { verdict: 'UNKNOWN' }).waitFor();
    expect(await officer.part('verdict').innerText()).toContain('Anna Muster');
  });

  it('opens nothing outside the shifts that are planned', async () => {
    const { officer, admin, officerId, checkpointIds } = await officerAt();
    await officer.part('desk-state').waitFor();
    const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
    await admin.mutate('planShifts', '... on ShiftPlan { shifts { id } }', {
      ...{ checkpointId: checkpointIds[0], officerId },
      shifts: [{ beginsAt: hours(3), endsAt: hours(9) }],
    });
    await officer.page.reload();
    await officer.part('off-duty').waitFor();
    expect(await officer.part('picture-input').count()).toBe(0);
    expect(await officer.violations()).toEqual([]);
  });

  it('shows a supervisor several places at once, with what to act on', async () => {
    const { officer, checkpointIds, phone } = await officerAt(1);
    const colleague = await signIn(new GraphqlClient(platform.url), phone);
    await officer.part('all-places').click();
    const { token } = await certificate();
    for (const checkpointId of [checkpointIds[0], checkpointIds[1], checkpointIds[1]]) {
      await colleague.mutate('verifyQr', '... on Verification { id }', {
        payload: token.payload,
        checkpointId,
      });
    }
    await expect.poll(() => officer.part('feed-item').count()).toBe(3);
    const items = await officer.part('feed-item').allInnerTexts();
    expect(items.filter((text) => text.includes('Chốt số 2'))).toHaveLength(2);
    expect(items.filter((text) => text.includes('vừa được quét tại đây'))).toHaveLength(1);
    expect(await officer.violations()).toEqual([]);
    expect(await officer.overflow()).toBe(0);
  });

  /** A certificate of another country, and that country's key. */
  async function neighbours() {
    const now = Date.now();
    const at = (days: number) => new Date(now + days * 86_400_000);
    const names = { country: 'DE', organisation: 'Gesundheitsamt', commonName: 'DSC' };
    const key = await createSigningKey({ ...names, notBefore: at(-1), notAfter: at(300) });
    const certificate = buildTestCertificate({
      ...{ uvci: newUvci('DE'), country: 'DE', issuer: 'Gesundheitsamt', fullName: 'Anna Muster' },
      ...{ dateOfBirth: '1988-08-08', disease: '840539006', testType: 'LP6464-4', testName: 'PCR' },
      ...{ outcome: 'NOT_DETECTED', specimenCollectedAt: at(-0.5).toISOString() },
    });
    const claims = { certificate, issuer: 'DE', issuedAt: at(-0.1), expiresAt: at(2) };
    const der = Buffer.from(key.certificateDer).toString('base64');
    return {
      text: await issueHealthCert(claims, signerFrom(key)),
      pem: `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`,
    };
  }

  /** A clip of a code that is held up, as the camera sees it. */
  async function clipOf(visitor: Visitor, png: Buffer, style = ''): Promise<Buffer> {
    const page = await visitor.page.context().newPage();
    await page.setViewportSize({ width: 1280, height: 720 });
    const source = `data:image/png;base64,${png.toString('base64')}`;
    await page.setContent(
      `<body style="margin:0;background:#667;display:grid;place-items:center;height:100vh"><img style="width:560px;${style}" src="${source}">`,
    );
    const frame = await page.screenshot({ type: 'jpeg', quality: 85 });
    await page.close();
    return Buffer.concat(Array.from({ length: 30 }, () => frame));
  }
});

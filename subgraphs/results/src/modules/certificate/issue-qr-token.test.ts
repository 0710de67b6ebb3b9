import { type DecodedHealthCert, decodeHealthCert } from '@ketqua/health-cert';
import { createSigningKey } from '@ketqua/health-cert/node';
import type { AccountViewer } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import qrcode from 'qrcode';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keyRing } from '../../key-ring.js';
import { ResultsHouse, row } from '../../testing/results-house.js';
import { CertificateIssuer } from './certificate-issuer.js';

const day = 86_400_000;
const dateOfBirth = '1990-03-14';
const mpox = '359814004';
let phones = 0;

const read = (payload: string) => {
  const decoded = decodeHealthCert(payload);
  expect(decoded.step).toBe('OK');
  return decoded as DecodedHealthCert;
};

describe('issueQrToken', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
    await house.database.query("insert into results.release_policy (disease, mode) values ($1, 'AT_ONCE')", [
      mpox,
    ]);
  });
  afterAll(() => house.close());

  /** A citizen who claimed the one person of a phone of their own. */
  const tested = async (given: Parameters<typeof row>[0] = {}, fullName = 'Nguyễn Thị Ánh') => {
    phones += 1;
    const phone = `+8490601${String(phones).padStart(4, '0')}`;
    const citizen = house.citizen(phone);
    const patient = { fullName, dateOfBirth, sex: 'FEMALE', phone };
    const { rows } = await house.submit([row({ patient, ...given })]);
    await house.claim(citizen, dateOfBirth);
    return { citizen, resultId: rows[0].resultId as string };
  };
  const issued = async ({ citizen, resultId }: { citizen: AccountViewer; resultId: string }) => {
    const token = await house.issue(resultId, citizen);
    expect(token).toMatchObject({ __typename: 'QrToken' });
    return token;
  };

  it("gives a laboratory's staff no QR token of their patients", async () => {
    const { rows } = await house.submit([row()]);
    const staff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: house.labId });
    expect(await house.issue(rows[0].resultId, staff)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('signs one certificate, however many tabs ask at once', async () => {
    const { citizen, resultId } = await tested();
    const tokens = await Promise.all(Array.from({ length: 8 }, () => house.issue(resultId, citizen)));
    expect(new Set(tokens.map(({ payload }) => payload)).size).toBe(1);
    const [count] = await house.database.query<{ n: number }>(
      'select count(*)::int as n from results.certificate where result_id = $1',
      [resultId],
    );
    expect(count).toEqual({ n: 1 });
  });

  it('gives another one in place of one that expired, and none while the claim is suspended', async () => {
    const { citizen, resultId } = await tested();
    const first = await issued({ citizen, resultId });
    await house.database.query(
      "update results.certificate set expires_at = now() - interval '1 s' where id = $1",
      [first.id],
    );
    const second = await issued({ citizen, resultId });
    expect(second.certificateId).not.toBe(first.certificateId);
    expect(await house.issue(resultId, citizen)).toEqual(second);
    const suspend = (at: string) =>
      house.database.query(`update results.claim set suspended_at = ${at} where account_id = $1`, [
        citizen.accountId,
      ]);
    await suspend('now()');
    expect(await house.issue(resultId, citizen)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('certifies nothing that a correction held back between the first look and the lock', async () => {
    const { citizen, resultId } = await tested();
    const later = vi.spyOn(CertificateIssuer.prototype, 'signer').mockImplementationOnce(async function (
      this: CertificateIssuer,
      until,
    ) {
      await house.database.query('update results.test_result set released_at = null where id = $1', [
        resultId,
      ]);
      return this.signer(until);
    });
    expect(await house.issue(resultId, citizen)).toMatchObject({ code: 'NOT_FOUND' });
    later.mockRestore();
  });

  it('lets a certificate last as long as the longest published rule, from its issue', async () => {
    const { claims } = read((await issued(await tested())).payload);
    expect(claims.expiresAt!.getTime() - claims.issuedAt!.getTime()).toBe(7 * day);
  });

  it('certifies another disease in its own sub-claim, never in that of COVID-19', async () => {
    const { claims } = read((await issued(await tested({ test: { code: '100383-9' } }))).payload);
    expect(claims).toMatchObject({ subClaim: -8, certificate: { t: [{ tg: mpox }] } });
    expect(read((await issued(await tested())).payload).claims.subClaim).toBe(1);
  });

  it('gives each certificate a place in the status list that tells nothing of the order of issue', async () => {
    const people = [];
    for (let n = 0; n < 12; n += 1) people.push(await tested());
    const tokens = await Promise.all(people.map(issued));
    const places = tokens.map(({ payload }) => read(payload).claims.statusPlace!);
    const indexes = places.map(({ index }) => index);
    expect(new Set(indexes).size).toBe(12);
    expect(Math.max(...indexes)).toBeLessThan(4_096);
    expect(places.every(({ shard }) => shard === 0)).toBe(true);
    // Twelve drawn at random from 4,096 are in order once in 479 million draws.
    expect(indexes).not.toEqual([...indexes].sort((a, b) => a - b));
    const stored = await house.database.query<{ index: number }>(
      'select status_index as index from results.certificate where id = any($1::uuid[]) order by status_index',
      [tokens.map(({ id }) => id)],
    );
    expect(stored.map(({ index }) => index)).toEqual([...indexes].sort((a, b) => a - b));
  });

  it('begins the next block when one is used up, also when many ask at once', async () => {
    await house.database.query('delete from results.status_slot where index > 0');
    const people = [];
    for (let n = 0; n < 5; n += 1) people.push(await tested());
    const tokens = await Promise.all(people.map(issued));
    const indexes = tokens.map(({ payload }) => read(payload).claims.statusPlace!.index);
    expect(new Set(indexes).size).toBe(5);
    expect(indexes.filter((index) => index >= 4_096 && index < 8_192).length).toBeGreaterThanOrEqual(4);
  });

  it.each([
    ['a common name', 'Nguyễn Thị Ánh Tuyết'],
    ['a long name', 'Công Tằng Tôn Nữ Nguyễn Thị Huyền Trang Thùy Dương'],
  ])('fits a QR code of version 17 at level M with %s', async (_kind, fullName) => {
    const test = { code: '94500-6', name: 'SARS-CoV-2 RNA, Real-time RT-PCR' };
    const { payload } = await issued(await tested({ test }, fullName));
    const { version } = qrcode.create([{ data: payload, mode: 'alphanumeric' }], {
      errorCorrectionLevel: 'M',
    });
    expect(version).toBeLessThanOrEqual(17);
  });

  it('goes on when the keys are due to be read again', async () => {
    const person = await tested();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 });
    try {
      await issued(person);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is signed by a key that outlives it, and makes one where none does', async () => {
    const shorter = new Date(Date.now() + 6 * day);
    const before = read((await issued(await tested())).payload).message.kid!;
    await house.database.query('update results.signing_key set not_after = $1', [shorter.toISOString()]);
    await house.reopen();
    const after = read((await issued(await tested())).payload);
    expect(Buffer.from(after.message.kid!)).not.toEqual(Buffer.from(before));
    const keys = await house.database.query<{ notAfter: string }>(
      'select not_after as "notAfter" from results.signing_key where kid = $1',
      [Buffer.from(after.message.kid!).toString('base64')],
    );
    expect(new Date(keys[0]!.notAfter).getTime()).toBeGreaterThan(after.claims.expiresAt!.getTime());
  });
});

describe('an authority that signs with PS256', () => {
  it('keeps what it signed with ES256 before, and every process knows a key that another made', async () => {
    const house = await ResultsHouse.open();
    const officer = await officerOf(house);
    const phone = '+84906019999';
    const citizen = house.citizen(phone);
    const patient = { fullName: 'Lê Văn Tám', dateOfBirth, sex: 'MALE', phone };
    const { rows } = await house.submit([row({ patient }), row({ patient })]);
    await house.claim(citizen, dateOfBirth);
    const elliptic = await house.issue(rows[0].resultId, citizen);

    const sibling = await house.beside({ issuing: { algorithm: 'PS256', statusShards: 256 } });
    const rsa = await sibling.issue(rows[1].resultId, citizen);
    expect(read(elliptic.payload).message.algorithm).toBe('ES256');
    expect(read(rsa.payload).message.algorithm).toBe('PS256');
    const { shard } = read(rsa.payload).claims.statusPlace!;
    expect(shard).toBeGreaterThanOrEqual(0);
    expect(shard).toBeLessThan(256);
    for (const [verifier, payload] of [
      [sibling, elliptic.payload],
      [sibling, rsa.payload],
      [house, elliptic.payload],
    ] as const) {
      expect(await verifier.verify(payload, officer.checkpointIds[0]!, officer)).toMatchObject({
        verdict: 'PASS',
      });
    }
    // The first process read the keys before the other one was made: it looks again for a key that it does not know.
    expect((await house.verify(rsa.payload, officer.checkpointIds[0]!, officer)).signature).toBe('VALID');
    await sibling.close();
    await house.close();
  });

  it('never signs with a key that was revoked or is not in force yet', async () => {
    const house = await ResultsHouse.open();
    const subject = {
      country: 'VN',
      organisation: 'Test',
      commonName: 'Test DSC 2',
      algorithm: 'ES256' as const,
    };
    const notAfter = new Date(Date.now() + 900 * day);
    const later = await createSigningKey({ ...subject, notBefore: new Date(Date.now() + day), notAfter });
    await house.database.query('update results.signing_key set revoked_at = now()');
    await house.database.query(
      `insert into results.signing_key (kid, algorithm, certificate, private_key, public_key, not_before, not_after)
       values ($1, 'ES256', $2, $3, $4::jsonb, $5, $6)`,
      [
        ...[later.kid, later.certificateDer],
        keyRing.seal(Buffer.from(later.privateKeyPkcs8).toString('base64'), 'signing_key.private_key'),
        JSON.stringify(later.publicKeyJwk),
        ...[new Date(Date.now() + day).toISOString(), notAfter.toISOString()],
      ],
    );
    await house.reopen();
    const [{ n }] = (await house.database.query<{ n: number }>(
      `select count(*)::int as n from results.signing_key
        where revoked_at is null and not_before <= now() and not_after > now()`,
    )) as [{ n: number }];
    expect(n).toBe(1);
    await house.close();
  });
});

async function officerOf(house: ResultsHouse): Promise<AccountViewer> {
  const { createCheckpoint } = await house.ask(
    'mutation ($input: CreateCheckpointInput!) { createCheckpoint(input: $input) { ... on Checkpoint { id } } }',
    { input: { code: 'CP-1', name: 'Cầu', jurisdiction: 'VN-SG' } },
    house.admin,
  );
  return accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [createCheckpoint.id] });
}

import {
  buildTestCertificate,
  type DecodedHealthCert,
  decodeHealthCert,
  issueHealthCert,
  newUvci,
  openTrustBundle,
  revocationHash,
  verifyOffline,
} from '@ketqua/health-cert';
import { createSigningKey, type SigningKey, signerFrom } from '@ketqua/health-cert/node';
import { type AccountViewer, anonymous } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse } from '../../testing/results-house.js';

const day = 86_400_000;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);

const keyOf = (country: string) =>
  createSigningKey({
    ...{ country, organisation: 'Test', commonName: `${country} DSC` },
    ...{ notBefore: later(-30 * day), notAfter: later(300 * day) },
  });
const dccList = (...keys: { key: SigningKey; country: string }[]) =>
  JSON.stringify(
    keys.map(({ key: { kid, certificateDer }, country }) => ({
      ...{ certificateType: 'DSC', country, kid, rawData: base64(certificateDer) },
    })),
  );

/** A test of this morning, not detected, as another country certifies it. */
async function certificateOf(key: SigningKey, country: string) {
  const uvci = newUvci(country);
  const certificate = buildTestCertificate({
    ...{
      uvci,
      country,
      issuer: 'Ministry of Health',
      fullName: 'Nguyễn Thị Bình',
      dateOfBirth: '1990-02-28',
    },
    ...{ disease: '840539006', testType: 'LP6464-4', testName: 'PCR', outcome: 'NOT_DETECTED' },
    specimenCollectedAt: later(-day / 4).toISOString(),
  });
  const times = { issuedAt: later(-60_000), expiresAt: later(7 * day) };
  const text = await issueHealthCert({ certificate, issuer: country, ...times }, signerFrom(key));
  const { message } = decodeHealthCert(text) as DecodedHealthCert;
  return {
    text,
    uvci,
    about: {
      certificateId: uvci,
      issuer: country,
      algorithm: 'ES256' as const,
      signature: message.signature,
    },
  };
}

describe('trust in other authorities', () => {
  let house: ResultsHouse;
  let officer: AccountViewer;
  beforeAll(async () => {
    house = await ResultsHouse.open();
    const { createCheckpoint } = await house.ask(
      'mutation ($input: CreateCheckpointInput!) { createCheckpoint(input: $input) { ... on Checkpoint { id } } }',
      { input: { code: 'CP-1', name: 'Cầu', jurisdiction: 'VN-SG' } },
      house.admin,
    );
    officer = accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [createCheckpoint.id] });
  });
  afterAll(() => house.close());

  const bring = async (source: string, format: string, content: string, viewer = house.admin) =>
    (
      await house.ask(
        `mutation ($input: ImportTrustListInput!) { importTrustList(input: $input) { __typename
           ... on TrustListImport { trustList { source version keys skipped countries isStale }
             countries { country hashes isStale } } ... on UserError { code message } } }`,
        { input: { source, format, content } },
        viewer,
      )
    ).importTrustList;
  const online = (text: string) => house.verify(text, officer.checkpointIds[0]!, officer);
  const offline = async (text: string) => {
    const { trustBundle } = await house.ask('{ trustBundle { document } }', {}, anonymous);
    const bundle = await openTrustBundle(trustBundle.document, {});
    return verifyOffline(text, { bundle, at: new Date(), ruleSet: 'VN-72H' });
  };
  /** Both agree; the bundle follows within seconds. */
  const bothFind = async (text: string, found: object) => {
    expect(await online(text)).toMatchObject(found);
    await expect.poll(() => offline(text), { interval: 100 }).toMatchObject(found);
  };
  const batch = (country: string, hashType: string, hashes: Uint8Array[], kid = 'UNKNOWN_KID') =>
    JSON.stringify({
      ...{ country, kid, hashType, expires: later(30 * day).toISOString() },
      entries: hashes.map((hash) => ({ hash: base64(hash) })),
    });

  it('believes nobody else before a list is imported, and gives no PASS before its country tells what it revoked', async () => {
    const key = await keyOf('SG');
    const { text } = await certificateOf(key, 'SG');
    await bothFind(text, { verdict: 'FAIL', signature: 'UNTRUSTED_ISSUER', reasons: ['KEY_UNKNOWN'] });
    expect(await bring('SG', 'DCC', dccList({ key, country: 'SG' }))).toMatchObject({
      trustList: { source: 'SG', keys: 1, skipped: 0, countries: ['SG'], isStale: false },
    });
    await bothFind(text, { verdict: 'UNKNOWN', signature: 'VALID', status: 'UNKNOWN' });
    expect(await bring('SG', 'DCC_REVOCATIONS', batch('SG', 'UCI', []))).toMatchObject({
      trustList: null,
      countries: [{ country: 'SG', hashes: 0, isStale: false }],
    });
    await bothFind(text, { verdict: 'PASS', signature: 'VALID', status: 'ACTIVE' });
  });

  it.each(['UCI', 'COUNTRYCODEUCI', 'SIGNATURE'] as const)(
    'turns red exactly what another country revoked by %s',
    async (hashType) => {
      const key = await keyOf('TH');
      await bring('TH', 'DCC', dccList({ key, country: 'TH' }));
      const [revoked, kept] = [await certificateOf(key, 'TH'), await certificateOf(key, 'TH')];
      await bring(
        'TH',
        'DCC_REVOCATIONS',
        batch('TH', hashType, [await revocationHash(hashType, revoked.about)]),
      );
      await bothFind(revoked.text, { verdict: 'FAIL', status: 'REVOKED' });
      await bothFind(kept.text, { verdict: 'PASS', status: 'ACTIVE' });
    },
  );

  it("reads WHO's list by its certificates, though the published coordinates have 33 bytes", async () => {
    const key = await keyOf('MY');
    const long = (text = '') => base64(Buffer.concat([Buffer.of(0), Buffer.from(text, 'base64url')]));
    const { x, y } = key.publicKeyJwk;
    const publicKeyJwk = {
      kty: 'EC',
      crv: 'P-256',
      x: long(x),
      y: long(y),
      x5c: [base64(key.certificateDer)],
    };
    const id = `did:web:tng-cdn.who.int:v2:trustlist:-:MYS:DSC#${encodeURIComponent(key.kid)}`;
    const list = { id: 'did:web:tng-cdn.who.int:v2:trustlist', verificationMethod: [{ id, publicKeyJwk }] };
    expect(await bring('GDHCN', 'GDHCN', JSON.stringify(list))).toMatchObject({ trustList: { keys: 1 } });
    const { text } = await certificateOf(key, 'MY');
    await bothFind(text, { signature: 'VALID', status: 'UNKNOWN' });
  });

  it('lets a list take the place of the one of before, and believes its keys no longer once it is removed', async () => {
    const [first, second] = [await keyOf('LA'), await keyOf('LA')];
    const one = await bring('LA', 'DCC', dccList({ key: first, country: 'LA' }));
    const texts = [(await certificateOf(first, 'LA')).text, (await certificateOf(second, 'LA')).text];
    await bothFind(texts[0]!, { signature: 'VALID' });
    const two = await bring('LA', 'DCC', dccList({ key: second, country: 'LA' }));
    expect(two.trustList.version).toBeGreaterThan(one.trustList.version);
    await bothFind(texts[0]!, { signature: 'UNTRUSTED_ISSUER' });
    await bothFind(texts[1]!, { signature: 'VALID' });
    const remove =
      'mutation ($input: RemoveTrustListInput!) { removeTrustList(input: $input) { __typename ... on UserError { code } } }';
    const { removeTrustList } = await house.ask(remove, { input: { source: 'LA' } }, house.admin);
    expect(removeTrustList.__typename).toBe('TrustList');
    await bothFind(texts[1]!, { signature: 'UNTRUSTED_ISSUER' });
    for (const source of ['LA', '\0', '']) {
      const again = await house.ask(remove, { input: { source } }, house.admin);
      expect(again.removeTrustList.code).toBe('NOT_FOUND');
    }
  });

  it('gives no PASS by a list, or by revocations, of more than seven days ago', async () => {
    const key = await keyOf('KH');
    await bring('KH', 'DCC', dccList({ key, country: 'KH' }));
    const { text } = await certificateOf(key, 'KH');
    const revoked = await certificateOf(key, 'KH');
    await bring('KH', 'DCC_REVOCATIONS', batch('KH', 'UCI', [await revocationHash('UCI', revoked.about)]));
    await bothFind(text, { verdict: 'PASS' });
    const age = async (table: string, column: string) => {
      await house.database.query(
        `update results.${table} set imported_at = now() - interval '8 days' where ${column} = 'KH'`,
      );
      await house.reopen();
    };
    await age('trust_list', 'source');
    await bothFind(text, { verdict: 'UNKNOWN', status: 'UNKNOWN' });
    await bring('KH', 'DCC', dccList({ key, country: 'KH' }));
    await bothFind(text, { verdict: 'PASS' });
    await age('revoking_country', 'country');
    await bothFind(text, { verdict: 'UNKNOWN', status: 'UNKNOWN' });
    await bothFind(revoked.text, { verdict: 'FAIL', status: 'REVOKED' });
    const { trustLists } = await house.ask('{ trustLists { source isStale } }', {}, house.admin);
    expect(trustLists).toContainEqual({ source: 'KH', isStale: false });
    const { revokingCountries } = await house.ask(
      '{ revokingCountries { country isStale } }',
      {},
      house.admin,
    );
    expect(revokingCountries).toContainEqual({ country: 'KH', isStale: true });
  });

  it('lets no list bring a key under a kid of ours', async () => {
    const { signingKeys } = await house.ask('{ signingKeys { kid } }', {}, house.admin);
    const key = await keyOf('ZZ');
    const list = dccList({ key: { ...key, kid: signingKeys[0].kid }, country: 'ZZ' });
    expect(await bring('ZZ', 'DCC', list)).toMatchObject({ code: 'UNREADABLE_TRUST_LIST' });
    const both = dccList(
      { key: { ...key, kid: signingKeys[0].kid }, country: 'ZZ' },
      { key: await keyOf('ZZ'), country: 'ZZ' },
    );
    expect(await bring('ZZ', 'DCC', both)).toMatchObject({ trustList: { keys: 1, skipped: 1 } });
  });

  it('leaves a country whose hashes find no room unknown offline, and knows it online', async () => {
    const key = await keyOf('MM');
    await bring('MM', 'DCC', dccList({ key, country: 'MM' }));
    const { text } = await certificateOf(key, 'MM');
    const revoked = await certificateOf(key, 'MM');
    const many = Array.from({ length: 450 }, (_, n) => new Uint8Array(16).fill(n % 251).fill(n >> 8, 0, 8));
    await bring(
      'MM',
      'DCC_REVOCATIONS',
      batch('MM', 'UCI', [...many, await revocationHash('UCI', revoked.about)]),
    );
    expect(await online(text)).toMatchObject({ verdict: 'PASS' });
    expect(await online(revoked.text)).toMatchObject({ verdict: 'FAIL', status: 'REVOKED' });
    await expect.poll(async () => (await offline(text)).verdict).toBe('UNKNOWN');
    expect((await offline(revoked.text)).verdict).toBe('UNKNOWN');
  });

  it('refuses whoever is not ADMIN, whoever has not confirmed, and what is no list', async () => {
    const list = dccList({ key: await keyOf('DE'), country: 'DE' });
    await expect(bring('DE', 'DCC', list, officer)).rejects.toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    const stale = { ...house.admin, codeVerifiedAt: Math.floor(Date.now() / 1000) - 3_600 };
    expect(await bring('DE', 'DCC', list, stale)).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    for (const source of ['D E', '\0', '']) {
      expect(await bring(source, 'DCC', list)).toMatchObject({ code: 'INVALID_SOURCE' });
    }
    expect(await bring('DE', 'GDHCN', list)).toMatchObject({ code: 'UNREADABLE_TRUST_LIST' });
    expect(await bring('DE', 'DCC', '[]')).toMatchObject({ code: 'UNREADABLE_TRUST_LIST' });
    expect(await bring('DE', 'DCC_REVOCATIONS', '{"country":"DE"}')).toMatchObject({
      code: 'UNREADABLE_TRUST_LIST',
    });
    const { trustLists } = await house.ask('{ trustLists { source } }', {}, house.admin);
    expect(trustLists.map(({ source }: { source: string }) => source)).not.toContain('DE');
  });
});

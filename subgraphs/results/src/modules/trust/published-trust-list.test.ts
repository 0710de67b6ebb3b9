import {
  type DecodedHealthCert,
  decodeHealthCert,
  revocationHash,
  TrustList,
  verifyHealthCert,
} from '@ketqua/health-cert';
import { readRevocations, readTrustList, trustedKeyFromCertificate } from '@ketqua/health-cert/node';
import { type AccountViewer, anonymous } from '@ketqua/platform';
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

const dateOfBirth = '1990-03-14';

describe('what verifiers of other authorities are given', () => {
  let house: ResultsHouse;
  let citizen: AccountViewer;
  let payloads: string[];
  beforeAll(async () => {
    house = await ResultsHouse.open();
    citizen = house.citizen('+84907040001');
    const patient = { fullName: 'Nguyễn Thị Ánh', dateOfBirth, sex: 'FEMALE', phone: '+84907040001' };
    const { rows } = await house.submit([row({ patient }), row({ patient })]);
    await house.claim(citizen, dateOfBirth);
    const tokens = [];
    for (const { resultId } of rows) tokens.push(await house.issue(resultId, citizen));
    payloads = tokens.map(({ payload }) => payload);
    await house.ask(
      'mutation ($input: RevokeQrTokenInput!) { revokeQrToken(input: $input) { __typename } }',
      { input: { id: tokens[0].id } },
      citizen,
    );
  });
  afterAll(() => house.close());

  it('are certificates and a signed JWKS with x5c, by which our certificates verify', async () => {
    const { publishedTrustList, trustBundle } = await house.ask(
      '{ publishedTrustList { certificates jwks } trustBundle { signature } }',
      {},
      anonymous,
    );
    const [header] = trustBundle.signature.split('.');
    const { jwk } = JSON.parse(Buffer.from(header, 'base64url').toString());
    // The key that signs bundles signs the set.
    const { payload } = await compactVerify(publishedTrustList.jwks, await importJWK(jwk, 'ES256'));
    expect(decodeProtectedHeader(publishedTrustList.jwks).typ).toBe('jwk-set+jwt');
    const set = new TextDecoder().decode(payload);
    const { keys, skipped } = readTrustList('JWKS', set);
    expect(skipped).toBe(0);
    const fromDer = publishedTrustList.certificates.map((der: string) =>
      trustedKeyFromCertificate(Buffer.from(der, 'base64')),
    );
    for (const trust of [new TrustList(keys), new TrustList(fromDer)]) {
      const verdict = await verifyHealthCert(payloads[1]!, { trust, at: new Date(), rules: [] });
      expect(verdict.signature).toBe('VALID');
    }
    expect(set).not.toContain('"d"');
    // Signed once: whoever asks is given the same.
    const again = await house.ask('{ publishedTrustList { certificates jwks } }', {}, anonymous);
    expect(again.publishedTrustList).toEqual(publishedTrustList);
  });

  it.each(['UCI', 'COUNTRYCODEUCI', 'SIGNATURE'] as const)(
    'are hashes of %s of exactly what was withdrawn, in the format that we import ourselves',
    async (hashType) => {
      const { ownRevocations } = await house.ask(
        'query ($type: RevocationHashType!) { ownRevocations(hashType: $type) { batches next } }',
        { type: hashType },
        house.admin,
      );
      const batches = readRevocations(ownRevocations.batches);
      const { message, claims } = decodeHealthCert(payloads[0]!) as DecodedHealthCert;
      const certificateId = (claims.certificate as unknown as { t: { ci: string }[] }).t[0]!.ci;
      const about = {
        certificateId,
        issuer: 'VN',
        algorithm: 'ES256' as const,
        signature: message.signature,
      };
      expect(batches).toHaveLength(1);
      expect(batches[0]).toMatchObject({
        country: 'VN',
        kid: Buffer.from(message.kid!).toString('base64'),
        hashType,
      });
      expect(batches[0]!.hashes).toEqual([await revocationHash(hashType, about)]);
      expect(ownRevocations.next).toBeNull();
    },
  );

  it('leave out a revoked key and its certificates, and are no matter of citizens', async () => {
    await expect(
      house.ask('{ ownRevocations(hashType: UCI) { batches } }', {}, citizen),
    ).rejects.toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    const { message } = decodeHealthCert(payloads[0]!) as DecodedHealthCert;
    const kid = Buffer.from(message.kid!).toString('base64');
    await house.ask(
      'mutation ($input: RevokeSigningKeyInput!) { revokeSigningKey(input: $input) { __typename } }',
      { input: { kid, reason: 'test' } },
      house.admin,
    );
    const { ownRevocations, publishedTrustList } = await house.ask(
      '{ ownRevocations(hashType: UCI) { batches } publishedTrustList { certificates } }',
      {},
      house.admin,
    );
    expect(ownRevocations.batches).toBe('[]');
    const kids = publishedTrustList.certificates.map(
      (der: string) => trustedKeyFromCertificate(Buffer.from(der, 'base64')).kid,
    );
    expect(kids).not.toContain(kid);
    expect(kids).toHaveLength(1);
  });
});

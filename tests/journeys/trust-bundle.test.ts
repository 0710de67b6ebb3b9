import { openTrustBundle, verifyOffline } from '@ketqua/health-cert';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimAll, holderOf, labOf, newPhone, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

describe('a verifier that works offline', () => {
  let platform: RunningPlatform;
  beforeAll(async () => {
    platform = await RunningPlatform.start();
  });
  afterAll(() => platform?.stop());

  const load = (headers: Record<string, string> = {}) => fetch(`${platform.url}/trust-bundle`, { headers });

  it('loads one bundle, pins its root, and judges by it until a revoked key comes with the next one', async () => {
    const loaded = await load();
    expect([loaded.status, loaded.headers.get('content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    const etag = loaded.headers.get('etag')!;
    const first = await openTrustBundle(await loaded.text(), {});
    expect((await load({ 'if-none-match': etag })).status).toBe(304);

    const phone = newPhone();
    const { rows } = await submit(await labOf(platform), [sentResult(phone)]);
    const citizen = await holderOf(platform, phone);
    await claimAll(citizen, '1990-03-14');
    const issue = () =>
      citizen.mutate<{ payload: string }>('issueQrToken', '... on QrToken { payload }', {
        resultId: rows[0]!.resultId,
      });
    const { payload } = await issue();
    const judge = async (bundle: typeof first, text = payload) =>
      (await verifyOffline(text, { bundle, at: new Date(), ruleSet: 'VN-72H' })).verdict;
    expect(await judge(first)).toBe('PASS');

    const admin = await holderOf(platform, platform.credentials.adminPhone);
    const { signingKeys } = await admin.ask<{ signingKeys: { kid: string; state: string }[] }>(
      '{ signingKeys { kid state } }',
    );
    const { kid } = signingKeys.find(({ state }) => state === 'SIGNING')!;
    await admin.mutate('revokeSigningKey', '... on SigningKey { kid }', { kid, reason: 'a drill' });
    const pinned = { pinnedRoots: [first.root], lastVersion: first.version };
    await expect
      .poll(
        async () => {
          const answer = await load({ 'if-none-match': etag });
          return answer.status === 304
            ? 'not yet'
            : judge(await openTrustBundle(await answer.text(), pinned));
        },
        { interval: 200 },
      )
      .toBe('FAIL');
    const anew = await issue();
    const next = await openTrustBundle(await (await load()).text(), pinned);
    expect([await judge(next, anew.payload), await judge(next)]).toEqual(['PASS', 'FAIL']);
    // The first one is older now: whoever sends it again is refused.
    const { trustBundle } = await citizen.ask<{ trustBundle: { version: number } }>(
      '{ trustBundle { version } }',
    );
    expect(trustBundle.version).toBe(next.version);
    await expect(
      openTrustBundle(JSON.stringify(first.document), { ...pinned, lastVersion: next.version }),
    ).rejects.toMatchObject({ code: 'VERSION_OLDER' });
  });
});

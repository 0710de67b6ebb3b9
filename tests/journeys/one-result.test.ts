import { GraphqlClient } from '@ketqua/cli';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimAll, holderOf, labOf, newPhone, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

interface Released {
  readonly resultReleased: {
    id: string;
    cursor: string;
    result: { id: string; outcome: string; lab: { name: string } | null } | null;
  };
}

describe('one result, all the way', () => {
  let platform: RunningPlatform;
  beforeAll(async () => {
    platform = await RunningPlatform.start();
  });
  afterAll(() => platform?.stop());

  it("travels from the lab's submission to the officer's feed", async () => {
    const phone = newPhone();
    const lab = await labOf(platform);
    const first = await submit(lab, [sentResult(phone)]);
    expect(first).toMatchObject({ accepted: 1, rejected: 0 });

    const citizen = await holderOf(platform, phone);
    expect(
      await citizen.ask('{ me { roles citizen { people { displayName isClaimed dateOfBirth } } } }'),
    ).toEqual({
      me: {
        roles: ['CITIZEN'],
        citizen: { people: [{ displayName: 'T.', isClaimed: false, dateOfBirth: null }] },
      },
    });
    await claimAll(citizen, '1990-03-14');

    // The whole operation is the gateway's to plan: `lab` comes from another subgraph than the event.
    const heard: Released[] = [];
    const listening = citizen.listen<Released>(
      'subscription Watch { resultReleased { ...Place result { id outcome lab { name } } } } fragment Place on ResultReleasedEvent { id cursor }',
      {},
      (event) => heard.push(event),
    );
    await listening.opened;
    const second = await submit(lab, [sentResult(phone, { outcome: 'NOT_DETECTED' })]);
    await expect.poll(() => heard.length).toBe(1);
    expect(heard[0]!.resultReleased.result).toEqual({
      id: second.rows[0]!.resultId,
      outcome: 'NOT_DETECTED',
      lab: { name: 'Trung tâm Kiểm soát Bệnh tật TP.HCM' },
    });
    await listening.stop();

    const { me } = await citizen.ask<{
      me: { citizen: { people: { displayName: string; results: { edges: { node: object }[] } }[] } };
    }>(
      '{ me { citizen { people { displayName results { edges { node { outcome disease { name } test { code method } lab { code } version } } } } } } }',
    );
    expect(me.citizen.people).toHaveLength(1);
    expect(me.citizen.people[0]!.displayName).toBe('Nguyễn Thị Ánh Tuyết');
    expect(me.citizen.people[0]!.results.edges).toHaveLength(2);
    expect(me.citizen.people[0]!.results.edges[0]!.node).toEqual({
      outcome: 'NOT_DETECTED',
      disease: { name: 'COVID-19' },
      test: { code: '94500-6', method: 'NAAT' },
      lab: { code: 'HCDC' },
      version: 1,
    });

    const token = await citizen.mutate<{ payload: string; status: string }>(
      'issueQrToken',
      '... on QrToken { payload status }',
      {
        resultId: second.rows[0]!.resultId,
      },
    );
    expect(token.payload).toMatch(/^HC1:/);

    const officer = await holderOf(platform, platform.credentials.officerPhone);
    const { checkpointId } = platform.credentials;
    const feed: { verificationFeed: object }[] = [];
    const watching = officer.listen<{ verificationFeed: object }>(
      'subscription ($ids: [ID!]!) { verificationFeed(checkpointIds: $ids) { checkpoint { name } verdict signature status isOffline } }',
      { ids: [checkpointId] },
      (event) => feed.push(event),
    );
    await watching.opened;
    const verification = await officer.mutate(
      'verifyQr',
      '... on Verification { verdict holder { dateOfBirth } }',
      {
        payload: token.payload,
        checkpointId,
      },
    );
    expect(verification).toMatchObject({ verdict: 'PASS', holder: { dateOfBirth: '1990-03-14' } });
    await expect.poll(() => feed.length).toBe(1);
    expect(feed[0]!.verificationFeed).toEqual({
      checkpoint: { name: 'Chốt cầu Rạch Chiếc' },
      verdict: 'PASS',
      signature: 'VALID',
      status: 'ACTIVE',
      isOffline: false,
    });
    await watching.stop();
  });

  it('turns a certificate red the moment its result is corrected', async () => {
    const phone = newPhone();
    const lab = await labOf(platform);
    const sent = sentResult(phone);
    const { rows } = await submit(lab, [sent]);
    const citizen = await holderOf(platform, phone);
    await claimAll(citizen, '1990-03-14');
    const issue = () =>
      citizen.mutate<{ payload: string }>('issueQrToken', '... on QrToken { payload }', {
        resultId: rows[0]!.resultId,
      });
    const { payload } = await issue();
    expect(await submit(lab, [{ ...sent, status: 'CORRECTED', outcome: 'INCONCLUSIVE' }])).toMatchObject({
      accepted: 1,
    });
    const officer = await holderOf(platform, platform.credentials.officerPhone);
    const { checkpointId } = platform.credentials;
    expect(
      await officer.mutate('verifyQr', '... on Verification { verdict status }', { payload, checkpointId }),
    ).toMatchObject({
      verdict: 'FAIL',
      status: 'SUPERSEDED',
    });
    await expect(issue()).rejects.toMatchObject({ code: 'RESULT_NOT_CERTIFIABLE' });
  });

  it('looks the same to a phone that no lab reported, and sends it nothing', async () => {
    const anonymous = new GraphqlClient(platform.url);
    const [known, unknown] = [newPhone(), newPhone()];
    await submit(await labOf(platform), [sentResult(known)]);
    const ask = (phone: string) =>
      anonymous.mutate<Record<string, string>>(
        'requestOtp',
        '... on OtpChallenge { id expiresAt resendAfter maskedPhone }',
        { phone },
      );
    const [first, second] = [await ask(known), await ask(unknown)];
    expect(Object.keys(first)).toEqual(Object.keys(second));
    const guess = (challengeId: string) =>
      anonymous
        .mutate('verifyOtp', '... on OtpIncorrectError { attemptsLeft }', { challengeId, code: '000000' })
        .catch(({ code }) => code);
    for (const { id } of [first, second]) {
      const answers = [];
      for (let n = 0; n < 6; n++) answers.push(await guess(id!));
      expect(answers).toEqual([
        'OTP_INCORRECT',
        'OTP_INCORRECT',
        'OTP_INCORRECT',
        'OTP_INCORRECT',
        'OTP_LOCKED',
        'OTP_LOCKED',
      ]);
    }
    const sentTo = async (phone: string) => {
      const response = await fetch(`${platform.url}/dev/messages`, {
        headers: { accept: 'application/json' },
      });
      return ((await response.json()) as { to: string; code: string | null }[]).filter(
        ({ to, code }) => to === phone && code,
      );
    };
    await expect.poll(async () => (await sentTo(known)).length).toBe(1);
    expect(await sentTo(unknown)).toEqual([]);
  });
});

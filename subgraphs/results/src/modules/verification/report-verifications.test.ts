import { randomUUID } from 'node:crypto';
import type { AccountViewer } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { CompactEncrypt, importJWK, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';
import { destroyOld } from '../retention/retention.js';
import { pruneShifts } from '../shift/prune-shifts.js';

const hour = 3_600_000;

describe('an officer', () => {
  let house: ResultsHouse;
  let checkpoints = 0;
  beforeAll(async () => {
    house = await ResultsHouse.open({ officerLimits: { perMinute: 60, perDay: 3_000 } });
  });
  afterAll(() => house.close());

  const place = async () => {
    checkpoints += 1;
    const input = { code: `CPV-${checkpoints}`, name: 'Chốt', jurisdiction: 'VN-SG' };
    const { createCheckpoint } = await house.ask(
      'mutation ($input: CreateCheckpointInput!) { createCheckpoint(input: $input) { ... on Checkpoint { id } } }',
      { input },
      house.admin,
    );
    const checkpointId = createCheckpoint.id as string;
    const officer = accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [checkpointId] });
    return { checkpointId, officer };
  };
  const report = async (input: object, officer: AccountViewer) =>
    (
      await house.ask(
        `mutation ($input: ReportVerificationsInput!) { reportVerifications(input: $input) { __typename
           ... on VerificationReport { accepted receivedAt refused { index code } } ... on UserError { code } } }`,
        { input: { idempotencyKey: randomUUID(), ...input } },
        officer,
      )
    ).reportVerifications;
  const found = (given: object = {}) => ({
    ...{ verdict: 'PASS', signature: 'VALID', status: 'ACTIVE' },
    verifiedAt: new Date(Date.now() - hour).toISOString(),
    ...given,
  });
  const history = async (checkpointId: string, viewer: AccountViewer) =>
    (
      await house.ask(
        `query ($id: ID!) { verificationHistory(checkpointId: $id, first: 50) { edges { node {
           verdict isOffline alarms } } } }`,
        { id: checkpointId },
        viewer,
      )
    ).verificationHistory?.edges.map(({ node }: { node: unknown }) => node);
  const sealedTo = async (
    checkpointId: string,
    officer: AccountViewer,
    entry: unknown,
    header: object = {},
  ) => {
    const { checkpoint } = await house.ask(
      'query ($id: ID!) { checkpoint(id: $id) { queueKey } }',
      { id: checkpointId },
      officer,
    );
    const jwk = JSON.parse(checkpoint.queueKey) as JWK;
    return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(entry)))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: jwk.kid!, ...header })
      .encrypt(await importJWK(jwk, 'ECDH-ES'));
  };

  describe('who worked without a network', () => {
    it('hands in what was found, once however often and at once, marked on the feed', async () => {
      const { checkpointId, officer } = await place();
      const input = {
        idempotencyKey: 'queue-1-of-today',
        checkpointId,
        verifications: [found(), found({ verdict: 'FAIL' })],
      };
      const answers = await Promise.all([report(input, officer), report(input, officer)]);
      expect(answers[0]).toMatchObject({ accepted: 2, refused: [] });
      expect(answers[1]).toEqual(answers[0]);
      expect(await report(input, officer)).toEqual(answers[0]);
      expect(await history(checkpointId, officer)).toEqual([
        { verdict: 'FAIL', isOffline: true, alarms: [] },
        { verdict: 'PASS', isOffline: true, alarms: [] },
      ]);
      expect(await report({ ...input, verifications: [found()] }, officer)).toMatchObject({
        code: 'IDEMPOTENCY_CONFLICT',
      });
    });

    it('is told which were not taken and why, and loses nothing beside them', async () => {
      const { checkpointId, officer } = await place();
      const at = (milliseconds: number) => ({
        verifiedAt: new Date(Date.now() + milliseconds).toISOString(),
      });
      const answer = await report(
        {
          checkpointId,
          verifications: [found(at(hour)), found(), found(at(-73 * hour))],
          sealed: ['x.y.z', await sealedTo(checkpointId, officer, { verdict: 'GREEN' })],
        },
        officer,
      );
      expect(answer).toMatchObject({
        accepted: 1,
        refused: [
          { index: 0, code: 'IN_THE_FUTURE' },
          { index: 2, code: 'TOO_OLD' },
          { index: 3, code: 'UNREADABLE' },
          { index: 4, code: 'UNREADABLE' },
        ],
      });
      const many = Array.from({ length: 1_001 }, () => found());
      expect(await report({ checkpointId, verifications: many }, officer)).toMatchObject({
        code: 'ROW_COUNT',
      });
      const stranger = accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [randomUUID()] });
      expect(await report({ checkpointId, verifications: [found()] }, stranger)).toMatchObject({
        code: 'NOT_FOUND',
      });
    });

    it('hands in nothing compressed: a few bytes would become very many', async () => {
      const { checkpointId, officer } = await place();
      const bomb = { ...found(), padding: ' '.repeat(200_000) };
      const sealed = [await sealedTo(checkpointId, officer, bomb, { zip: 'DEF' })];
      expect(sealed[0]!.length).toBeLessThan(8_192);
      expect(await report({ checkpointId, sealed }, officer)).toMatchObject({
        refused: [{ index: 0, code: 'UNREADABLE' }],
      });
    });

    it('hands in two queues at once, of the same days in another order, and neither waits for the other', async () => {
      for (let turn = 0; turn < 5; turn += 1) {
        const { checkpointId, officer } = await place();
        const entries = await Promise.all(
          Array.from({ length: 60 }, (_, index) =>
            sealedTo(checkpointId, officer, {
              ...found({ verifiedAt: new Date(Date.now() - ((index % 3) * 24 + 1) * hour).toISOString() }),
              certificateId: `URN:UVCI:01:VN:KETQUA:${index}`,
            }),
          ),
        );
        const answers = await Promise.all(
          [entries, entries.toReversed()].map((sealed) => report({ checkpointId, sealed }, officer)),
        );
        expect(answers).toMatchObject([{ accepted: 60 }, { accepted: 60 }]);
      }
    }, 30_000);

    it('is shown a replay by the time of the scans, in whichever order they are handed in', async () => {
      const { checkpointId, officer } = await place();
      const at = (minutes: number, more: object) => ({
        ...found({ verifiedAt: new Date(Date.now() - minutes * 60_000).toISOString(), ...more }),
      });
      const again = { certificateId: 'URN:UVCI:01:VN:KETQUA:AGAIN' };
      const bad = { verdict: 'FAIL', signature: 'INVALID', issuer: 'DE' };
      const queue = [at(20, again), at(25, again), at(40, again), at(50, bad), at(52, bad), at(51, bad)];
      const sealed = await Promise.all(queue.map((each) => sealedTo(checkpointId, officer, each)));
      expect(await report({ checkpointId, sealed }, officer)).toMatchObject({ accepted: 6 });
      // The newest first.
      expect(
        (await history(checkpointId, officer)).map(({ alarms }: { alarms: string[] }) => alarms),
      ).toEqual([['REPLAYED'], [], [], ['BAD_SIGNATURES'], [], []]);
      // What was handed in before counts, where it was within ten minutes before.
      const later = await sealedTo(checkpointId, officer, at(12, again));
      const earlier = await sealedTo(checkpointId, officer, at(55, again));
      expect(await report({ checkpointId, sealed: [later, earlier] }, officer)).toMatchObject({
        accepted: 2,
      });
      expect((await history(checkpointId, officer)).slice(0, 2)).toMatchObject([
        { alarms: ['REPLAYED'] },
        { alarms: [] },
      ]);
    });

    it('has nothing taken twice after the report is forgotten with what it brought, not of a clock ahead either', async () => {
      const { checkpointId, officer } = await place();
      const input = {
        idempotencyKey: 'a-clock-ahead',
        checkpointId,
        verifications: [found({ verifiedAt: new Date(Date.now() + 100_000).toISOString() })],
      };
      expect(await report(input, officer)).toMatchObject({ accepted: 1 });
      // 72 hours later, as the clock of that phone has it.
      const later = (sent: object) => ({
        ...sent,
        verifications: [found({ verifiedAt: new Date(Date.now() + 100_000 - 72 * hour).toISOString() })],
      });
      await house.database.query(
        "update results.verification_report set received_at = received_at - interval '72 hours' where idempotency_key = $1",
        [input.idempotencyKey],
      );
      await destroyOld(house.events);
      expect(await report(later(input), officer)).toMatchObject({
        accepted: 0,
        refused: [{ index: 0, code: 'TOO_OLD' }],
      });
    });

    it('hands in a sealed queue, whose certificates show a replay and are not kept', async () => {
      const { checkpointId, officer } = await place();
      const certificateId = 'URN:UVCI:01:VN:KETQUA:SEALEDQUEUE';
      const entry = { ...found(), reasons: [], issuer: 'VN', certificateId };
      const sealed = [
        await sealedTo(checkpointId, officer, entry),
        await sealedTo(checkpointId, officer, entry),
      ];
      expect(sealed.join()).not.toContain(Buffer.from(certificateId).toString('base64url'));
      expect(await report({ checkpointId, sealed }, officer)).toMatchObject({ accepted: 2 });
      expect(await history(checkpointId, officer)).toMatchObject([{ alarms: ['REPLAYED'] }, { alarms: [] }]);
      const rows = await house.database.query<{ row: string }>(
        'select v::text as row from results.verification v where checkpoint_id = $1',
        [checkpointId],
      );
      expect(JSON.stringify(rows)).not.toContain('SEALEDQUEUE');
    });
  });

  describe('whose shifts are planned', () => {
    const plan = async (checkpointId: string, officerId: string, shifts: object[]) =>
      (
        await house.ask(
          `mutation ($input: PlanShiftsInput!) { planShifts(input: $input) { __typename
             ... on ShiftPlan { shifts { officerId } } ... on InvalidShiftError { path } ... on UserError { code } } }`,
          { input: { checkpointId, officerId, shifts } },
          house.admin,
        )
      ).planShifts;
    const times = (from: number, to: number) => ({
      beginsAt: new Date(Date.now() + from * hour).toISOString(),
      endsAt: new Date(Date.now() + to * hour).toISOString(),
    });
    const verdictOf = async (checkpointId: string, officer: AccountViewer) =>
      (
        await house.ask(
          `mutation ($input: VerifyQrInput!) { verifyQr(input: $input) { __typename
             ... on NotOnDutyError { code nextShiftAt } } }`,
          { input: { payload: 'HC1:X', checkpointId } },
          officer,
        )
      ).verifyQr;

    it('opens nothing outside them: no verification, no feed, no report of that time', async () => {
      const { checkpointId, officer } = await place();
      expect((await verdictOf(checkpointId, officer)).__typename).toBe('Verification');
      expect((await plan(checkpointId, officer.accountId, [times(2, 8)])).shifts).toHaveLength(1);
      const refused = await verdictOf(checkpointId, officer);
      expect(refused).toMatchObject({ code: 'NOT_ON_DUTY' });
      expect(new Date(refused.nextShiftAt).getTime()).toBeGreaterThan(Date.now() + hour);
      expect(await history(checkpointId, officer)).toBeUndefined();
      expect(await history(checkpointId, house.admin as AccountViewer)).toHaveLength(1);
      expect(await report({ checkpointId, verifications: [found()] }, officer)).toMatchObject({
        accepted: 0,
        refused: [{ index: 0, code: 'NOT_ON_DUTY' }],
      });
      const duty =
        'query ($id: ID!) { checkpoint(id: $id) { name isOnDuty shiftEndsAt nextShiftAt shifts { id } } }';
      expect((await house.ask(duty, { id: checkpointId }, officer)).checkpoint).toMatchObject({
        ...{ name: 'Chốt', isOnDuty: false, shiftEndsAt: null, shifts: null },
        nextShiftAt: expect.any(String),
      });
      // What was planned is replaced: now they are on duty, and may hand in what they found in their shift.
      await plan(checkpointId, officer.accountId, [times(-2, 1), times(5, 6)]);
      expect((await verdictOf(checkpointId, officer)).__typename).toBe('Verification');
      expect(await report({ checkpointId, verifications: [found()] }, officer)).toMatchObject({
        accepted: 1,
      });
      const admins = (await house.ask(duty, { id: checkpointId }, house.admin)).checkpoint;
      expect(admins).toMatchObject({ isOnDuty: null, shifts: [{}, {}] });
      await plan(checkpointId, officer.accountId, []);
      expect((await verdictOf(checkpointId, officer)).__typename).toBe('Verification');
    });

    it('stands there at any time once nothing is planned, though they had shifts before', async () => {
      const { checkpointId, officer } = await place();
      await plan(checkpointId, officer.accountId, [times(-5, -1)]);
      expect(await verdictOf(checkpointId, officer)).toMatchObject({ code: 'NOT_ON_DUTY' });
      await plan(checkpointId, officer.accountId, []);
      expect((await verdictOf(checkpointId, officer)).__typename).toBe('Verification');
    });

    it('has shifts kept for two years, and the last for longer: a plan that is over is a plan', async () => {
      const { checkpointId, officer } = await place();
      await plan(checkpointId, officer.accountId, [times(-9, -8), times(-7, -6), times(-5, -4)]);
      const age = (days: number) =>
        house.database.query(
          `update results.shift set begins_at = begins_at - make_interval(days => $1::int),
                  ends_at = ends_at - make_interval(days => $1::int) where checkpoint_id = $2`,
          [days, checkpointId],
        );
      const kept = async () => {
        await pruneShifts(house.events);
        return (
          await house.database.query('select from results.shift where checkpoint_id = $1', [checkpointId])
        ).length;
      };
      await age(729);
      expect(await kept()).toBe(3);
      await age(1);
      expect(await kept()).toBe(1);
      await age(1_000);
      expect(await kept()).toBe(1);
      expect(await verdictOf(checkpointId, officer)).toMatchObject({ code: 'NOT_ON_DUTY' });
    });

    it('is planned by the authority, in times that are some', async () => {
      const { checkpointId, officer } = await place();
      expect(await plan(checkpointId, officer.accountId, [times(1, 2), times(3, 2)])).toMatchObject({
        path: ['input', 'shifts', '1'],
      });
      expect(await plan(checkpointId, officer.accountId, [times(1, 26)])).toMatchObject({
        code: 'INVALID_SHIFT',
      });
      for (const day of ['0000-01-01', '1000-01-01', '9999-12-31']) {
        const never = { beginsAt: `${day}T01:00:00Z`, endsAt: `${day}T02:00:00Z` };
        expect(await plan(checkpointId, officer.accountId, [never]), day).toMatchObject({
          code: 'INVALID_SHIFT',
        });
      }
      expect(await plan(randomUUID(), officer.accountId, [])).toMatchObject({ code: 'NOT_FOUND' });
      await expect(
        house.ask(
          'mutation ($input: PlanShiftsInput!) { planShifts(input: $input) { __typename } }',
          { input: { checkpointId, officerId: officer.accountId, shifts: [] } },
          officer,
        ),
      ).rejects.toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    });

    it('has the feed stop when the shift ends, while it is open', async () => {
      const { checkpointId, officer } = await place();
      const colleague = accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [checkpointId] });
      const watch = `subscription { verificationFeed(checkpointIds: ["${checkpointId}"]) { verdict alarms } }`;
      const stream = await house.listen(watch, officer);
      await house.verify('HC1:X', checkpointId, colleague);
      expect((await stream.next()).verificationFeed.verdict).toBe('FAIL');
      await plan(checkpointId, officer.accountId, [times(5, 6)]);
      // Judged anew after five seconds at most: nothing more comes.
      await new Promise((resolve) => setTimeout(resolve, 5_100));
      await house.verify('HC1:X', checkpointId, colleague);
      const next = stream.next().then(
        () => 'told',
        () => 'ended',
      );
      const quiet = new Promise((resolve) => setTimeout(() => resolve('quiet'), 500));
      expect(await Promise.race([next, quiet])).toBe('quiet');
      stream.end();
    }, 20_000);
  });

  describe('on the feed', () => {
    it('is told of a replay, of a run of bad signatures of one country and of a revoked key', async () => {
      const { checkpointId, officer } = await place();
      const phone = '+84906080001';
      const citizen = house.citizen(phone);
      const patient = { fullName: 'Lê Thị Lặp', dateOfBirth: '1985-05-15', sex: 'FEMALE', phone };
      const { rows } = await house.submit([row({ patient })]);
      await house.claim(citizen, '1985-05-15');
      const { payload } = await house.issue(rows[0].resultId, citizen);
      const stream = await house.listen(
        `subscription { verificationFeed(checkpointIds: ["${checkpointId}"]) { alarms } }`,
        officer,
      );
      const alarms = async () => (await stream.next()).verificationFeed.alarms;
      await house.verify(payload, checkpointId, officer);
      expect(await alarms()).toEqual([]);
      await house.verify(payload, checkpointId, officer);
      expect(await alarms()).toEqual(['REPLAYED']);
      // Elsewhere it is no replay.
      const other = await place();
      await house.verify(payload, other.checkpointId, other.officer);
      expect(await history(other.checkpointId, other.officer)).toMatchObject([{ alarms: [] }]);
      const bad = Array.from({ length: 3 }, () => found({ verdict: 'FAIL', signature: 'INVALID' }));
      const sealed = await Promise.all(
        bad.map((each) => sealedTo(checkpointId, officer, { ...each, issuer: 'DE', verifiedAt: new Date() })),
      );
      await report({ checkpointId, sealed }, officer);
      expect([await alarms(), await alarms(), await alarms()]).toEqual([[], [], ['BAD_SIGNATURES']]);
      const revoked = {
        ...found({ verdict: 'FAIL', signature: 'UNTRUSTED_ISSUER' }),
        reasons: ['KEY_REVOKED'],
      };
      await report({ checkpointId, sealed: [await sealedTo(checkpointId, officer, revoked)] }, officer);
      expect(await alarms()).toEqual(['REVOKED_KEY']);
      stream.end();
    });

    it('reads the counts of the day, of places that are theirs', async () => {
      const { checkpointId, officer } = await place();
      const counts = async (viewer: AccountViewer) =>
        (
          await house.ask(
            'query ($id: ID!) { verificationCounts(checkpointId: $id) { verdict count offline } }',
            { id: checkpointId },
            viewer,
          )
        ).verificationCounts;
      await house.verify('HC1:X', checkpointId, officer);
      await report(
        { checkpointId, verifications: [found({ verifiedAt: new Date().toISOString() })] },
        officer,
      );
      expect(await counts(officer)).toEqual([
        { verdict: 'PASS', count: 1, offline: 1 },
        { verdict: 'FAIL', count: 1, offline: 0 },
        { verdict: 'UNKNOWN', count: 0, offline: 0 },
      ]);
      expect(await counts((await place()).officer)).toBeNull();
    });
  });

  it('verifies at most sixty a minute and three thousand a day, online and reported ones together', async () => {
    const { checkpointId, officer } = await place();
    const refusal = async () =>
      house.verify('HC1:X', checkpointId, officer).then(
        () => undefined,
        ({ errors }) => errors[0].extensions,
      );
    expect(await refusal()).toBeUndefined();
    await house.database.query('update results.officer_usage set in_minute = 60 where account_id = $1', [
      officer.accountId,
    ]);
    // The minute may have turned between the two.
    expect([undefined, 'RATE_LIMITED']).toContain((await refusal())?.code);
    await house.database.query(
      "update results.officer_usage set in_day = 3000, minute = minute - interval '1 minute', in_minute = 0 where account_id = $1",
      [officer.accountId],
    );
    expect(await refusal()).toMatchObject({ code: 'RATE_LIMITED' });
    await expect(report({ checkpointId, verifications: [found()] }, officer)).rejects.toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    // What is refused leaves the rest of the day.
    await house.database.query('update results.officer_usage set in_day = 2990 where account_id = $1', [
      officer.accountId,
    ]);
    const tooMany = Array.from({ length: 20 }, () => found());
    await expect(report({ checkpointId, verifications: tooMany }, officer)).rejects.toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    expect(await refusal()).toBeUndefined();
    const other = accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [checkpointId] });
    expect((await house.verify('HC1:X', checkpointId, other)).__typename).toBe('Verification');
  });
});

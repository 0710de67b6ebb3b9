import { createHash } from 'node:crypto';
import { accountViewer, callerOf } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

const watch = 'subscription { certificateWithdrawn { id cursor certificateHash status } }';
const phone = '+84906000099';
const patient = { fullName: 'Nguyễn Văn Bình', dateOfBirth: '1985-05-15', sex: 'MALE', phone };

describe('a certificate that is withdrawn', () => {
  let house: ResultsHouse;
  let checkpointId: string;
  beforeAll(async () => {
    house = await ResultsHouse.open();
    const { createCheckpoint } = await house.ask(
      `mutation ($input: CreateCheckpointInput!) { createCheckpoint(input: $input) { ... on Checkpoint { id } } }`,
      { input: { code: 'CP-9', name: 'Cầu', jurisdiction: 'VN-SG' } },
      house.admin,
    );
    checkpointId = createCheckpoint.id;
  });
  afterAll(() => house.close());

  it('is told to the officers at once, by its hash alone; the citizen reissues it at once', async () => {
    const citizen = house.citizen(phone);
    const officer = accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [checkpointId] });
    const { rows } = await house.submit([row({ patient })]);
    const { resultId } = rows[0];
    await house.claim(citizen, patient.dateOfBirth);
    const first = await house.issue(resultId, citizen);
    const hash = createHash('sha256').update(first.certificateId).digest('hex');
    expect(await house.verify(first.payload, checkpointId, officer)).toMatchObject({
      verdict: 'PASS',
      certificateHash: hash,
    });
    expect(await house.verify('HC1:NONSENSE', checkpointId, officer)).toMatchObject({
      certificateHash: null,
    });
    const stream = await house.listen(watch, officer);

    const correct = `mutation ($input: CorrectResultInput!) { correctResult(input: $input) { __typename } }`;
    const correction = { resultId, testName: 'RT-PCR', reason: 'Name of the test' };
    await house.ask(correct, { input: correction }, house.lab);
    const told = (await stream.next()).certificateWithdrawn;
    expect(told).toEqual({
      id: expect.any(String),
      cursor: expect.any(String),
      certificateHash: hash,
      status: 'SUPERSEDED',
    });
    expect(await house.verify(first.payload, checkpointId, officer)).toMatchObject({ status: 'SUPERSEDED' });

    const second = await house.issue(resultId, citizen);
    expect(second).toMatchObject({ __typename: 'QrToken', status: 'ACTIVE' });
    expect(second.certificateId).not.toBe(first.certificateId);
    const cancel = `mutation ($input: CancelResultInput!) { cancelResult(input: $input) { __typename } }`;
    await house.ask(cancel, { input: { resultId, reason: 'Wrong patient' } }, house.lab);
    // The new certificate was told of as well, but it is in force: officers hear of withdrawals alone.
    expect((await stream.next()).certificateWithdrawn).toMatchObject({
      certificateHash: createHash('sha256').update(second.certificateId).digest('hex'),
      status: 'REVOKED',
    });
    stream.end();
    const payloads = await house.database.query('select payload from events.event');
    expect(JSON.stringify(payloads)).not.toContain(first.certificateId);
  });

  it('is not told to an officer who has shifts and none now, anywhere', async () => {
    const [off, on] = [1, 2].map(() =>
      accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [checkpointId] }),
    );
    await house.database.query(
      `insert into results.shift (id, checkpoint_id, account_id, begins_at, ends_at)
       values (gen_random_uuid(), $1, $2, now() + interval '5 hours', now() + interval '6 hours')`,
      [checkpointId, off!.accountId],
    );
    const streams = [await house.listen(watch, off!), await house.listen(watch, on!)];
    const told: number[] = [];
    const heard = streams.map((stream, index) => stream.next().then(() => told.push(index)));
    const citizen = house.citizen('+84906000098');
    const { rows } = await house.submit([row({ patient: { ...patient, phone: '+84906000098' } })]);
    await house.claim(citizen, patient.dateOfBirth);
    await house.issue(rows[0].resultId, citizen);
    const cancel = `mutation ($input: CancelResultInput!) { cancelResult(input: $input) { __typename } }`;
    await house.ask(cancel, { input: { resultId: rows[0].resultId, reason: 'Wrong patient' } }, house.lab);
    await heard[1];
    // What was asked of the database for the other stream is answered by now.
    await house.verify('HC1:X', checkpointId, on!);
    expect(told).toEqual([1]);
    for (const stream of streams) stream.end();
  });

  it('is nobody’s to watch but an officer’s', async () => {
    for (const viewer of [house.lab, house.citizen(phone), house.admin]) {
      const refused = await house.subgraph.subscribe(
        { query: watch },
        callerOf(viewer),
        new AbortController().signal,
      );
      expect(refused).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    }
  });
});

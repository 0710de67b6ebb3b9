import { randomUUID } from 'node:crypto';
import { type AccountViewer, happened, queryIn, unitOfWork } from '@ketqua/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

const dateOfBirth = '1985-05-15';
const people = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { people {
  id displayName isClaimed results { edges { node { id } } } } } } }`;
let phones = 0;

describe('claims', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  /** A citizen who claimed the first of two people on a phone of their own. */
  const family = async () => {
    phones += 1;
    const phone = `+8490602${String(phones).padStart(4, '0')}`;
    const citizen = house.citizen(phone);
    const patient = { fullName: 'Nguyễn Văn Bình', dateOfBirth, sex: 'MALE', phone };
    const child = { fullName: 'Nguyễn Thị Cúc', dateOfBirth: '2015-01-01', sex: 'FEMALE', phone };
    const { rows } = await house.submit([row({ patient }), row({ patient: child })]);
    await house.claim(citizen, dateOfBirth);
    return { citizen, patient, child, resultId: rows[0].resultId, childsResultId: rows[1].resultId };
  };
  const onAnotherDevice = (citizen: AccountViewer) => ({ ...citizen, deviceId: randomUUID() });
  const shown = async (citizen: AccountViewer) => {
    const { _entities } = await house.ask(
      people,
      { r: [{ __typename: 'Citizen', id: citizen.accountId }] },
      citizen,
    );
    return _entities[0].people.map(
      ({
        displayName,
        isClaimed,
        results,
      }: {
        displayName: string;
        isClaimed: boolean;
        results: { edges: [] };
      }) => `${displayName} ${isClaimed} ${results.edges.length}`,
    );
  };
  const readsResult = async (resultId: string, viewer: AccountViewer) => {
    const { testResult } = await house.ask(
      'query ($id: ID!) { testResult(id: $id) { id } }',
      { id: resultId },
      viewer,
    );
    return testResult !== null;
  };
  const tell = async (topic: 'account.idle' | 'account.ended', accountId: string) => {
    const em = house.orm.em.fork();
    await unitOfWork({ em, events: house.events }, async (_em, outbox) =>
      outbox(happened(topic, { accountId })),
    );
  };

  it('are open on a device where one of them was proven, all of them at once', async () => {
    const { citizen, child, resultId, childsResultId } = await family();
    await house.claim(citizen, child.dateOfBirth);
    expect(await shown(citizen)).toEqual(['Nguyễn Văn Bình true 1', 'Nguyễn Thị Cúc true 1']);
    const other = onAnotherDevice(citizen);
    expect(await shown(other)).toEqual(['B. false 0', 'C. false 0']);
    expect(await readsResult(resultId, other)).toBe(false);
    expect(await house.issue(resultId, other)).toMatchObject({ code: 'NOT_FOUND' });
    await house.claim(other, child.dateOfBirth);
    expect(await shown(other)).toEqual(['Nguyễn Văn Bình true 1', 'Nguyễn Thị Cúc true 1']);
    expect(await readsResult(childsResultId, other)).toBe(true);
    expect(await shown(onAnotherDevice(citizen))).toEqual(['B. false 0', 'C. false 0']);
  });

  it('stay closed to the next holder of the number, who proves themselves on a device of their own', async () => {
    const { citizen, resultId } = await family();
    const next = onAnotherDevice(citizen);
    const phone = `+8490602${String(phones).padStart(4, '0')}`;
    const patient = { fullName: 'Trần Thị Sau', dateOfBirth: '1999-12-12', sex: 'FEMALE', phone };
    const { rows } = await house.submit([row({ patient })]);
    // Twice: who was proven before on this device alone proves nothing more.
    for (let times = 0; times < 2; times += 1) await house.claim(next, patient.dateOfBirth);
    expect(await shown(next)).toContain('Trần Thị Sau true 1');
    expect(await shown(next)).toContain('B. false 0');
    expect(await readsResult(resultId, next)).toBe(false);
    expect(await readsResult(rows[0].resultId, next)).toBe(true);
    // Nor do the devices of before see whoever has the number now.
    expect(await shown(citizen)).toContain('S. false 0');
    expect(await readsResult(rows[0].resultId, citizen)).toBe(false);
    expect(await readsResult(rows[0].resultId, onAnotherDevice(citizen))).toBe(false);
    // Whoever can prove one of before is the same family: then all are open there.
    await house.claim(next, dateOfBirth);
    expect(await readsResult(resultId, next)).toBe(true);
    expect(await readsResult(rows[0].resultId, next)).toBe(true);
    expect(await readsResult(rows[0].resultId, citizen)).toBe(true);
  });

  it('are of an account, though another one is signed in on the same device', async () => {
    const { citizen, resultId } = await family();
    const other = { ...house.citizen('+84906029999'), deviceId: citizen.deviceId };
    expect(await shown(other)).toEqual([]);
    expect(await readsResult(resultId, other)).toBe(false);
    expect(await readsResult(resultId, citizen)).toBe(true);
  });

  it('count wrong tries on a new device like all others', async () => {
    const phone = '+84906029999';
    const citizen = house.citizen(phone);
    const patient = { fullName: 'Nguyễn Văn Bình', dateOfBirth, sex: 'MALE', phone };
    await house.submit([row({ patient })]);
    await house.claim(citizen, dateOfBirth);
    const other = onAnotherDevice(citizen);
    for (let wrong = 0; wrong < 5; wrong += 1) await house.claim(other, `1999-09-0${wrong + 1}`);
    await house.claim(other, dateOfBirth);
    expect(await shown(other)).toEqual(['B. false 0']);
    expect(await shown(citizen)).toEqual(['Nguyễn Văn Bình true 1']);
  });

  it('are suspended when nobody uses the account, everywhere, and open again with a proof', async () => {
    const { citizen, patient, resultId } = await family();
    const stream = await house.listen('subscription { resultReleased { result { id } } }', citizen);
    await tell('account.idle', citizen.accountId);
    await expect.poll(() => shown(citizen), { timeout: 10_000 }).toEqual(['B. false 0', 'C. false 0']);
    expect(await readsResult(resultId, citizen)).toBe(false);
    // A stream that was open before tells that something came, and no more.
    await house.submit([row({ patient })]);
    // What was released before may be told still, when somebody else's transaction held the log back.
    let told = (await stream.next()).resultReleased;
    while (told.result?.id === resultId) told = (await stream.next()).resultReleased;
    expect(told).toEqual({ result: null });
    stream.end();
    await house.claim(citizen, dateOfBirth);
    expect(await shown(citizen)).toEqual(['Nguyễn Văn Bình true 2', 'C. false 0']);
  });

  it('go with the account, and leave what the laboratory recorded', async () => {
    const { citizen, resultId } = await family();
    await tell('account.ended', citizen.accountId);
    await expect.poll(() => shown(citizen), { timeout: 10_000 }).toEqual(['B. false 0', 'C. false 0']);
    const left = await house.database.query(
      'select from results.claim where account_id = $1 union all select from results.proven_device where account_id = $1',
      [citizen.accountId],
    );
    expect(left).toEqual([]);
    const [kept] = await house.database.query('select id from results.test_result where id = $1', [resultId]);
    expect(kept).toEqual({ id: resultId });
  });

  it('keep the surer proof of before when a birth date proves a new device', async () => {
    const { citizen } = await family();
    await house.database.query(
      "update results.claim set method = 'HELP_DESK_CODE', assurance = 'HIGH' where account_id = $1",
      [citizen.accountId],
    );
    const proofs = () =>
      queryIn(house.orm.em.fork())('select method, assurance from results.claim where account_id = $1', [
        citizen.accountId,
      ]);
    await house.claim(onAnotherDevice(citizen), dateOfBirth);
    expect(await proofs()).toEqual([{ method: 'HELP_DESK_CODE', assurance: 'HIGH' }]);
    await house.database.query('update results.claim set suspended_at = now() where account_id = $1', [
      citizen.accountId,
    ]);
    await house.claim(citizen, dateOfBirth);
    expect(await proofs()).toEqual([{ method: 'BIRTH_DATE', assurance: 'LOW' }]);
  });
});

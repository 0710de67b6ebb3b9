import { callerOf } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

const fields = '{ id cursor qrToken { id status payload result { id status } } }';
const watch = `subscription { qrTokenStatusChanged ${fields} }`;
const watchAfter = (cursor: string) => `subscription { qrTokenStatusChanged(after: "${cursor}") ${fields} }`;

let phones = 0;

describe('qrTokenStatusChanged', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  const tested = async () => {
    phones += 1;
    const phone = `+8490600${String(phones).padStart(4, '0')}`;
    const patient = { fullName: 'Nguyễn Văn Bình', dateOfBirth: '1985-05-15', sex: 'MALE', phone };
    const citizen = house.citizen(phone);
    const { rows } = await house.submit([row({ patient })]);
    await house.claim(citizen, patient.dateOfBirth);
    return { citizen, resultId: rows[0].resultId as string };
  };
  const cancel = (resultId: string) =>
    house.ask(
      'mutation ($input: CancelResultInput!) { cancelResult(input: $input) { __typename } }',
      { input: { resultId, reason: 'Wrong patient' } },
      house.lab,
    );

  it('tells the holder of issue, correction and withdrawal, and nobody else', async () => {
    const { citizen, resultId } = await tested();
    const neighbour = await tested();
    const [mine, theirs] = [await house.listen(watch, citizen), await house.listen(watch, neighbour.citizen)];
    const token = await house.issue(resultId, citizen);
    expect((await mine.next()).qrTokenStatusChanged).toMatchObject({
      id: expect.any(String),
      cursor: expect.any(String),
      qrToken: { id: token.id, status: 'ACTIVE', payload: token.payload, result: { id: resultId } },
    });
    await cancel(resultId);
    expect((await mine.next()).qrTokenStatusChanged.qrToken).toMatchObject({
      id: token.id,
      status: 'REVOKED',
    });
    const own = await house.issue(neighbour.resultId, neighbour.citizen);
    // The first that the neighbour hears of is the neighbour's own.
    expect((await theirs.next()).qrTokenStatusChanged.qrToken).toMatchObject({ id: own.id });
    mine.end();
    theirs.end();
  });

  it('misses nothing for a phone that slept, and tells what the token is by now', async () => {
    const { citizen, resultId } = await tested();
    const stream = await house.listen(watch, citizen);
    const token = await house.issue(resultId, citizen);
    const { cursor } = (await stream.next()).qrTokenStatusChanged;
    stream.end();
    const revoke = 'mutation ($input: RevokeQrTokenInput!) { revokeQrToken(input: $input) { __typename } }';
    await house.ask(revoke, { input: { id: token.id } }, citizen);
    const second = await house.issue(resultId, citizen);
    const resumed = await house.listen(watchAfter(cursor), citizen);
    const told = [await resumed.next(), await resumed.next()];
    expect(told.map(({ qrTokenStatusChanged: { qrToken } }) => [qrToken.id, qrToken.status])).toEqual([
      [token.id, 'REVOKED'],
      [second.id, 'ACTIVE'],
    ]);
    resumed.end();
  });

  it('stops when the claim is suspended, on a stream that was open before', async () => {
    const { citizen, resultId } = await tested();
    const stream = await house.listen(watch, citizen);
    await house.issue(resultId, citizen);
    await stream.next();
    const hold = (at: string) =>
      house.database.query(`update results.claim set suspended_at = ${at} where account_id = $1`, [
        citizen.accountId,
      ]);
    await hold('now()');
    await cancel(resultId);
    // Proven again: what happened since is heard, what happened meanwhile is not.
    const again = await tested();
    await house.database.query(
      'update results.claim set account_id = $1 where account_id = $2 and suspended_at is null',
      [citizen.accountId, again.citizen.accountId],
    );
    const token = await house.issue(again.resultId, citizen);
    expect((await stream.next()).qrTokenStatusChanged.qrToken).toMatchObject({
      id: token.id,
      status: 'ACTIVE',
    });
    stream.end();
  });

  it('is no laboratory’s, and no officer’s who is nobody’s citizen', async () => {
    const refused = await house.subgraph.subscribe(
      { query: watch },
      callerOf(house.lab),
      new AbortController().signal,
    );
    expect(refused).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });
});

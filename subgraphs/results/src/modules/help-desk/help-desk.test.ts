import { randomUUID } from 'node:crypto';
import type { AccountViewer } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';
import { newClaimCode } from './claim-code.js';

const dateOfBirth = '1955-02-10';
let serial = 0;

describe('the help desk', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  const newDesk = () => accountViewer({ roles: ['CITIZEN', 'HELP_DESK'] });
  const newCitizen = () => {
    serial += 1;
    return house.citizen(`+8490604${String(serial).padStart(4, '0')}`);
  };
  const mutate = async (operation: string, selection: string, input: object, viewer: AccountViewer) => {
    const type = operation[0]!.toUpperCase() + operation.slice(1);
    const data = await house.ask(
      `mutation ($input: ${type}Input!) { ${operation}(input: $input) { __typename ${selection}
         ... on UserError { code message } } }`,
      { input },
      viewer,
    );
    return data[operation];
  };
  const find = (input: object, viewer: AccountViewer) =>
    mutate('findPerson', '... on FoundPerson { id displayName dateOfBirth isLocked }', input, viewer);
  const issue = (input: object, viewer: AccountViewer) =>
    mutate(
      'issueClaimCode',
      '... on ClaimCode { code expiresAt } ... on UnreadablePhoneError { path }',
      { identityDocument: 'NATIONAL_ID', ...input },
      viewer,
    );
  const redeem = (code: string, viewer: AccountViewer) =>
    mutate(
      'redeemClaimCode',
      '... on Person { id displayName isClaimed results { edges { node { id } } } } ... on ClaimCodeRefusedError { attemptsLeft }',
      { code },
      viewer,
    );
  const refusalOf = (asked: Promise<{ code?: string }>) =>
    asked.then(
      ({ code }) => code ?? 'DONE',
      ({ errors }) => errors[0].extensions.code as string,
    );

  /** Somebody without a phone, as a laboratory reported them. */
  const tested = async (given: object = {}) => {
    serial += 1;
    const fullName = `Nguyễn Thị Bảy ${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[serial % 26]}${serial}`;
    const patient = { fullName, dateOfBirth, sex: 'FEMALE', ...given };
    const sent = row({ patient });
    const { rows } = await house.submit([sent]);
    const { accessionNumber } = sent;
    return { fullName, dateOfBirth, accessionNumber, resultId: rows[0].resultId as string };
  };
  const handedOut = async (desk = newDesk(), given: object = {}) => {
    const { resultId, ...identity } = await tested(given);
    const { id } = await find(identity, desk);
    const { code } = await issue({ personId: id }, desk);
    return { desk, code: code as string, personId: id as string, resultId, identity };
  };

  it('finds whom all fits, by the number on the slip or the ID, and nobody by less', async () => {
    const desk = newDesk();
    const nationalId = '079155000111';
    const { resultId: _, ...identity } = await tested({ nationalId });
    const { fullName, accessionNumber } = identity;
    const found = await find(identity, desk);
    expect(found).toMatchObject({ __typename: 'FoundPerson', displayName: fullName, isLocked: false });
    const byId = { fullName: fullName.toUpperCase(), dateOfBirth, nationalId: '0791 5500 0111' };
    expect((await find(byId, desk)).id).toBe(found.id);
    const nobody = { __typename: 'NotFoundError', code: 'NOT_FOUND', message: expect.any(String) };
    for (const wrong of [
      { ...identity, dateOfBirth: '1955-02-11' },
      { ...identity, fullName: 'Nguyễn Thị Tám' },
      { ...identity, accessionNumber: 'A-0' },
      { fullName, dateOfBirth },
      { fullName, dateOfBirth, nationalId: '079155000112' },
      { ...identity, nationalId: '079155000112' },
      { fullName, dateOfBirth: 'x', nationalId },
    ]) {
      expect(await find(wrong, desk)).toEqual(nobody);
    }
    expect(accessionNumber).toBeTruthy();
  });

  it('opens a person without a phone on whatever phone the code is typed, and tells them of new results', async () => {
    const { code, resultId, identity } = await handedOut();
    expect(code).toMatch(/^[ACDEFHJKMNPQRTUVWXY3479]{12}$/);
    const citizen = newCitizen();
    const opened = await redeem(
      `${code.slice(0, 4)} ${code.slice(4, 8)}-${code.slice(8)}`.toLowerCase(),
      citizen,
    );
    expect(opened).toMatchObject({
      __typename: 'Person',
      displayName: identity.fullName,
      isClaimed: true,
      results: { edges: [{ node: { id: resultId } }] },
    });
    const [claim] = await house.database.query<{ method: string; assurance: string }>(
      'select method, assurance from results.claim where account_id = $1',
      [citizen.accountId],
    );
    expect(claim).toEqual({ method: 'HELP_DESK_CODE', assurance: 'HIGH' });
    const stream = await house.listen('subscription { resultReleased { result { id status } } }', citizen);
    await house.ask(
      'mutation ($input: CorrectResultInput!) { correctResult(input: $input) { __typename } }',
      { input: { resultId, testName: 'RT-PCR', reason: 'Name' } },
      house.lab,
    );
    expect((await stream.next()).resultReleased.result).toEqual({ id: resultId, status: 'CORRECTED' });
    stream.end();
    expect((await house.issue(resultId, citizen)).__typename).toBe('QrToken');
  });

  it('hands out codes that count once, also when they come at once, and the later one alone', async () => {
    const { desk, code, personId } = await handedOut();
    const citizens = [newCitizen(), newCitizen(), newCitizen()];
    const answers = await Promise.all(citizens.map((citizen) => redeem(code, citizen)));
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'ClaimCodeRefusedError',
      'ClaimCodeRefusedError',
      'Person',
    ]);
    const first = (await issue({ personId }, desk)).code;
    const second = (await issue({ personId }, desk)).code;
    const citizen = newCitizen();
    expect(await redeem(first, citizen)).toMatchObject({ code: 'CLAIM_CODE_REFUSED', attemptsLeft: 9 });
    expect(await redeem(second, citizen)).toMatchObject({ __typename: 'Person' });
  });

  it('hands out another code while the first one is typed: either counts, and neither stops the other', async () => {
    const { desk, code, personId } = await handedOut();
    let typed = code;
    for (let round = 0; round < 15; round += 1) {
      const [, issued] = await Promise.all([redeem(typed, newCitizen()), issue({ personId }, desk)]);
      typed = issued.code;
    }
    expect(await redeem(typed, newCitizen())).toMatchObject({ __typename: 'Person' });
  });

  it('tells unknown, used and expired codes alike, and counts no slip of the finger', async () => {
    const { code: expired, personId } = await handedOut();
    await house.database.query(
      "update results.claim_code set expires_at = now() - interval '1 second' where person_id = $1",
      [personId],
    );
    const citizen = newCitizen();
    const used = (await handedOut()).code;
    await redeem(used, newCitizen());
    const refused = [];
    for (const code of [expired, used, newClaimCode()]) {
      const { attemptsLeft, ...answer } = await redeem(code, citizen);
      refused.push(answer);
      expect(attemptsLeft).toBe(9 - refused.length + 1);
    }
    expect(refused[1]).toEqual(refused[0]);
    expect(refused[2]).toEqual(refused[0]);
    const slip = expired.slice(0, 11) + (expired[11] === 'A' ? 'C' : 'A');
    expect(await redeem(slip, citizen)).toMatchObject({ code: 'CLAIM_CODE_MISTYPED', attemptsLeft: null });
    expect(await redeem(newClaimCode(), citizen)).toMatchObject({ attemptsLeft: 6 });
  });

  it('lets an account guess ten codes a day, also when it guesses at once', async () => {
    const citizen = newCitizen();
    const told = await Promise.all(
      Array.from({ length: 40 }, () => refusalOf(redeem(newClaimCode(), citizen))),
    );
    expect(told.filter((code) => code === 'CLAIM_CODE_REFUSED')).toHaveLength(10);
    expect(told.filter((code) => code === 'RATE_LIMITED')).toHaveLength(30);
    const { code } = await handedOut();
    expect(await refusalOf(redeem(code, citizen))).toBe('RATE_LIMITED');
    expect(await redeem(code, newCitizen())).toMatchObject({ __typename: 'Person' });
  });

  it('opens a person whom wrong tries locked', async () => {
    const phone = '+84906049999';
    const relative = house.citizen(phone);
    const { resultId: _, ...identity } = await tested({ phone });
    for (let wrong = 0; wrong < 5; wrong += 1) await house.claim(relative, `1980-01-0${wrong + 1}`);
    const desk = newDesk();
    const found = await find(identity, desk);
    expect(found.isLocked).toBe(true);
    const { code } = await issue({ personId: found.id }, desk);
    expect(await redeem(code, relative)).toMatchObject({ isClaimed: true });
    expect((await find(identity, desk)).isLocked).toBe(false);
  });

  it('is no citizen’s, and hands out nothing for somebody who was not just found', async () => {
    const { personId, identity } = await handedOut();
    const colleague = newDesk();
    expect(await issue({ personId }, colleague)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await issue({ personId: randomUUID() }, colleague)).toMatchObject({ code: 'NOT_FOUND' });
    for (const viewer of [newCitizen(), house.admin]) {
      expect(await refusalOf(find(identity, viewer))).toBe('FORBIDDEN');
      expect(await refusalOf(issue({ personId }, viewer))).toBe('FORBIDDEN');
    }
    await find(identity, colleague);
    expect(await issue({ personId, phone: '12' }, colleague)).toMatchObject({
      code: 'UNREADABLE_PHONE',
      path: ['input', 'phone'],
    });
    await house.database.query(
      "update results.desk_act set at = now() - interval '61 minutes' where officer_id = $1",
      [colleague.accountId],
    );
    expect(await issue({ personId }, colleague)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('lets an officer look for thirty people an hour, found or not, also at once', async () => {
    const desk = newDesk();
    const { resultId: _, ...identity } = await tested();
    const told = await Promise.all(
      Array.from({ length: 40 }, (_each, n) =>
        refusalOf(find({ ...identity, dateOfBirth: `19${10 + n}-01-01` }, desk)),
      ),
    );
    expect(told.filter((code) => code === 'RATE_LIMITED')).toHaveLength(10);
    expect(await refusalOf(find(identity, desk))).toBe('RATE_LIMITED');
  });

  it('is watched: by the authority, and by the person whose record it opened', async () => {
    const { desk, code, identity } = await handedOut();
    const { deskActs } = await house.ask(
      '{ deskActs(first: 2) { edges { node { officerId act at } } pageInfo { hasNextPage } } }',
      {},
      house.admin,
    );
    expect(deskActs.edges.map(({ node }: { node: { act: string } }) => node.act)).toEqual([
      'CODE_ISSUED',
      'FOUND',
    ]);
    expect(deskActs.edges[0].node.officerId).toBe(desk.accountId);
    await expect(house.ask('{ deskActs { edges { cursor } } }', {}, desk)).rejects.toThrow();
    const citizen = newCitizen();
    await redeem(code, citizen);
    const { _entities } = await house.ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { people {
         accesses { edges { node { act by } } } } } } }`,
      { r: [{ __typename: 'Citizen', id: citizen.accountId }] },
      citizen,
    );
    const acts = _entities[0].people[0].accesses.edges.map(
      ({ node }: { node: { act: string; by: string } }) => `${node.act} ${node.by}`,
    );
    expect(acts.sort()).toEqual(['CLAIM_CODE_ISSUED HELP_DESK', 'PERSON_FOUND HELP_DESK']);
    const stored = JSON.stringify(await house.database.query('select * from results.claim_code'));
    expect(stored).not.toContain(code);
    const events = JSON.stringify(await house.database.query('select payload from events.event'));
    expect(events).not.toContain(identity.fullName);
  });

  it('makes the phone known that will be used, sealed', async () => {
    const { desk, personId } = await handedOut();
    await issue({ personId, phone: '0906 049 998' }, desk);
    const [event] = await house.database.query<{ payload: { phones: { phoneIndex: string }[] } }>(
      "select payload from events.event where topic = 'person.phone-reported' order by id desc limit 1",
    );
    expect(event!.payload.phones[0]!.phoneIndex).toBe(house.citizen('+84906049998').phoneIndex);
    expect(JSON.stringify(event)).not.toContain('906049998');
  });
});

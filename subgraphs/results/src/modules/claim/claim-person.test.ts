import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

const claimPerson = `mutation ($input: ClaimPersonInput!) { claimPerson(input: $input) { __typename
  ... on Person { id displayName isClaimed results { edges { node { id outcome } } } }
  ... on ClaimRejectedError { attemptsLeft } ... on UserError { code message } } }`;
const people = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen {
  people { id displayName isClaimed results { edges { node { id } } } } } } }`;

describe('claimPerson', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  const peopleOf = async (viewer: ReturnType<ResultsHouse['citizen']>) => {
    const representations = [{ __typename: 'Citizen', id: viewer.accountId }];
    return (await house.ask(people, { r: representations }, viewer))._entities[0].people;
  };
  const claim = async (input: object, viewer: ReturnType<ResultsHouse['citizen']>) =>
    (await house.ask(claimPerson, { input }, viewer)).claimPerson;
  const patient = (fullName: string, dateOfBirth: string, phone: string, nationalId?: string) => ({
    patient: { fullName, dateOfBirth, sex: 'FEMALE', phone, nationalId },
  });

  it('shows an initial and nothing else before the birth date opens a person', async () => {
    const phone = '+84905000001';
    const citizen = house.citizen(phone);
    const { rows } = await house.submit([
      row(patient('Lê Thị Hoa', '1988-08-08', phone)),
      row(patient('Lê Văn Đức', '2015-01-05', phone)),
    ]);
    const before = await peopleOf(citizen);
    const born = await house.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { people { dateOfBirth } } } }',
      { r: [{ __typename: 'Citizen', id: citizen.accountId }] },
      citizen,
    );
    expect(born._entities[0].people).toEqual([{ dateOfBirth: null }, { dateOfBirth: null }]);
    expect(
      before.map(
        ({
          displayName,
          isClaimed,
          results,
        }: {
          displayName: string;
          isClaimed: boolean;
          results: { edges: [] };
        }) => [displayName, isClaimed, results.edges.length],
      ),
    ).toEqual([
      ['H.', false, 0],
      ['Đ.', false, 0],
    ]);
    expect(await claim({ personId: before[0].id, dateOfBirth: '1988-08-08' }, citizen)).toMatchObject({
      __typename: 'Person',
      displayName: 'Lê Thị Hoa',
      isClaimed: true,
      results: { edges: [{ node: { id: rows[0].resultId, outcome: 'NOT_DETECTED' } }] },
    });
    expect((await peopleOf(citizen)).map(({ displayName }: { displayName: string }) => displayName)).toEqual([
      'Lê Thị Hoa',
      'Đ.',
    ]);
  });

  it('joins rows of one phone, birth date and name, and keeps twins apart', async () => {
    const phone = '+84905000002';
    await house.submit([
      row(patient('Phạm  Thị An', '2001-02-03', phone)),
      row(patient('PHẠM THỊ AN', '2001-02-03', phone)),
      row(patient('Phạm Thị Ân', '2001-02-03', phone)),
    ]);
    expect(await peopleOf(house.citizen(phone))).toHaveLength(2);
  });

  it('joins rows of one consistent national ID across phones, and not of a borrowed one', async () => {
    const [mother, other] = ['+84905000003', '+84905000004'];
    await house.submit([
      row(patient('Vũ Thị Mai', '1991-05-05', mother, '001191000111')),
      row(patient('Vũ Thị Mai', '1991-05-05', other, '001191000111')),
    ]);
    const [[first], [second]] = [await peopleOf(house.citizen(mother)), await peopleOf(house.citizen(other))];
    expect(first.id).toBe(second.id);
    const { rows } = await house.submit([row(patient('Vũ Thị Bé', '2019-05-05', mother, '001191000111'))]);
    expect(rows[0]).toMatchObject({ status: 'ACCEPTED', problems: [{ code: 'NATIONAL_ID_DIFFERS' }] });
    expect(await peopleOf(house.citizen(mother))).toHaveLength(2);
  });

  it('locks a person after five wrong tries in all, also when they come at once', async () => {
    const phone = '+84905000005';
    await house.submit([row(patient('Ngô Thị Lan', '1970-11-19', phone))]);
    const [{ id }] = await peopleOf(house.citizen(phone));
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        claim({ personId: id, dateOfBirth: `1970-01-${10 + n}` }, house.citizen(phone)),
      ),
    );
    const told = guesses.map(({ code, attemptsLeft }) => `${code} ${attemptsLeft ?? ''}`.trim()).sort();
    expect(told.filter((text) => text.startsWith('CLAIM_REJECTED'))).toEqual(
      [1, 2, 3, 4].map((left) => `CLAIM_REJECTED ${left}`),
    );
    expect(told.filter((text) => text === 'CLAIM_LOCKED')).toHaveLength(8);
    expect(await claim({ personId: id, dateOfBirth: '1970-11-19' }, house.citizen(phone))).toMatchObject({
      code: 'CLAIM_LOCKED',
    });
  });

  it("tells nothing of a person on another phone, and nothing of another's account", async () => {
    const phone = '+84905000006';
    await house.submit([row(patient('Bùi Thị Cúc', '1960-06-06', phone))]);
    const [{ id }] = await peopleOf(house.citizen(phone));
    const stranger = house.citizen('+84905999999');
    expect(await claim({ personId: id, dateOfBirth: '1960-06-06' }, stranger)).toMatchObject({
      __typename: 'NotFoundError',
    });
    expect(await claim({ personId: '0190a000-0000-7000-8000-000000000000' }, stranger)).toMatchObject({
      __typename: 'NotFoundError',
    });
    const representations = [{ __typename: 'Citizen', id: house.citizen(phone).accountId }];
    expect(
      (await house.ask(people, { r: representations }, house.citizen(phone)))._entities[0].people,
    ).toBeNull();
  });

  it("lists nobody on a collector's phone, and opens one by name, birth date and ID", async () => {
    const phone = '+84905000007';
    await house.submit(
      Array.from({ length: 7 }, (_, n) =>
        row(patient(`Hồ Thị ${'ABCDEGH'[n]}`, `198${n}-01-01`, phone, `B${n}234567`)),
      ),
    );
    const citizen = house.citizen(phone);
    expect(await peopleOf(citizen)).toEqual([]);
    const wrong = { fullName: 'Hồ Thị C', dateOfBirth: '1982-01-01', nationalIdLast4: '0000' };
    expect(await claim(wrong, citizen)).toMatchObject({ code: 'CLAIM_REJECTED', attemptsLeft: 9 });
    expect(await claim({ ...wrong, nationalIdLast4: '4567' }, citizen)).toMatchObject({
      displayName: 'Hồ Thị C',
    });
    expect((await peopleOf(citizen)).map(({ displayName }: { displayName: string }) => displayName)).toEqual([
      'Hồ Thị C',
    ]);
  });

  it('lets an account be wrong ten times a day, also when it tries at once', async () => {
    const phone = '+84905000008';
    await house.submit(
      Array.from({ length: 7 }, (_, n) =>
        row(patient(`Đỗ Thị ${'ABCDEGH'[n]}`, `197${n}-01-01`, phone, `C${n}234567`)),
      ),
    );
    const citizen = house.citizen(phone);
    const guess = (n: number) =>
      claim(
        { fullName: 'Đỗ Thị A', dateOfBirth: '1970-01-01', nationalIdLast4: String(1000 + n) },
        citizen,
      ).then(
        ({ code }) => code,
        ({ errors }) => errors[0].extensions.code,
      );
    const told = await Promise.all(Array.from({ length: 30 }, (_, n) => guess(n)));
    expect(told.filter((code) => code === 'RATE_LIMITED')).toHaveLength(20);
  });
});

import type { AccountViewer } from '@ketqua/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

const dateOfBirth = '1979-05-01';
const phone = '+84907130001';
const names = ['Lê Văn An', 'Lê Thị Bình', 'Lê Văn Cường'];

describe('what is held of a citizen', () => {
  let house: ResultsHouse;
  let citizen: AccountViewer;
  let first: string;
  beforeAll(async () => {
    house = await ResultsHouse.open();
    citizen = house.citizen(phone);
    const rows = names.flatMap((fullName) =>
      [1, 2, 3].map(() =>
        row({ patient: { fullName, dateOfBirth, sex: 'MALE', phone, nationalId: '079079000123' } }),
      ),
    );
    for (const [index, sent] of rows.entries()) {
      sent.patient!.nationalId = `0790790001${20 + Math.floor(index / 3)}`;
    }
    const receipt = await house.submit(rows);
    first = receipt.rows[0].resultId;
    await house.claim(citizen, dateOfBirth);
  });
  afterAll(() => house.close());

  const record = async (selection: string, variables: object = {}, viewer: AccountViewer = citizen) => {
    const declared = { $id: 'ID!', $first: 'Int', $after: 'String' };
    const used = Object.entries(declared).filter(([name]) => selection.includes(name));
    const { _entities } = await house.ask(
      `query ($r: [_Any!]!${used.map(([name, type]) => `, ${name}: ${type}`).join('')}) { _entities(representations: $r) {
         ... on Citizen { record { ${selection} } } } }`,
      { r: [{ __typename: 'Citizen', id: citizen.accountId }], ...variables },
      viewer,
    );
    return _entities[0].record;
  };
  const page =
    'people(first: $first, after: $after) { edges { node { id fullName } } pageInfo { hasNextPage endCursor } }';

  it('is complete once every cursor is followed', async () => {
    const people: string[] = [];
    const results: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { people: found } = await record(`formatVersion ${page}`, { first: 1, after });
      const { id, fullName } = found.edges[0].node;
      people.push(fullName);
      for (let behind: string | null = null, further = true; further; ) {
        const { person } = await record(
          `person(id: $id) { results(first: $first, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
          { id, first: 2, after: behind },
        );
        results.push(...person.results.edges.map(({ node }: { node: { id: string } }) => node.id));
        further = person.results.pageInfo.hasNextPage;
        behind = person.results.pageInfo.endCursor;
      }
      more = found.pageInfo.hasNextPage;
      after = found.pageInfo.endCursor;
    }
    expect(people.sort()).toEqual([...names].sort());
    expect(new Set(results).size).toBe(9);
  });

  it('says how it was opened, all versions, certificates, the ground, for how long, and masks both numbers', async () => {
    await house.issue(first, citizen);
    await house.ask(
      'mutation ($input: CorrectResultInput!) { correctResult(input: $input) { __typename } }',
      { input: { resultId: first, outcome: 'DETECTED', reason: 'Mixed up' } },
      house.lab,
    );
    const { people } = await record(
      `people { edges { node { fullName dateOfBirth sex maskedNationalId phoneCount claim { method assurance claimedAt }
         accesses { edges { node { act } } }
         results { edges { node { id legalBasis retentionClass keptUntil isOnLegalHold
           reportedPatient { fullName maskedPhone maskedNationalId }
           result { status version lab { id } history { version outcome } qrTokens { status certificateId } } } } } } } }`,
    );
    const person = people.edges
      .map(({ node }: { node: { fullName: string } }) => node)
      .find(({ fullName }: { fullName: string }) => fullName === names[0]);
    expect(person).toMatchObject({
      dateOfBirth,
      sex: 'MALE',
      maskedNationalId: '••• 0120',
      phoneCount: 1,
      claim: { method: 'BIRTH_DATE', assurance: 'LOW' },
      accesses: { edges: [{ node: { act: 'CORRECTED' } }] },
    });
    const year = new Date(Date.now() - 12 * 3_600_000).getUTCFullYear();
    expect(person.results.edges[0].node).toMatchObject({
      id: first,
      legalBasis: 'STATUTORY_NOTIFICATION',
      retentionClass: 'LABORATORY_RECORD',
      keptUntil: expect.stringMatching(new RegExp(`^${year + 10}-`)),
      isOnLegalHold: false,
      reportedPatient: { fullName: names[0], maskedNationalId: '••• 120' },
      result: {
        version: 2,
        lab: { id: house.labId },
        history: [{ outcome: 'DETECTED' }, { outcome: 'NOT_DETECTED' }],
        qrTokens: [{ status: 'SUPERSEDED' }],
      },
    });
    const told = JSON.stringify(people);
    expect(told).not.toContain('0790790001');
    expect(told).not.toContain(phone.slice(1));
  });

  it('has nothing of other people: another account, an unclaimed person, a suspended claim, an unreleased result', async () => {
    const stranger = house.citizen('+84907130002');
    expect(await record(page, {}, stranger)).toBeNull();
    const { people } = await record(page);
    const { id } = people.edges[0].node;
    const { _entities } = await house.ask(
      `query ($r: [_Any!]!, $id: ID!) { _entities(representations: $r) { ... on Citizen { record { person(id: $id) { id } } } } }`,
      { r: [{ __typename: 'Citizen', id: stranger.accountId }], id },
      stranger,
    );
    expect(_entities[0].record.person).toBeNull();
    await house.database.query('update results.test_result set released_at = null where id = $1', [first]);
    const seen = JSON.stringify(
      await record('people { edges { node { results { edges { node { id } } } } } }'),
    );
    expect(seen).not.toContain(first);
    await house.database.query('update results.claim set suspended_at = now() where account_id = $1', [
      citizen.accountId,
    ]);
    expect((await record(page)).people.edges).toEqual([]);
    expect((await record('person(id: $id) { id }', { id })).person).toBeNull();
  });
});

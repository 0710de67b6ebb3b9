import { afterAll, beforeAll, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

let house: ResultsHouse;
beforeAll(async () => {
  house = await ResultsHouse.open();
});
afterAll(() => house.close());

it('tells a citizen no outcome any more of a result that was withdrawn, nor of its earlier versions', async () => {
  const phone = '+84905000077';
  const patient = { fullName: 'Phan Thị Lựu', dateOfBirth: '1979-05-06', sex: 'FEMALE', phone };
  const sent = row({ patient });
  const { rows } = await house.submit([sent]);
  const citizen = house.citizen(phone);
  const claim = `mutation ($input: ClaimPersonInput!) { claimPerson(input: $input) { __typename } }`;
  const people = await house.ask(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { people { id } } } }',
    { r: [{ __typename: 'Citizen', id: citizen.accountId }] },
    citizen,
  );
  const personId = people._entities[0].people[0].id;
  await house.ask(claim, { input: { personId, dateOfBirth: patient.dateOfBirth } }, citizen);
  const history = async () => {
    const { _entities } = await house.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on TestResult { outcome history { status outcome } } } }',
      { r: [{ __typename: 'TestResult', id: rows[0].resultId }] },
      citizen,
    );
    return _entities[0];
  };
  expect(await history()).toEqual({
    outcome: 'NOT_DETECTED',
    history: [{ status: 'FINAL', outcome: 'NOT_DETECTED' }],
  });
  await house.submit([{ ...sent, status: 'ENTERED_IN_ERROR' }]);
  expect(await history()).toEqual({
    outcome: null,
    history: [
      { status: 'ENTERED_IN_ERROR', outcome: null },
      { status: 'FINAL', outcome: null },
    ],
  });
});

import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

let house: ResultsHouse;
beforeAll(async () => {
  house = await ResultsHouse.open();
});
afterAll(() => house.close());

it("gives a laboratory's staff no QR token of their patients", async () => {
  const { rows } = await house.submit([row()]);
  const staff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: house.labId });
  const { issueQrToken } = await house.ask(
    `mutation ($input: IssueQrTokenInput!) { issueQrToken(input: $input) {
       ... on QrToken { payload } ... on UserError { code } } }`,
    { input: { resultId: rows[0].resultId } },
    staff,
  );
  expect(issueQrToken).toEqual({ code: 'NOT_FOUND' });
});

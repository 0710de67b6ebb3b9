// A laboratory's system: a session by its key, then one result. Every leaf is a text; each row is judged by itself.
import { ask, credentials } from './sign-in.mjs';

const { createLabSession } = await ask(
  'mutation ($apiKey: String!) { createLabSession(input: { apiKey: $apiKey }) { ... on LabSession { accessToken } ... on UserError { code } } }',
  { apiKey: credentials.labs[0].apiKey },
);
const collectedAt = new Date(Date.now() - 4 * 3_600_000).toISOString();
const result = {
  accessionNumber: `EX-${Date.now()}`,
  patient: { fullName: 'Nguyễn Văn An', dateOfBirth: '1990-02-28', sex: 'MALE', phone: '0900000003' },
  test: { code: '94500-6' },
  specimenCollectedAt: collectedAt,
  outcome: 'NOT_DETECTED',
};
const { submitResults } = await ask(
  'mutation ($input: SubmitResultsInput!) { submitResults(input: $input) { ... on SubmissionReceipt { accepted duplicates rejected rows { index status problems { field code hint } } } ... on UserError { code message } } }',
  { input: { idempotencyKey: result.accessionNumber, results: [result] } },
  createLabSession.accessToken,
);
console.log(JSON.stringify(submitResults));

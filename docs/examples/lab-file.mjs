// A laboratory's system: a whole file. Its key follows from its content, so that sending it again is harmless.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ask, credentials } from './sign-in.mjs';

const [file = 'docs/examples/results.csv', format = 'CSV'] = process.argv.slice(2);
const { createLabSession } = await ask(
  'mutation ($apiKey: String!) { createLabSession(input: { apiKey: $apiKey }) { ... on LabSession { accessToken } ... on UserError { code } } }',
  { apiKey: credentials.labs[0].apiKey },
);
const content = readFileSync(file, 'utf8');
const input = {
  idempotencyKey: createHash('sha256').update(content).digest('hex'),
  format,
  content,
  options: { timeZone: 'Asia/Ho_Chi_Minh' },
};
const { importResults } = await ask(
  `mutation ($input: ImportResultsInput!) {
    importResults(input: $input) {
      ... on SubmissionReceipt {
        id state rowCount accepted duplicates rejected
        rows(status: REJECTED) { line accessionNumber problems { field code message hint } }
      }
      ... on UserError { code message }
      ... on UnreadableFileError { line }
    }
  }`,
  { input },
  createLabSession.accessToken,
);
console.log(JSON.stringify(importResults));

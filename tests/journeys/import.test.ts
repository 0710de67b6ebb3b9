import { randomUUID } from 'node:crypto';
import { GraphqlClient } from '@ketqua/cli';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labOf } from './people.js';
import { RunningPlatform } from './running-platform.js';

interface Receipt {
  readonly id: string;
  readonly state: 'PROCESSING' | 'COMPLETE';
  readonly rowCount: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

const receipt = 'id state rowCount accepted duplicates rejected';
const rowsOfFile = 2_000;

/** A file whose every tenth row has a birth date that nobody can read. */
function fileOf(batch: string): string {
  const header = 'accessionNumber,patient.fullName,patient.dateOfBirth,test.code,specimenCollectedAt,outcome';
  const lines = Array.from({ length: rowsOfFile }, (_, n) => {
    const born = n % 10 === 9 ? '111970' : '1970-11-19';
    return `${batch}-${n},Trần Thị Số ${n},${born},94500-6,2026-07-12T09:30:00+07:00,Âm tính`;
  });
  return [header, ...lines].join('\r\n');
}

function send(lab: GraphqlClient, content: string, idempotencyKey: string): Promise<Receipt> {
  const input = { idempotencyKey, format: 'CSV', content };
  return lab.mutate<Receipt>('importResults', `... on SubmissionReceipt { ${receipt} }`, input);
}

/** Sends as another system of the laboratory, and hangs up at the signal. */
async function sendUntil(
  signal: AbortSignal,
  { url, credentials }: RunningPlatform,
  content: string,
  idempotencyKey: string,
): Promise<unknown> {
  const { apiKey } = credentials.labs[0]!;
  const { accessToken } = await new GraphqlClient(url).mutate<{ accessToken: string }>(
    'createLabSession',
    '... on LabSession { accessToken }',
    { apiKey },
  );
  const query =
    'mutation ($input: ImportResultsInput!) { importResults(input: $input) { ... on SubmissionReceipt { id } } }';
  const variables = { input: { idempotencyKey, format: 'CSV', content } };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ query, variables }),
    signal,
  });
  return response.json();
}

async function progress(lab: GraphqlClient, idempotencyKey: string): Promise<Receipt | null> {
  const { submissionByKey } = await lab.ask<{ submissionByKey: Receipt | null }>(
    `query ($key: String!) { submissionByKey(idempotencyKey: $key) { ${receipt} } }`,
    { key: idempotencyKey },
  );
  return submissionByKey;
}

const done = ({ accepted, duplicates, rejected }: Receipt) => accepted + duplicates + rejected;
const bad = rowsOfFile / 10;

describe('an import', () => {
  let platform: RunningPlatform;
  beforeAll(async () => {
    platform = await RunningPlatform.start();
  });
  afterAll(() => platform?.stop());

  it('that the platform did not live to answer goes on where it stood when it is sent again, and stores each row once', async () => {
    const lab = await labOf(platform);
    const [content, key] = [fileOf('KILLED'), randomUUID()];
    const unanswered = send(lab, content, key).catch(() => 'cut');
    await expect
      .poll(
        async () =>
          done((await progress(lab, key)) ?? ({ accepted: 0, duplicates: 0, rejected: 0 } as Receipt)),
        {
          timeout: 30_000,
          interval: 20,
        },
      )
      .toBeGreaterThan(0);
    await platform.crash();
    expect(await unanswered).toBe('cut');
    await platform.launch();

    const again = await labOf(platform);
    const left = await progress(again, key);
    expect(left).toMatchObject({ state: 'PROCESSING', rowCount: rowsOfFile });
    expect(done(left!)).toBeLessThan(rowsOfFile);
    const answered = await send(again, content, key);
    expect(answered).toMatchObject({
      id: left!.id,
      state: 'COMPLETE',
      accepted: rowsOfFile - bad,
      rejected: bad,
    });
    expect(await send(again, content, key)).toEqual(answered);
    const copy = await send(again, content, randomUUID());
    expect(copy).toMatchObject({ accepted: 0, duplicates: rowsOfFile - bad, rejected: bad });
  });

  it('sent again while it still runs, because the connection broke, is one import', async () => {
    const lab = await labOf(platform);
    const [content, key] = [fileOf('CUT'), randomUUID()];
    const hangUp = new AbortController();
    const cut = sendUntil(hangUp.signal, platform, content, key).catch(() => 'cut');
    await expect.poll(() => progress(lab, key), { timeout: 30_000, interval: 20 }).not.toBeNull();
    hangUp.abort();
    expect(await cut).toBe('cut');
    const [one, other] = await Promise.all([send(lab, content, key), send(lab, content, key)]);
    expect(one).toMatchObject({ state: 'COMPLETE', accepted: rowsOfFile - bad, rejected: bad });
    expect(other).toEqual(one);
  });

  it('that comes twice at once under two keys stores each row once', async () => {
    const [lab, colleague] = [await labOf(platform), await labOf(platform)];
    const content = fileOf('TWICE');
    const receipts = await Promise.all([
      send(lab, content, randomUUID()),
      send(colleague, content, randomUUID()),
    ]);
    expect(receipts.map(done)).toEqual([rowsOfFile, rowsOfFile]);
    const accepted = receipts.reduce((sum, told) => sum + told.accepted, 0);
    const duplicates = receipts.reduce((sum, told) => sum + told.duplicates, 0);
    expect([accepted, duplicates]).toEqual([rowsOfFile - bad, rowsOfFile - bad]);
  });
});

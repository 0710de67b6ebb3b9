import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Viewer } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

describe('what a lab may ask for', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open({ labLimits: { requestsPerMinute: 6, rowsPerHour: 10 } });
  });
  afterAll(() => house.close());

  const newLab = (): Viewer & { labId: string } => ({
    ...{ kind: 'lab', access: 'SUBMIT', labId: randomUUID(), keyId: randomUUID() },
  });
  const rows = (count: number) => Array.from({ length: count }, () => row());
  const refusal = async (work: Promise<unknown>): Promise<{ code: string; retryAfter: number }> => {
    try {
      await work;
    } catch (error) {
      return (error as { errors: { extensions: { code: string; retryAfter: number } }[] }).errors[0]!
        .extensions;
    }
    throw new Error('It was not refused');
  };
  const aMinuteLater = async () => {
    await house.database.query("update results.lab_usage set minute = minute - interval '1 minute'");
    await house.reopen();
  };
  const csv = (count: number) =>
    [
      'accessionNumber,patient.fullName,patient.dateOfBirth,test.code,specimenCollectedAt,outcome',
      ...Array.from(
        { length: count },
        () => `${randomUUID()},Lê Văn Tám,1970-02-03,94500-6,2021-07-12T09:30:00+07:00,NOT_DETECTED`,
      ),
    ].join('\n');

  it('counts the rows of a key once, however often it is sent, and none less for another body', async () => {
    const lab = newLab();
    const [key, sent] = [randomUUID() as string, rows(6)];
    const first = await house.submit(sent, { key, viewer: lab });
    expect(await house.submit(sent, { key, viewer: lab })).toEqual(first);
    expect(await house.submit(rows(1), { key, viewer: lab })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    await aMinuteLater();
    expect(await house.submit(rows(4), { viewer: lab })).toMatchObject({ accepted: 4 });
    expect(await refusal(house.submit(rows(1), { viewer: lab }))).toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('is counted by the minute, for its keys and people together, and not for another lab', async () => {
    // The minute is the wall's: what is counted by it must not begin at its end.
    const seconds = new Date().getUTCSeconds();
    if (seconds > 40) await pause((60 - seconds) * 1_000);
    const lab = newLab();
    const staff = accountViewer({ roles: ['LAB_STAFF'], labId: lab.labId });
    for (const viewer of [lab, staff, { ...lab, keyId: randomUUID() }, lab, staff, lab]) {
      expect(await house.submit(rows(1), { viewer })).toMatchObject({ accepted: 1 });
    }
    const refused = await refusal(house.submit(rows(1), { viewer: lab }));
    expect(refused).toMatchObject({ code: 'RATE_LIMITED' });
    expect(refused.retryAfter).toBeGreaterThanOrEqual(1);
    expect(refused.retryAfter).toBeLessThanOrEqual(60);
    const correct = `mutation ($input: CorrectResultInput!) { correctResult(input: $input) { __typename } }`;
    const correction = { input: { resultId: randomUUID(), reason: 'Why' } };
    expect(await refusal(house.ask(correct, correction, staff))).toMatchObject({ code: 'RATE_LIMITED' });
    expect(await house.submit(rows(1), { viewer: newLab() })).toMatchObject({ accepted: 1 });
    // Another process knows it, too.
    await house.reopen();
    expect(await refusal(house.submit(rows(1), { viewer: lab }))).toMatchObject({ code: 'RATE_LIMITED' });
    await aMinuteLater();
    expect(await house.submit(rows(1), { viewer: lab })).toMatchObject({ accepted: 1 });
  });

  it('is counted by the rows of an hour, of files and previews too; what was refused is not counted', async () => {
    const lab = newLab();
    const input = (count: number) => ({ format: 'CSV', content: csv(count) });
    const send = (count: number) =>
      house.ask(
        'mutation ($input: ImportResultsInput!) { importResults(input: $input) { ... on SubmissionReceipt { accepted } } }',
        { input: { ...input(count), idempotencyKey: randomUUID() } },
        lab,
      );
    await house.ask(
      'mutation ($input: PreviewImportInput!) { previewImport(input: $input) { __typename } }',
      { input: input(3) },
      lab,
    );
    expect(await send(4)).toEqual({ importResults: { accepted: 4 } });
    await house.database.query(
      "update results.lab_usage set minute = minute - interval '40 minutes' where lab_id = $1",
      [lab.labId],
    );
    await house.reopen();
    const refused = await refusal(send(4));
    expect(refused.code).toBe('RATE_LIMITED');
    expect(refused.retryAfter).toBeGreaterThan(18 * 60);
    expect(refused.retryAfter).toBeLessThanOrEqual(20 * 60);
    expect(await send(3)).toEqual({ importResults: { accepted: 3 } });
    await house.database.query(
      "update results.lab_usage set minute = minute - interval '21 minutes' where lab_id = $1 and minute < now() - interval '30 minutes'",
      [lab.labId],
    );
    await house.reopen();
    expect(await send(4)).toEqual({ importResults: { accepted: 4 } });
  });
});

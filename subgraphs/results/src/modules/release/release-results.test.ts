import { randomUUID } from 'node:crypto';
import type { Viewer } from '@ketqua/platform';
import { accountViewer, callerOf, silentLog } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';
import { soundAlarms } from './hold-keeper.js';

const measles = '14189004';
const rubella = '36653000';
const hiv = '86406008';

describe('a result that is held', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
    await setPolicy({ disease: measles, mode: 'AFTER_AUTHORITY_NOTICE', longestHoldHours: 6 });
    await setPolicy({ disease: hiv, mode: 'IN_PERSON_ONLY' });
  });
  afterAll(() => house.close());

  const setPolicy = async (input: object, viewer: Viewer = house.admin) =>
    (
      await house.ask(
        `mutation ($input: SetReleasePolicyInput!) { setReleasePolicy(input: $input) { __typename
           ... on ReleasePolicy { disease { code name } outcome method mode longestHoldHours confirmsScreening }
           ... on InvalidReleasePolicyError { code path } } }`,
        { input },
        viewer,
      )
    ).setReleasePolicy;
  const release = async (resultIds: string[], ground: string, viewer: Viewer = house.admin) =>
    (
      await house.ask(
        `mutation ($input: ReleaseResultsInput!) { releaseResults(input: $input) { __typename
           ... on ReleaseReceipt { released refused { resultId code message } } ... on UserError { code } } }`,
        { input: { resultIds, ground, note: 'as \u0000 agreed' } },
        viewer,
      )
    ).releaseResults;
  const held = async (variables: object = {}, viewer: Viewer = house.admin) =>
    (
      await house.ask(
        `query ($first: Int, $after: String, $overdueOnly: Boolean) {
           heldResults(first: $first, after: $after, overdueOnly: $overdueOnly) {
             edges { cursor node { id outcome accessionNumber disease { code } hold { mode since until isOverdue }
               patient { fullName } qrTokens { id } } }
             pageInfo { hasNextPage } } }`,
        variables,
        viewer,
      )
    ).heldResults;
  const given = async (disease: string, more: object = {}) => {
    const { rows } = await house.submit([
      row({ test: { code: '7962-4', method: 'SEROLOGY' }, disease, ...more }),
    ]);
    return rows[0].resultId as string;
  };
  const shownAt = async (id: string) => {
    const [found] = await house.database.query<{ at: string | null }>(
      'select released_at as at from results.test_result where id = $1',
      [id],
    );
    return found!.at;
  };
  const makeOverdue = (id: string) =>
    house.database.query(
      `update results.result_hold set until = now() - interval '1 hour', alarm_at = now() - interval '1 hour'
        where result_id = $1`,
      [id],
    );
  const sound = () => soundAlarms({ orm: house.orm, events: house.events, log: silentLog });
  const events = async (topic: string, id: string) =>
    house.database.query<{ payload: { mode?: string; phoneIndexes?: string[] } }>(
      "select payload from events.event where topic = $1 and payload->>'resultId' = $2",
      [topic, id],
    );

  it('is released by ADMIN once the authority is notified: the case report is sent, the citizen hears', async () => {
    const id = await given(measles, { outcome: 'DETECTED' });
    expect(await shownAt(id)).toBeNull();
    expect((await held()).edges.map(({ node }: { node: { id: string } }) => node.id)).toContain(id);
    const texts = async () =>
      (await house.database.query("select from events.event where topic = 'person.notice-due'")).length;
    const before = await texts();
    expect(await release([id], 'AUTHORITY_NOTIFIED')).toMatchObject({ released: [id], refused: [] });
    expect(await shownAt(id)).not.toBeNull();
    expect(await texts()).toBe(before + 1);
    const [told] = await events('test-result.released', id);
    expect(told!.payload).toMatchObject({ version: 1, labId: house.labId, delaySeconds: expect.any(Number) });
    expect(told!.payload.phoneIndexes).toHaveLength(1);
    const [report] = await house.database.query<{ sent: boolean }>(
      'select sent_at is not null as sent from results.case_report where result_id = $1',
      [id],
    );
    expect(report).toEqual({ sent: true });
    expect(await release([id], 'AUTHORITY_NOTIFIED')).toMatchObject({
      released: [],
      refused: [{ resultId: id, code: 'NOT_HELD' }],
    });
    const [written] = await house.database.query(
      'select ground, released_by, note from results.result_release where result_id = $1',
      [id],
    );
    expect(written).toEqual({ ground: 'AUTHORITY_NOTIFIED', released_by: 'AUTHORITY', note: 'as agreed' });
  });

  it('is released by its lab where it told the person, and on no other ground', async () => {
    const [told, waiting, unreviewed] = [await given(hiv), await given(measles), await given(rubella)];
    expect(await release([told], 'REVIEWED', house.lab)).toMatchObject({
      refused: [{ code: 'GROUND_DOES_NOT_FIT' }],
    });
    const answer = await release([told, waiting, unreviewed], 'TOLD_IN_PERSON', house.lab);
    expect(answer.released).toEqual([told]);
    expect(answer.refused.map(({ code }: { code: string }) => code)).toEqual([
      'GROUND_DOES_NOT_FIT',
      'GROUND_DOES_NOT_FIT',
    ]);
    expect(await release([unreviewed], 'REVIEWED')).toMatchObject({ released: [unreviewed] });
    expect(await release([waiting], 'TOLD_IN_PERSON')).toMatchObject({
      refused: [{ code: 'GROUND_DOES_NOT_FIT' }],
    });
  });

  it('is not released by another lab, a citizen or an officer, who learn nothing of it', async () => {
    const id = await given(hiv);
    const foreign = { ...house.lab, labId: randomUUID() } as Viewer;
    expect(await release([id, 'nonsense'], 'TOLD_IN_PERSON', foreign)).toMatchObject({
      released: [],
      refused: [
        { resultId: id, code: 'NOT_FOUND' },
        { resultId: 'nonsense', code: 'NOT_FOUND' },
      ],
    });
    for (const viewer of [house.citizen('+84900000000'), accountViewer({ roles: ['OFFICER'] })]) {
      await expect(release([id], 'REVIEWED', viewer)).rejects.toThrow('may not');
      await expect(held({}, viewer)).rejects.toThrow('may not');
      await expect(setPolicy({ disease: hiv, mode: 'AT_ONCE' }, viewer)).rejects.toThrow('may not');
    }
    await expect(held({}, house.lab)).rejects.toThrow('may not');
    await expect(setPolicy({ disease: hiv, mode: 'AT_ONCE' }, house.lab)).rejects.toThrow('may not');
    expect(await release([], 'REVIEWED')).toMatchObject({ code: 'ROW_COUNT' });
  });

  it('is released by itself when a notice takes too long, once, however many look', async () => {
    const id = await given(measles, { outcome: 'DETECTED' });
    await makeOverdue(id);
    expect((await Promise.all([sound(), sound(), sound()])).reduce((a, b) => a + b)).toBe(1);
    expect(await shownAt(id)).not.toBeNull();
    expect(await events('test-result.released', id)).toHaveLength(1);
    expect(await events('result.hold-overdue', id)).toMatchObject([
      { payload: { mode: 'AFTER_AUTHORITY_NOTICE' } },
    ]);
    const [report] = await house.database.query(
      'select sent_at from results.case_report where result_id = $1',
      [id],
    );
    expect(report).toEqual({ sent_at: null });
    expect(await sound()).toBe(0);
  });

  it.each([
    ['must be told in person', hiv],
    ['has no policy', rubella],
  ])(
    'is never released by the clock when it %s: the alarm sounds, and again after a day',
    async (_, disease) => {
      const fatal = vi.spyOn(silentLog, 'fatal');
      const id = await given(disease);
      await makeOverdue(id);
      expect(await sound()).toBe(1);
      expect(fatal).toHaveBeenCalledWith(
        expect.objectContaining({ alarm: 'RESULT_HOLD_OVERDUE', count: 1, resultIds: [id] }),
        expect.any(String),
      );
      expect(await sound()).toBe(0);
      expect(await shownAt(id)).toBeNull();
      await house.database.query(
        "update results.result_hold set alarm_at = alarm_at - interval '1 day' where result_id = $1",
        [id],
      );
      expect(await sound()).toBe(1);
      expect(await events('result.hold-overdue', id)).toHaveLength(2);
      expect(await events('test-result.released', id)).toHaveLength(0);
      const overdue = await held({ overdueOnly: true });
      expect(overdue.edges.map(({ node }: { node: { id: string } }) => node.id)).toContain(id);
      expect(overdue.edges[0].node).toMatchObject({ accessionNumber: null, patient: null, qrTokens: [] });
      fatal.mockRestore();
    },
  );

  it('is decided of again when it is corrected or withdrawn, and waits no longer for it', async () => {
    const id = await given(measles);
    const before = await house.database.query('select * from results.result_hold where result_id = $1', [id]);
    const correct = `mutation ($input: CorrectResultInput!) { correctResult(input: $input) { __typename } }`;
    await house.ask(correct, { input: { resultId: id, outcome: 'DETECTED', reason: 'Wells' } }, house.lab);
    expect(
      await house.database.query('select * from results.result_hold where result_id = $1', [id]),
    ).toEqual(before);
    const cancel = `mutation ($input: CancelResultInput!) { cancelResult(input: $input) { __typename } }`;
    await house.ask(cancel, { input: { resultId: id, reason: 'Wrong patient' } }, house.lab);
    expect(await house.database.query('select from results.result_hold where result_id = $1', [id])).toEqual(
      [],
    );
    expect(await release([id], 'AUTHORITY_NOTIFIED')).toMatchObject({ refused: [{ code: 'NOT_HELD' }] });
  });

  it('is told of to ADMIN alone, live', async () => {
    const query = 'subscription { resultHoldOverdue { id cursor resultId mode since } }';
    const abort = new AbortController();
    const stream = await house.subgraph.subscribe({ query }, callerOf(house.admin), abort.signal);
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream.errors));
    const events = stream[Symbol.asyncIterator]();
    const next = events.next();
    const id = await given(rubella);
    await makeOverdue(id);
    await sound();
    expect((await next).value).toMatchObject({
      data: { resultHoldOverdue: { resultId: id, mode: 'WITHOUT_POLICY' } },
    });
    abort.abort();
    const refused = await house.subgraph.subscribe(
      { query },
      callerOf(house.lab),
      new AbortController().signal,
    );
    expect(refused).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  it('waits by a policy that ADMIN sets and reads, and that says how long', async () => {
    expect(await setPolicy({ disease: '840539006', outcome: 'DETECTED', mode: 'AT_ONCE' })).toMatchObject({
      disease: { name: 'COVID-19' },
      outcome: 'DETECTED',
      method: null,
      longestHoldHours: null,
      confirmsScreening: true,
    });
    expect(await setPolicy({ disease: '12', mode: 'AT_ONCE' })).toMatchObject({ path: ['input', 'disease'] });
    for (const longestHoldHours of [0, 8_761]) {
      expect(await setPolicy({ disease: hiv, mode: 'IN_PERSON_ONLY', longestHoldHours })).toMatchObject({
        code: 'INVALID_RELEASE_POLICY',
        path: ['input', 'longestHoldHours'],
      });
    }
    const { releasePolicies } = await house.ask(
      '{ releasePolicies { disease { code } mode longestHoldHours } }',
      {},
      house.admin,
    );
    expect(releasePolicies).toContainEqual({
      disease: { code: hiv },
      mode: 'IN_PERSON_ONLY',
      longestHoldHours: 24,
    });
  });
});

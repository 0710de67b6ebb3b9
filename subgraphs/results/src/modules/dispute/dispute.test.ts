import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AccountViewer, LabViewer, Viewer } from '@ketqua/platform';
import { accountViewer, silentLog } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';
import { tellOverdue } from './dispute-keeper.js';
import { DisputeState, isClosed, mayBecome } from './dispute-state.js';

const dateOfBirth = '1991-11-11';
const fields = `id kind statement state isOverdue dueAt closedAt resultVersion resolvedVersion lab { id } viewerCanAnswer
  viewerCanWithdraw result { id version outcome } steps { step by note at }`;
const outcomes = `__typename ... on Dispute { ${fields} } ... on UserError { code message }`;

describe('a dispute of a result', () => {
  let house: ResultsHouse;
  let staff: AccountViewer;
  let phones = 0;
  beforeAll(async () => {
    house = await ResultsHouse.open();
    staff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: house.labId });
  });
  afterAll(() => house.close());

  const reported = async (given: Parameters<typeof row>[0] = {}) => {
    phones += 1;
    const phone = `+8490714${String(phones).padStart(4, '0')}`;
    const sent = row({
      patient: { fullName: `Võ Thị ${phones}`, dateOfBirth, sex: 'FEMALE', phone },
      ...given,
    });
    const { rows } = await house.submit([sent]);
    const citizen = house.citizen(phone);
    await house.claim(citizen, dateOfBirth);
    return { citizen, resultId: rows[0].resultId as string, sent };
  };
  const call = async (name: string, input: object, viewer: Viewer) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const data = await house.ask(
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${outcomes} } }`,
      { input },
      viewer,
    );
    return data[name];
  };
  const open = (resultId: string, viewer: Viewer, given: object = {}) =>
    call('openDispute', { resultId, kind: 'WRONG_OUTCOME', statement: 'I had no cold', ...given }, viewer);
  const answer = (id: string, decision: string, viewer: Viewer = staff, note: string | null = 'We looked') =>
    call('answerDispute', { id, decision, note }, viewer);
  const change = async (mutation: 'correctResult' | 'cancelResult', input: object) =>
    house.ask(
      `mutation ($input: ${mutation === 'correctResult' ? 'CorrectResultInput' : 'CancelResultInput'}!) {
         ${mutation}(input: $input) { __typename } }`,
      { input: { reason: 'Disputed', ...input } },
      house.lab,
    );
  const one = async (id: string, viewer: Viewer) =>
    (await house.ask(`query ($id: ID!) { dispute(id: $id) { ${fields} } }`, { id }, viewer)).dispute;
  const list = async (viewer: Viewer, filter: object = {}) =>
    (
      await house.ask(
        `query ($filter: DisputeFilter) { disputes(first: 100, filter: $filter) { edges { node { id state } } } }`,
        { filter },
        viewer,
      )
    ).disputes.edges.map(({ node }: { node: { id: string } }) => node.id) as string[];
  const isHeld = async (resultId: string) => {
    const [found] = await house.database.query<{ held: boolean }>(
      'select legal_hold as held from results.test_result where id = $1',
      [resultId],
    );
    return found!.held;
  };
  const eventsSince = async (id: number) =>
    house.database.query<{ topic: string; payload: Record<string, unknown> }>(
      'select topic, payload from events.event where id > $1 order by id',
      [id],
    );
  const lastEvent = async () =>
    (await house.database.query<{ id: number }>('select max(id)::int as id from events.event'))[0]!.id;
  const steps = (dispute: { steps: { step: string; by: string | null }[] }) =>
    dispute.steps.map(({ step, by }) => `${step} ${by ?? 'the clock'}`);

  it('has a course that the citizen reads: taken up, upheld, and ended by the correction itself', async () => {
    const { citizen, resultId } = await reported();
    const opened = await open(resultId, citizen);
    expect(opened).toMatchObject({
      __typename: 'Dispute',
      state: 'OPEN',
      statement: 'I had no cold',
      resultVersion: 1,
      lab: { id: house.labId },
      viewerCanAnswer: false,
      viewerCanWithdraw: true,
    });
    expect(await isHeld(resultId)).toBe(true);
    expect(await list(staff)).toContain(opened.id);
    expect(await list(house.admin, { state: 'OPEN' })).toContain(opened.id);
    const before = await lastEvent();
    expect(await answer(opened.id, 'NEEDS_TIME')).toMatchObject({ state: 'NEEDS_TIME' });
    expect(await answer(opened.id, 'NEEDS_TIME')).toMatchObject({ code: 'INVALID_DISPUTE_TRANSITION' });
    expect(await answer(opened.id, 'UPHELD', house.admin, null)).toMatchObject({
      state: 'UPHELD',
      result: { version: 1 },
    });
    // What the authority decides stands in the audit log too; what a laboratory answers does not.
    const acts = await house.database.query(
      `select payload -> 'subject' as subject from events.event where payload ->> 'act' = 'DISPUTE_ANSWERED'`,
    );
    expect(acts).toEqual([{ subject: { disputeId: opened.id } }]);
    expect(await isHeld(resultId)).toBe(true);
    await change('correctResult', { resultId, outcome: 'DETECTED' });
    const ended = await one(opened.id, citizen);
    expect(ended).toMatchObject({
      state: 'RESOLVED',
      resolvedVersion: 2,
      dueAt: null,
      viewerCanWithdraw: false,
      result: { version: 2, outcome: 'DETECTED' },
    });
    expect(steps(ended)).toEqual([
      'OPENED CITIZEN',
      'NEEDS_TIME LABORATORY',
      'UPHELD AUTHORITY',
      'RESULT_CORRECTED LABORATORY',
    ]);
    expect(ended.steps[1].note).toBe('We looked');
    expect(await isHeld(resultId)).toBe(false);
    const told = await eventsSince(before);
    const notices = told.filter(({ topic }) => topic === 'person.notice-due');
    expect(notices.length).toBeGreaterThanOrEqual(3);
    for (const { payload } of notices) expect(payload).toEqual({ phoneIndexes: [citizen.phoneIndex] });
    expect(JSON.stringify(told)).not.toMatch(/looked|cold|UPHELD|DETECTED/);
    const { _entities } = await house.ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { record { people { edges { node {
         accesses { edges { node { act by } } } disputes { edges { node { id } } } } } } } } } }`,
      { r: [{ __typename: 'Citizen', id: citizen.accountId }] },
      citizen,
    );
    const { accesses, disputes } = _entities[0].record.people.edges[0].node;
    expect(disputes.edges).toEqual([{ node: { id: opened.id } }]);
    expect(accesses.edges.map(({ node }: { node: { act: string } }) => node.act)).toEqual(
      expect.arrayContaining(['DISPUTE_READ', 'DISPUTE_ANSWERED', 'CORRECTED']),
    );
  });

  it('is ended by whatever takes the result back: a withdrawal, a later status in a file, a recall', async () => {
    const cancelled = await reported();
    const first = await open(cancelled.resultId, cancelled.citizen, { kind: 'NOT_MINE', statement: '' });
    await change('cancelResult', { resultId: cancelled.resultId });
    expect(steps(await one(first.id, cancelled.citizen)).at(-1)).toBe('RESULT_WITHDRAWN LABORATORY');
    expect(await open(cancelled.resultId, cancelled.citizen)).toMatchObject({
      code: 'RESULT_ALREADY_WITHDRAWN',
    });

    const amended = await reported();
    const second = await open(amended.resultId, amended.citizen);
    await house.submit([{ ...amended.sent, outcome: 'DETECTED', status: 'AMENDED' }]);
    expect(steps(await one(second.id, amended.citizen)).at(-1)).toBe('RESULT_CORRECTED LABORATORY');

    const run = { id: `run-${randomUUID()}` };
    const recalled = await reported({ run });
    const third = await open(recalled.resultId, recalled.citizen);
    await house.ask(
      'mutation ($input: RecallResultsInput!) { recallResults(input: $input) { __typename } }',
      { input: { runId: run.id, labId: house.labId, reason: 'Contaminated' } },
      house.admin,
    );
    for (let tries = 0; (await isHeld(recalled.resultId)) && tries < 200; tries += 1) await pause(25);
    expect(await one(third.id, recalled.citizen)).toMatchObject({ state: 'RESOLVED', resolvedVersion: 2 });
    expect(steps(await one(third.id, recalled.citizen)).at(-1)).toBe('RESULT_WITHDRAWN AUTHORITY');
  });

  it('is rejected with a reason, or taken back; then another may be opened', async () => {
    const { citizen, resultId } = await reported();
    const first = await open(resultId, citizen);
    expect(await open(resultId, citizen)).toMatchObject({ code: 'DISPUTE_ALREADY_OPEN' });
    expect(await answer(first.id, 'REJECTED', staff, ' ')).toMatchObject({ code: 'INVALID_NOTE' });
    expect(await answer(first.id, 'REJECTED')).toMatchObject({ state: 'REJECTED', viewerCanAnswer: false });
    expect(await isHeld(resultId)).toBe(false);
    const second = await open(resultId, citizen);
    expect(await call('withdrawDispute', { id: second.id }, citizen)).toMatchObject({ state: 'WITHDRAWN' });
    expect(await call('withdrawDispute', { id: second.id }, citizen)).toMatchObject({
      code: 'INVALID_DISPUTE_TRANSITION',
    });
    expect(await answer(second.id, 'UPHELD')).toMatchObject({ code: 'INVALID_DISPUTE_TRANSITION' });
    const { testResult } = await house.ask(
      'query ($id: ID!) { testResult(id: $id) { disputes { id state } } }',
      { id: resultId },
      citizen,
    );
    expect(testResult.disputes).toEqual([
      { id: second.id, state: 'WITHDRAWN' },
      { id: first.id, state: 'REJECTED' },
    ]);
  });

  it('is nobody else’s: no other citizen, lab, submitting key or staff reads, answers or withdraws it', async () => {
    const { citizen, resultId } = await reported();
    const { id } = await open(resultId, citizen);
    const otherLab = randomUUID();
    const submitting = house.lab as LabViewer;
    const strangers: (AccountViewer | LabViewer)[] = [
      house.citizen('+84907149999'),
      accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: otherLab }),
      { kind: 'lab', labId: otherLab, keyId: randomUUID(), access: 'SUBMIT_AND_READ' },
      { ...submitting },
    ];
    for (const stranger of strangers) {
      expect(await one(id, stranger)).toBeNull();
      if (stranger.kind === 'lab' || stranger.roles.includes('LAB_STAFF')) {
        expect(await list(stranger)).not.toContain(id);
        expect(await answer(id, 'UPHELD', stranger)).toMatchObject({ code: 'NOT_FOUND' });
        expect(await answer(randomUUID(), 'UPHELD', stranger)).toMatchObject({ code: 'NOT_FOUND' });
      }
      if (stranger.kind === 'account') {
        expect(await call('withdrawDispute', { id }, stranger)).toMatchObject({ code: 'NOT_FOUND' });
        expect(await open(resultId, stranger)).toMatchObject({ code: 'NOT_FOUND' });
      }
    }
    expect(await call('withdrawDispute', { id }, staff)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await open('not an id', citizen)).toMatchObject({ code: 'NOT_FOUND' });
    await expect(answer(id, 'UPHELD', citizen)).rejects.toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    await house.database.query('update results.claim set suspended_at = now() where account_id = $1', [
      citizen.accountId,
    ]);
    expect(await one(id, citizen)).toBeNull();
    expect(await call('withdrawDispute', { id }, citizen)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is not told to another account that opened the same person, nor to a key that only submits', async () => {
    const { citizen, resultId } = await reported();
    const partner: AccountViewer = { ...citizen, accountId: randomUUID(), sessionId: randomUUID() };
    await house.claim(partner, dateOfBirth);
    const { id } = await open(resultId, citizen);
    const seen = async (viewer: Viewer) => {
      const query = 'query ($id: ID!) { testResult(id: $id) { disputes { id } } }';
      return (await house.ask(query, { id: resultId }, viewer)).testResult.disputes;
    };
    expect(await seen(citizen)).toEqual([{ id }]);
    expect(await seen(staff)).toEqual([{ id }]);
    expect(await seen(partner)).toEqual([]);
    expect(await seen(house.lab)).toEqual([]);
    expect(await one(id, partner)).toBeNull();
    expect(await open(resultId, partner)).toMatchObject({ state: 'OPEN' });
  });

  it('is announced to no phone whose claim is suspended', async () => {
    const { citizen, resultId } = await reported();
    const { id } = await open(resultId, citizen);
    await house.database.query('update results.claim set suspended_at = now() where account_id = $1', [
      citizen.accountId,
    ]);
    const before = await lastEvent();
    await answer(id, 'UPHELD');
    expect((await eventsSince(before)).map(({ topic }) => topic)).toEqual(['dispute.changed']);
  });

  it('shows whoever answers it no QR token of the citizen', async () => {
    const { citizen, resultId } = await reported();
    await house.issue(resultId, citizen);
    const { id } = await open(resultId, citizen);
    const tokens = async (viewer: Viewer) => {
      const query = 'query ($id: ID!) { dispute(id: $id) { result { qrTokens { payload } } } }';
      return (await house.ask(query, { id }, viewer)).dispute.result.qrTokens;
    };
    expect(await tokens(citizen)).toHaveLength(1);
    expect(await tokens(staff)).toEqual([]);
    expect(await tokens(house.admin)).toEqual([]);
  });

  it('keeps what was written as plain text, sealed, and of a bounded length', async () => {
    const { citizen, resultId } = await reported();
    const written = '<script>alert(1)</script>\u0000\u202E {{x}}\r\n\r\n\r\n\r\n&amp;   Sai tên';
    const { id, statement } = await open(resultId, citizen, { statement: written });
    expect(statement).toBe('<script>alert(1)</script> {{x}}\n\n&amp; Sai tên');
    const [stored] = await house.database.query<{ text: string }>(
      `select encode(statement, 'escape') as text from results.dispute where id = $1`,
      [id],
    );
    expect(stored!.text.length).toBeGreaterThan(statement.length);
    expect(stored!.text).not.toContain('script');
    const another = await reported();
    const refused = [
      { statement: 'ộ'.repeat(1_001) },
      { statement: 'x'.repeat(50_000) },
      { kind: 'OTHER', statement: ' \n ' },
      { kind: 'WRONG_DETAILS', statement: '' },
    ];
    for (const given of refused) {
      expect(await open(another.resultId, another.citizen, given)).toMatchObject({
        code: 'INVALID_STATEMENT',
      });
    }
    expect(await open(another.resultId, another.citizen, { statement: 'ộ'.repeat(1_000) })).toMatchObject({
      state: 'OPEN',
    });
  });

  it('is opened once, of ten at the same time; and an account opens ten a day', async () => {
    const { citizen, resultId } = await reported();
    const at = await Promise.all(Array.from({ length: 10 }, () => open(resultId, citizen)));
    expect(at.filter(({ __typename }) => __typename === 'Dispute')).toHaveLength(1);
    expect(at.filter(({ code }) => code === 'DISPUTE_ALREADY_OPEN')).toHaveLength(9);
    for (let tries = 1; tries < 10; tries += 1) {
      const [found] = await house.database.query<{ id: string }>(
        'select id from results.dispute where result_id = $1 and closed_at is null',
        [resultId],
      );
      await call('withdrawDispute', { id: found!.id }, citizen);
      expect(await open(resultId, citizen)).toMatchObject({ state: 'OPEN' });
    }
    await expect(open(resultId, citizen)).rejects.toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
  });

  it('is answered once, of two at the same time, and a correction meanwhile wins or loses as a whole', async () => {
    const { citizen, resultId } = await reported();
    const { id } = await open(resultId, citizen);
    const both = await Promise.all([answer(id, 'UPHELD'), answer(id, 'REJECTED', house.admin)]);
    expect(both.filter(({ code }) => code === 'INVALID_DISPUTE_TRANSITION')).toHaveLength(1);
    const another = await reported();
    const second = await open(another.resultId, another.citizen);
    await Promise.all([
      change('correctResult', { resultId: another.resultId, outcome: 'DETECTED' }),
      call('withdrawDispute', { id: second.id }, another.citizen),
    ]);
    expect(['RESOLVED', 'WITHDRAWN']).toContain((await one(second.id, another.citizen)).state);
    expect(await isHeld(another.resultId)).toBe(false);
  });

  it('is told live to its citizen, its lab and the authority, and to nobody else', async () => {
    const { citizen, resultId, sent } = await reported();
    const stranger = await reported();
    const query = 'subscription { disputeChanged { id cursor dispute { id state result { version } } } }';
    const otherStaff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: randomUUID() });
    const viewers = [citizen, staff, house.admin, stranger.citizen, otherStaff];
    const heard = await Promise.all(viewers.map((viewer) => house.listen(query, viewer)));
    const { id } = await open(resultId, citizen);
    for (const one of heard.slice(0, 3)) {
      expect((await one.next()).disputeChanged.dispute).toMatchObject({ id, state: 'OPEN' });
    }
    await answer(id, 'UPHELD');
    expect((await heard[0]!.next()).disputeChanged.dispute.state).toBe('UPHELD');
    const child = { ...sent.patient!, fullName: 'Võ Văn Con' };
    const { rows } = await house.submit([row({ patient: child })]);
    await house.claim(citizen, dateOfBirth);
    await house.database.query(
      `update results.claim set suspended_at = now() where person_id =
         (select person_id from results.test_result where id = $1)`,
      [resultId],
    );
    await change('correctResult', { resultId, outcome: 'DETECTED' });
    // What the stranger hears first is their own.
    const own = await open(stranger.resultId, stranger.citizen);
    expect((await heard[3]!.next()).disputeChanged.dispute.id).toBe(own.id);
    const lie = { disputeId: own.id, resultId, labId: house.labId, accountId: citizen.accountId };
    await house.database.query(`insert into events.event (topic, payload) values ('dispute.changed', $1)`, [
      JSON.stringify(lie),
    ]);
    // What the citizen hears next is neither what came under suspension nor what lies about whose it is.
    const next = await open(rows[0].resultId, citizen);
    expect((await heard[0]!.next()).disputeChanged.dispute.id).toBe(next.id);
    for (const one of heard) one.end();
  });

  it('is overdue past its deadline, told once by whichever process looks, also after a restart', async () => {
    await house.ask(
      `mutation ($input: SetDisputePolicyInput!) { setDisputePolicy(input: $input) { __typename } }`,
      { input: { answerDays: 3, extensionDays: 5 } },
      house.admin,
    );
    const { citizen, resultId } = await reported();
    const { id, dueAt } = await open(resultId, citizen);
    const days = (Date.parse(dueAt) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(3);
    const parts = () => ({ orm: house.orm, events: house.events, log: silentLog });
    expect(await tellOverdue(parts())).toBe(0);
    await house.database.query(
      `update results.dispute set due_at = now() - interval '1 minute' where id = $1`,
      [id],
    );
    expect(await list(house.admin, { isOverdue: true })).toEqual([id]);
    const before = await lastEvent();
    const both = await Promise.all([tellOverdue(parts()), tellOverdue(parts())]);
    expect(both.sort()).toEqual([0, 1]);
    await house.reopen();
    expect(await tellOverdue(parts())).toBe(0);
    expect((await eventsSince(before)).map(({ topic }) => topic)).toEqual([
      'dispute.changed',
      'person.notice-due',
    ]);
    expect(await one(id, citizen)).toMatchObject({ isOverdue: true, state: 'OPEN' });
    expect(steps(await one(id, citizen))).toEqual(['OPENED CITIZEN', 'OVERDUE the clock']);
    const extended = await answer(id, 'NEEDS_TIME');
    expect(extended.isOverdue).toBe(false);
    expect(Math.round((Date.parse(extended.dueAt) - Date.now()) / 86_400_000)).toBe(5);
    const refused = await house.ask(
      `mutation ($input: SetDisputePolicyInput!) { setDisputePolicy(input: $input) { ... on InvalidDisputePolicyError { code path } } }`,
      { input: { answerDays: 0, extensionDays: 5 } },
      house.admin,
    );
    expect(refused.setDisputePolicy).toEqual({
      code: 'INVALID_DISPUTE_POLICY',
      path: ['input', 'answerDays'],
    });
  });
});

describe("a dispute's transition table", () => {
  it('ends everywhere, and leads nowhere from an end', () => {
    const states = Object.values(DisputeState);
    const closed = states.filter(isClosed);
    expect(closed).toEqual(['REJECTED', 'RESOLVED', 'WITHDRAWN']);
    for (const state of states.filter((one) => !isClosed(one))) {
      expect(mayBecome(state, DisputeState.RESOLVED)).toBe(true);
      expect(mayBecome(state, DisputeState.WITHDRAWN)).toBe(true);
      expect(mayBecome(state, DisputeState.OPEN)).toBe(false);
    }
  });
});

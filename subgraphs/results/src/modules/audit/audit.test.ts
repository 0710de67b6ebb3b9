import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse } from '../../testing/results-house.js';
import { destroyOld } from '../retention/retention.js';
import { AuditChain } from './audit-chain.js';
import { auditEntriesAfter } from './read-audit.js';

describe('the audit log', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  const entries = () => auditEntriesAfter(house.database.query.bind(house.database), 0, 1_000);
  let checkpoints = 0;
  const newCheckpoint = async () => {
    checkpoints += 1;
    const input = { code: `CPA-${checkpoints}`, name: 'Chốt', jurisdiction: 'VN-SG' };
    const { createCheckpoint } = await house.ask(
      'mutation ($input: CreateCheckpointInput!) { createCheckpoint(input: $input) { ... on Checkpoint { id } } }',
      { input },
      house.admin,
    );
    return createCheckpoint.id as string;
  };
  const acts = async () => (await entries()).map(({ act }) => act);
  const verification = async (head?: string) =>
    (
      await house.ask(
        'query ($head: String) { auditChain(head: $head) { isWhole brokenAt entries head hasHead } }',
        { head },
        house.admin,
      )
    ).auditChain;

  it('holds every act once, who did it and to what, each with the hash of the one before', async () => {
    const ids = [await newCheckpoint(), await newCheckpoint()];
    await expect.poll(acts, { timeout: 10_000 }).toEqual(expect.arrayContaining(['CHECKPOINT_CREATED']));
    await expect
      .poll(async () => (await entries()).filter(({ act }) => act === 'CHECKPOINT_CREATED').length, {
        timeout: 10_000,
      })
      .toBe(2);
    const created = (await entries()).filter(({ act }) => act === 'CHECKPOINT_CREATED');
    expect(created).toMatchObject(
      ids.map((checkpointId) => ({
        actor: `account ${(house.admin as { accountId: string }).accountId}`,
        details: { checkpointId },
      })),
    );
    // The first key was made by the house itself.
    expect((await entries())[0]).toMatchObject({ seq: 1, act: 'SIGNING_KEY_MADE', actor: 'ketqua' });
    const { isWhole, entries: count, head } = await verification();
    expect(isWhole).toBe(true);
    expect(count).toBe((await entries()).length);
    expect(await verification(head)).toMatchObject({ hasHead: true });
    expect(await verification('0'.repeat(64))).toMatchObject({ isWhole: true, hasHead: false });
  });

  it('goes on behind its tenth entry: numbers follow each other as numbers, not as texts', async () => {
    const created = async () => (await acts()).filter((act) => act === 'CHECKPOINT_CREATED').length;
    const before = await created();
    for (let n = 0; n < 12; n += 1) await newCheckpoint();
    await expect.poll(created, { timeout: 10_000 }).toBe(before + 12);
    await newCheckpoint();
    await expect.poll(created, { timeout: 10_000 }).toBe(before + 13);
    const numbers = (await entries()).map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(await verification()).toMatchObject({ isWhole: true, entries: numbers.length });
  });

  it('repeats no act when the event log is read anew from its beginning, as after a restore', async () => {
    await newCheckpoint();
    const kept = "select count(*)::int as n from events.event where topic = 'authority.acted'";
    const [told] = await house.database.query<{ n: number }>(kept);
    await expect.poll(async () => (await entries()).length).toBe(told!.n);
    const before = await entries();
    await house.subgraph.close();
    await house.database.query('delete from events.consumer');
    await house.reopen();
    const again = await newCheckpoint();
    await expect.poll(async () => (await entries()).at(-1)?.details).toEqual({ checkpointId: again });
    expect((await entries()).slice(0, -1)).toEqual(before);
    expect((await verification()).isWhole).toBe(true);
  });

  it('keeps the acts of a log that was made anew, which counts its events from 1 again', async () => {
    const before = await entries();
    await house.subgraph.close();
    await house.database.query('truncate events.event restart identity');
    await house.database.query('delete from events.consumer');
    await house.reopen();
    const act = await newCheckpoint();
    await expect.poll(async () => (await entries()).at(-1)?.details).toEqual({ checkpointId: act });
    expect((await entries()).slice(0, before.length)).toEqual(before);
    const [{ first } = {}] = await house.database.query<{ first: boolean }>(
      `select count(*) > 1 as first from results.audit_entry where event_id = 1`,
    );
    expect(first).toBe(true);
  });

  it('is read page by page, by ADMIN alone', async () => {
    const { auditEntries } = await house.ask(
      '{ auditEntries(first: 1) { edges { node { id act hash } } pageInfo { hasNextPage endCursor } } }',
      {},
      house.admin,
    );
    expect(auditEntries.pageInfo).toEqual({ hasNextPage: true, endCursor: '1' });
    const next = await house.ask(
      '{ auditEntries(first: 1, after: "1") { edges { node { id previousHash } } } }',
      {},
      house.admin,
    );
    expect(next.auditEntries.edges[0].node).toEqual({
      id: '2',
      previousHash: auditEntries.edges[0].node.hash,
    });
    for (const query of ['{ auditEntries { edges { cursor } } }', '{ auditChain { isWhole } }']) {
      await expect(house.ask(query, {}, accountViewer({ roles: ['OFFICER'] }))).rejects.toMatchObject({
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      });
    }
  });

  it.each([
    ['altered', "update results.audit_entry set details = '{}' where seq = 2", { seq: 2, kind: 'HASH' }],
    ['taken out', 'delete from results.audit_entry where seq = 2', { seq: 3, kind: 'GAP' }],
    [
      'put in its place',
      `update results.audit_entry set previous_hash = repeat('a', 64) where seq = 2`,
      { seq: 2, kind: 'LINK' },
    ],
  ])('shows an entry that was %s', async (_name, change, broken) => {
    const before = await entries();
    expect(before.length).toBeGreaterThan(2);
    await house.database.query(change);
    expect(new AuditChain().follow(await entries())).toEqual(broken);
    expect(await verification()).toMatchObject({ isWhole: false, brokenAt: broken.seq });
    await house.database.query('delete from results.audit_entry where seq = 2');
    const { seq, at, act, actor, details, previousHash, hash } = before[1]!;
    await house.database.query('insert into results.audit_entry values ($1, $2, $3, $4, $5::jsonb, $6, $7)', [
      ...[seq, at, act, actor, JSON.stringify(details), previousHash, hash],
    ]);
    expect((await verification()).isWhole).toBe(true);
  });

  it('holds the proof that verifications were destroyed, and how much officers verified, small numbers not told', async () => {
    const checkpointId = await newCheckpoint();
    const officer = accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [checkpointId] });
    await house.verify('HC1:NOTHING', checkpointId, officer);
    await house.database.query("update results.verification set verified_at = now() - interval '73 hours'");
    await house.database.query('update results.verification_day_key set day = current_date - 5');
    await house.database.query('update results.officer_day set day = current_date - 1');
    const other = accountViewer({ roles: ['OFFICER'] }).accountId;
    await house.database.query(
      'insert into results.officer_day (account_id, checkpoint_id, day, count) values ($1, $2, current_date - 1, 27)',
      [other, checkpointId],
    );
    await destroyOld(house.events);
    await house.events.wake();
    await expect.poll(acts, { timeout: 10_000 }).toEqual(expect.arrayContaining(['OFFICER_DAY']));
    const told = await entries();
    expect(told.find(({ act }) => act === 'VERIFICATIONS_DESTROYED')).toMatchObject({
      actor: 'ketqua',
      details: { verifications: 1, olderThanHours: 72 },
    });
    const days = told.filter(({ act }) => act === 'OFFICER_DAY');
    expect(Object.fromEntries(days.map(({ actor, details }) => [actor, details.verifications]))).toEqual({
      [`account ${officer.accountId}`]: 'fewer than 10',
      [`account ${other}`]: 27,
    });
    expect((await verification()).isWhole).toBe(true);
    // Once.
    await destroyOld(house.events);
    expect((await entries()).filter(({ act }) => act === 'OFFICER_DAY')).toHaveLength(2);
  });

  it('goes by the days of UTC, in whichever zone the database is', async () => {
    const checkpointId = await newCheckpoint();
    const officer = accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [checkpointId] });
    // One of the two is on another day, whatever the time is.
    for (const zone of ['Etc/GMT-14', 'Etc/GMT+12']) {
      await house.database.query(
        `insert into results.verification_day_key (checkpoint_id, day, key)
         select $1, ((now() - interval '72 hours') at time zone 'UTC')::date - ago, '' from generate_series(0, 1) as ago`,
        [checkpointId],
      );
      // The embedded database has one session; of a server's several some would stay in their zone.
      await house.database.script(`set time zone '${zone}'`);
      await destroyOld(house.events);
      await house.verify('HC1:X', checkpointId, officer);
      await house.database.script('reset time zone');
      const kept = await house.database.query(
        `delete from results.verification_day_key where checkpoint_id = $1
         returning day - ((now() - interval '72 hours') at time zone 'UTC')::date as "after"`,
        [checkpointId],
      );
      expect(kept, zone).toEqual([{ after: 0 }]);
      const counted = await house.database.query(
        `delete from results.officer_day where checkpoint_id = $1
         returning day = (now() at time zone 'UTC')::date as "isToday"`,
        [checkpointId],
      );
      expect(counted, zone).toEqual([{ isToday: true }]);
    }
  });

  it('loses no act that it could not read for longer than events are kept', async () => {
    const told = async () => (await acts()).filter((act) => act === 'LATE').length;
    const old = "events.event where occurred_at < now() - interval '79 hours'";
    const left = () => house.database.query<{ topic: string }>(`select topic from ${old}`);
    // Its reader was away, or failed.
    await house.subgraph.close();
    await house.database.query(
      `insert into events.event (topic, payload, occurred_at)
       select topic, payload::jsonb, now() - interval '80 hours'
         from (values ('authority.acted', $1), ('trust-bundle.changed', '{}')) as event (topic, payload)`,
      [JSON.stringify({ act: 'LATE', actor: 'ketqua', at: new Date().toISOString(), subject: {} })],
    );
    await destroyOld(house.events);
    expect(await left()).toEqual([{ topic: 'authority.acted' }]);
    await house.reopen();
    await expect.poll(told, { timeout: 10_000 }).toBe(1);
    await destroyOld(house.events);
    expect(await left()).toEqual([]);
  });
});

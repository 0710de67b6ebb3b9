import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, citizen, type LabsBench, openLabsBench } from '../../testing/labs-bench.js';

const watch = `subscription ($labIds: [ID!], $after: String) { labSyncChanged(labIds: $labIds, after: $after) {
  id cursor previousStatus status changedAt lab { id code sync { status } } } }`;
const heartbeat = 'mutation { reportNothingToSubmit(input: {}) { ... on LabSync { status } } }';

interface Told {
  labId: string;
  previousStatus: string;
  status: string;
  changedAt: string;
}

describe('the keeper of the sync board', () => {
  let bench: LabsBench;
  beforeAll(async () => {
    bench = await openLabsBench({ keeperSeconds: 1 });
  });
  afterAll(() => bench.close());

  const keyOf = (labId: string) => ({ kind: 'lab', labId, keyId: labId, access: 'SUBMIT' }) as const;
  const changesOf = async (labId: string) =>
    ((await bench.topics('lab.sync-changed')) as unknown as Told[]).filter((told) => told.labId === labId);
  const statusesOf = async (labId: string) =>
    (await changesOf(labId)).map(({ previousStatus, status }) => `${previousStatus} ${status}`);
  const syncOf = async (id: string) =>
    (
      await bench.ask<{ lab: { sync: { status: string; dueAt: string } } }>(
        'query ($id: ID!) { lab(id: $id) { sync { status dueAt } } }',
        { id },
        admin,
      )
    ).lab.sync;
  /** Moves the deadlines alone, as a clock that is set does. */
  const setClock = (labId: string, minutes: number) =>
    bench.database.query(
      `update labs.lab set due_at = due_at - make_interval(mins => $2::int),
              silent_at = silent_at - make_interval(mins => $2::int) where id = $1`,
      [labId, minutes],
    );
  /** A look of the keeper that began after this call. */
  const looked = () => pause(1_500);

  it('tells within a second that a laboratory turned late, silent, and is back', async () => {
    const { id } = await bench.registered('TURN-1');
    const listener = bench.listen(watch, {}, admin);
    await bench.database.query(
      `update labs.lab set due_at = now() + interval '1.5 s', silent_at = now() + interval '2.5 s' where id = $1`,
      [id],
    );
    const own = () => listener.heard.filter(({ lab }) => (lab as { id: string }).id === id);
    await expect.poll(own, { interval: 10 }).toHaveLength(2);
    await bench.ask(heartbeat, {}, keyOf(id));
    await expect.poll(own, { interval: 10 }).toHaveLength(3);
    expect(own().map(({ previousStatus, status }) => [previousStatus, status])).toEqual([
      ['ON_TIME', 'LATE'],
      ['LATE', 'SILENT'],
      ['SILENT', 'ON_TIME'],
    ]);
    // By the database's clock alone: how soon a subscriber hears is the log's matter, and measured there.
    const told = await bench.database.query<{ delay: number }>(
      `select extract(epoch from occurred_at - (payload ->> 'changedAt')::timestamptz)::float8 as delay
         from events.event where topic = 'lab.sync-changed' and payload ->> 'labId' = $1`,
      [id],
    );
    for (const { delay } of told) expect(delay).toBeLessThan(1);
    await listener.stop();
  });

  it('resumes for a subscriber behind its cursor', async () => {
    const { id } = await bench.registered('TURN-2');
    const first = bench.listen(watch, { labIds: [id] }, admin);
    await pause(50);
    await bench.pass(id, 61);
    await expect.poll(() => first.heard.length).toBe(1);
    await first.stop();
    await bench.ask(heartbeat, {}, keyOf(id));
    const second = bench.listen(watch, { labIds: [id], after: first.heard[0]!.cursor }, admin);
    await expect.poll(() => second.heard.length).toBe(1);
    expect(second.heard[0]).toMatchObject({ previousStatus: 'LATE', status: 'ON_TIME' });
    await second.stop();
  });

  it('tells a laboratory of itself alone, whatever it asks for, and refuses who is none', async () => {
    const [own, foreign] = [await bench.registered('OWN'), await bench.registered('FOREIGN')];
    const staff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: own.id });
    const listeners = [
      bench.listen(watch, {}, keyOf(own.id)),
      bench.listen(watch, { labIds: [own.id, foreign.id] }, staff),
      bench.listen(watch, { labIds: [foreign.id] }, keyOf(own.id)),
      bench.listen(watch, { labIds: [foreign.id] }, staff),
      bench.listen(watch, { labIds: [own.id] }, admin),
      bench.listen(watch, { labIds: ['none'] }, admin),
    ];
    await pause(50);
    await bench.pass(foreign.id, 61);
    await bench.pass(own.id, 61);
    await expect.poll(() => statusesOf(own.id)).toHaveLength(1);
    await expect.poll(() => listeners[0]!.heard.length).toBe(1);
    await pause(100);
    expect(listeners.map(({ heard }) => heard.map(({ lab }) => (lab as { code: string }).code))).toEqual([
      ['OWN'],
      ['OWN'],
      [],
      [],
      ['OWN'],
      [],
    ]);
    for (const { stop } of listeners) await stop();
    for (const viewer of [citizen, accountViewer({ roles: ['CITIZEN', 'OFFICER'] })]) {
      const refused = bench.listen(watch, { labIds: [own.id] }, viewer);
      await expect.poll(() => refused.heard).toEqual([{ code: 'FORBIDDEN' }]);
      await refused.stop();
    }
  });

  it('tells once, from several processes, and once at the start what happened while all were down', async () => {
    const [late, silent] = [await bench.registered('DOWN-1'), await bench.registered('DOWN-2')];
    await bench.another();
    await bench.pass(late.id, 61);
    await expect.poll(() => statusesOf(late.id)).toEqual(['ON_TIME LATE']);
    await bench.restart(() => bench.pass(silent.id, 185));
    await expect.poll(() => statusesOf(silent.id)).toEqual(['ON_TIME SILENT']);
    const [told] = await changesOf(silent.id);
    expect(Math.abs(Date.now() - 5 * 60_000 - Date.parse(told!.changedAt))).toBeLessThan(30_000);
    await bench.restart();
    await looked();
    expect([...(await statusesOf(late.id)), ...(await statusesOf(silent.id))]).toHaveLength(2);
  });

  it('calls nobody late whose submissions wait to be counted', async () => {
    const { id } = await bench.registered('WAITING');
    await bench.restart(async () => {
      await bench.pass(id, 90);
      const receivedAt = new Date().toISOString();
      await bench.tell('submission.received', {
        submissionId: randomUUID(),
        labId: id,
        accepted: 1,
        receivedAt,
      });
    });
    await expect.poll(async () => (await syncOf(id)).status).toBe('ON_TIME');
    await looked();
    expect(await statusesOf(id)).toEqual([]);
  });

  it('tells nothing twice and takes nothing back when the clock is set', async () => {
    const { id } = await bench.registered('CLOCK');
    await bench.pass(id, 61);
    await expect.poll(() => statusesOf(id)).toEqual(['ON_TIME LATE']);
    await setClock(id, -30);
    await looked();
    expect((await syncOf(id)).status).toBe('LATE');
    await setClock(id, 30);
    await looked();
    expect(await statusesOf(id)).toEqual(['ON_TIME LATE']);
    await bench.ask(heartbeat, {}, keyOf(id));
    await expect.poll(() => statusesOf(id)).toEqual(['ON_TIME LATE', 'LATE ON_TIME']);
  });

  it('believes no moment that lies ahead', async () => {
    const { id } = await bench.registered('AHEAD');
    const receivedAt = new Date(Date.now() + 5 * 3_600_000).toISOString();
    await bench.tell('submission.received', {
      submissionId: randomUUID(),
      labId: id,
      accepted: 1,
      receivedAt,
    });
    await looked();
    expect(Date.parse((await syncOf(id)).dueAt) - Date.now()).toBeLessThan(3_600_000);
    // A moment that was noted ahead, before the clock was set back, gives way to the next word.
    await bench.pass(id, -300);
    await bench.ask(heartbeat, {}, keyOf(id));
    expect(Date.parse((await syncOf(id)).dueAt) - Date.now()).toBeLessThanOrEqual(3_600_000);
  });

  it('lists by deadlines also where the keeper has not looked yet', async () => {
    const slow = await openLabsBench({ keeperSeconds: 600 });
    const { id } = await slow.registered('SLOW');
    await slow.pass(id, 61);
    const query =
      'query ($of: LabSyncStatus) { labs(filter: { syncStatus: $of }) { edges { node { code } } } }';
    const late = await slow.ask(query, { of: 'LATE' }, admin);
    expect(late).toEqual({ labs: { edges: [{ node: { code: 'SLOW' } }] } });
    expect(await slow.topics('lab.sync-changed')).toEqual([]);
    await slow.close();
  });
});

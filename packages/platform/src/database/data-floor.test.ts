import { setTimeout as pause } from 'node:timers/promises';
import { defineEntity, p } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consume } from '../events/consume.js';
import type { LoggedEvent } from '../events/event.js';
import { EventLog } from '../events/event-log.js';
import { EventStream } from '../events/event-stream.js';
import { unitOfWork } from '../events/unit-of-work.js';
import { JobQueue } from '../jobs/job-queue.js';
import { KeyRing } from '../sealing/key-ring.js';
import { SealedText } from '../sealing/sealed-text.type.js';
import { silentLog, testDatabase, testKey } from '../testing/test-database.js';
import type { Database, Orm } from './database.js';
import { queryIn } from './query-in.js';

const ring = new KeyRing('floor');
const Note = defineEntity({
  name: 'Note',
  tableName: 'note',
  properties: {
    id: p.uuid().primary(),
    text: p.type(new SealedText(ring, 'note.text')).$type<string>(),
    stamp: p.datetime(),
  },
});
class Migration001 extends Migration {
  override up() {
    this.addSql('create table note (id uuid primary key, text bytea not null, stamp timestamptz not null)');
  }
}

describe('the data floor', () => {
  let database: Database;
  let orm: Orm;
  let events: EventLog;
  let stream: EventStream;

  beforeAll(async () => {
    ring.unlock(testKey);
    database = await testDatabase();
    events = await EventLog.open(database);
    orm = await database.connect({
      name: 'floor',
      entities: [Note],
      migrations: [{ name: '001', class: Migration001 }],
    });
    stream = await EventStream.open(events, silentLog);
  });

  afterAll(async () => {
    await stream.close();
    await database.close();
  });

  const note = (text: string) => ({
    id: crypto.randomUUID(),
    text,
    stamp: new Date('2026-01-02T03:04:05.678Z'),
  });

  it('seals a text at rest and opens it again', async () => {
    const em = orm.em.fork();
    const written = note('Nguyễn Thị Ánh');
    await em.insert(Note, written);
    const [row] = await database.query<{ text: Uint8Array }>('select text from floor.note where id = $1', [
      written.id,
    ]);
    expect(Buffer.from(row!.text).includes(Buffer.from('Ánh'))).toBe(false);
    const read = await orm.em.fork().findOneOrFail(Note, written.id);
    expect(read.text).toBe('Nguyễn Thị Ánh');
    expect(read.stamp).toEqual(written.stamp);
  });

  it('writes nothing when what was sealed did not change', async () => {
    const written = note('unchanged');
    await orm.em.fork().insert(Note, written);
    const em = orm.em.fork();
    await em.findOneOrFail(Note, written.id);
    em.getUnitOfWork().computeChangeSets();
    expect(
      em
        .getUnitOfWork()
        .getChangeSets()
        .map(({ payload }) => payload),
    ).toEqual([]);
  });

  it('keeps transactions that overlap apart', async () => {
    const entered = Promise.withResolvers<void>();
    const failed = orm.em.fork().transactional(async (em) => {
      await em.insert(Note, note('rolled back'));
      entered.resolve();
      await pause(30);
      throw new Error('undo');
    });
    await entered.promise;
    const kept = note('kept');
    await Promise.all([
      expect(failed).rejects.toThrow('undo'),
      orm.em.fork().transactional((em) => em.insert(Note, kept)),
      orm.em.fork().insert(Note, note('beside')),
    ]);
    expect(await orm.em.fork().count(Note, kept.id)).toBe(1);
    expect(await orm.em.fork().count(Note)).toBe(4);
  });

  it('never waits for a transaction inside itself', async () => {
    const asked = orm.em.fork().transactional(() => database.query<{ one: number }>('select 1 as one'));
    // PostgreSQL has another session for it; the embedded database has not, and says so at once.
    if (database.kind === 'embedded') await expect(asked).rejects.toThrow('queryIn(em)');
    else expect(await asked).toEqual([{ one: 1 }]);
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('tells a subscriber of committed events only, in order, and resumes after a cursor', async () => {
    const abort = new AbortController();
    const heard: LoggedEvent[] = [];
    const listening = (async () => {
      for await (const event of stream.subscribe(['note.written'], { signal: abort.signal }))
        heard.push(event);
    })();
    await pause(50);
    const write = (text: string) =>
      unitOfWork({ em: orm.em.fork(), events }, async (em, outbox) => {
        const row = note(text);
        await em.insert(Note, row);
        outbox({ topic: 'note.written', payload: { id: row.id } }, { topic: 'note.ignored', payload: {} });
        if (text === 'bad') throw new Error('undo');
      });
    await write('one');
    await expect(write('bad')).rejects.toThrow('undo');
    await write('two');
    await expect.poll(() => heard.length).toBe(2);
    abort.abort();
    await listening;
    const resumed: LoggedEvent[] = [];
    const again = new AbortController();
    const first = events.cursorAt(heard[0]!.position);
    setTimeout(() => again.abort(), 400);
    for await (const event of stream.subscribe(['note.written'], { after: first, signal: again.signal }))
      resumed.push(event);
    expect(resumed.map(({ id }) => id)).toEqual([heard[1]!.id]);
  });

  it('tells the events of one transaction in their order, past nine and ninety-nine', async () => {
    const abort = new AbortController();
    const heard: number[] = [];
    const listening = (async () => {
      for await (const event of stream.subscribe(['ordered'], { signal: abort.signal })) {
        heard.push((event.payload as { n: number }).n);
      }
    })();
    await unitOfWork({ em: orm.em.fork(), events }, async (_em, outbox) => {
      for (let n = 0; n < 120; n++) outbox({ topic: 'ordered', payload: { n } });
    });
    await expect.poll(() => heard.length).toBe(120);
    abort.abort();
    await listening;
    expect(heard).toEqual(Array.from({ length: 120 }, (_, n) => n));
  });

  it('begins a stream at its registration, also while an open transaction holds events back', async () => {
    const write = (name: string) =>
      unitOfWork({ em: orm.em.fork(), events }, async (_em, outbox) =>
        outbox({ topic: 'begun', payload: { name } }),
      );
    const held = Promise.withResolvers<void>();
    // The embedded database has one session: nothing can be open beside a commit there.
    const open =
      database.kind === 'postgresql'
        ? orm.em.fork().transactional(async (em) => {
            await queryIn(em)("insert into events.event (topic, payload) values ('filler', '{}')");
            await held.promise;
          })
        : held.promise;
    await pause(30);
    await write('before');
    await pause(200);
    const abort = new AbortController();
    const heard: string[] = [];
    const listening = (async () => {
      for await (const event of stream.subscribe(['begun'], { signal: abort.signal })) {
        heard.push(String((event.payload as { name: string }).name));
      }
    })();
    await write('after');
    held.resolve();
    await open;
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    await pause(100);
    abort.abort();
    await listening;
    expect(heard).toEqual(['after']);
  });

  it('misses no event of a transaction that began earlier and committed later', async () => {
    if (database.kind === 'embedded') return expect(database.kind).toBe('embedded'); // one session: none can overlap
    const heard: string[] = [];
    const abort = new AbortController();
    const listening = (async () => {
      for await (const event of stream.subscribe(['race'], { signal: abort.signal }))
        heard.push(String(event.payload.name));
    })();
    await pause(50);
    const report = (name: string, wait: number) =>
      unitOfWork({ em: orm.em.fork(), events }, async (em, outbox) => {
        await queryIn(em)("insert into events.event (topic, payload) values ('filler', '{}')");
        await pause(wait);
        outbox({ topic: 'race', payload: { name } });
      });
    await Promise.all([report('slow', 300), report('quick', 0), report('quick too', 20)]);
    await expect.poll(() => heard.length).toBe(3);
    abort.abort();
    await listening;
    expect([...heard].sort()).toEqual(['quick', 'quick too', 'slow']);
  });

  it('handles each event once in its effects, also when the handler fails in between', async () => {
    let failures = 1;
    const handled: string[] = [];
    const consumer = await consume(
      { log: events, logger: silentLog, orm, name: 'counter', topics: ['counted'] },
      async (batch, em) => {
        for (const event of batch) await em.insert(Note, note(`counted ${event.payload.n}`));
        if (failures-- > 0) throw new Error('once');
        handled.push(...batch.map(({ payload }) => String(payload.n)));
      },
    );
    for (const n of [1, 2, 3]) {
      await unitOfWork({ em: orm.em.fork(), events }, async (_em, outbox) =>
        outbox({ topic: 'counted', payload: { n } }),
      );
    }
    await expect.poll(() => handled).toEqual(['1', '2', '3']);
    await consumer.stop();
    const texts = (await orm.em.fork().findAll(Note))
      .map(({ text }) => text)
      .filter((text) => text.startsWith('counted'));
    expect(texts.sort()).toEqual(['counted 1', 'counted 2', 'counted 3']);
  });

  it('handles what a transaction that began earlier commits after a search that found nothing', async () => {
    const handled: string[] = [];
    const consumer = await consume(
      { log: events, logger: silentLog, orm, name: 'rare', topics: ['rare'] },
      async (batch) => {
        handled.push(...batch.map(({ payload }) => String(payload.name)));
      },
    );
    const report = (name: string, wait: number, topic = 'rare') =>
      unitOfWork({ em: orm.em.fork(), events }, async (em, outbox) => {
        await queryIn(em)("insert into events.event (topic, payload) values ('filler', '{}')");
        await pause(wait);
        outbox({ topic, payload: { name } });
      });
    await report('first', 0);
    const slow = report('slow', database.kind === 'postgresql' ? 400 : 0);
    // Each wakes the consumer, which finds nothing of its own.
    for (let n = 0; n < 10; n++) await report(String(n), 0, 'other');
    await slow;
    await report('last', 0);
    await expect.poll(() => [...handled].sort()).toEqual(['first', 'last', 'slow']);
    await consumer.stop();
  });

  it('refuses a cursor of another epoch, or older than what is kept', async () => {
    const foreign = Buffer.from('00000000.1.1').toString('base64url');
    await expect(events.positionOf(foreign)).rejects.toThrow('cannot be resumed');
    const old = events.cursorAt({ txid: 1n, id: 0n });
    await database.query("update events.event set occurred_at = now() - interval '80 hours'");
    expect(await events.prune()).toBeGreaterThan(0);
    await expect(events.positionOf(old)).rejects.toThrow('no longer kept');
  });

  it('runs a job that was added in a transaction, and none of one that was undone', async () => {
    const jobs = await JobQueue.open(database, 'floor_jobs', silentLog);
    const done: string[] = [];
    let failures = 1;
    await jobs.work<{ text: string }>('say', { retryLimit: 3, retryDelay: 1 }, async ({ text }) => {
      if (text === 'again' && failures-- > 0) throw new Error('once');
      done.push(text);
    });
    const undone = orm.em.fork().transactional(async (em) => {
      await jobs.send(em as never, 'say', { text: 'undone' });
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    await orm.em.fork().transactional(async (em) => {
      await jobs.send(em as never, 'say', { text: 'done' });
      await jobs.send(em as never, 'say', { text: 'again' });
    });
    jobs.hurry('say');
    await expect.poll(() => [...done].sort(), { timeout: 20_000 }).toEqual(['again', 'done']);
    await jobs.close();
  });
});

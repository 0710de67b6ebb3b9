import { defineEntity, p } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../testing/test-database.js';
import { TraceReceiver } from '../testing/trace-receiver.js';
import { querySpan } from './query-spans.js';
import {
  beginSpan,
  continueTrace,
  inSpan,
  isTracing,
  recordSpan,
  startTracing,
  traceHeaders,
} from './tracing.js';

const Note = defineEntity({
  name: 'Note',
  tableName: 'note',
  properties: { id: p.uuid().primary(), phone: p.text() },
});
class Migration001 extends Migration {
  override up() {
    this.addSql('create table note (id uuid primary key, phone text not null)');
  }
}

describe('traces', () => {
  let receiver: TraceReceiver;
  let end: (() => Promise<void>) | undefined;
  beforeEach(async () => {
    receiver = await TraceReceiver.open();
  });
  afterEach(async () => {
    await end?.();
    end = undefined;
    await receiver.close();
  });
  const start = async (share = 1) => {
    end = await startTracing({ service: 'stage', url: receiver.url, share });
  };

  it('are off until they are started: nothing is made, sent or handed on', async () => {
    expect(isTracing()).toBe(false);
    expect(beginSpan({ name: 'request' })).toBeUndefined();
    expect(await inSpan({ name: 'work' }, async (span) => [span, traceHeaders()])).toEqual([undefined, {}]);
  });

  it('tell work within work, and what failed by its name alone', async () => {
    await start();
    const span = beginSpan({ name: 'request', kind: 'server' })!;
    await span.within(async () => {
      recordSpan({ name: 'plan' }, 5);
      await inSpan({ name: 'fetch' }, async () => {
        throw new TypeError('+84912345678');
      }).catch(() => undefined);
    });
    span.end();
    await end!();
    const [plan, fetch, request] = receiver.spans;
    expect([plan!.name, fetch!.name, request!.name]).toEqual(['plan', 'fetch', 'request']);
    expect([plan!.parentSpanId, fetch!.parentSpanId]).toEqual([request!.spanId, request!.spanId]);
    expect(fetch!.status).toEqual({ code: 2, message: 'TypeError' });
    expect(receiver.text).not.toContain('912345678');
    expect(request!.service).toBe('stage');
  });

  it('go on in the trace of another process, and are not made where that one is not sampled', async () => {
    await start();
    const id = 'a'.repeat(32);
    const at = (flags: string) => `00-${id}-${'b'.repeat(16)}-${flags}`;
    await continueTrace(at('01'), () => inSpan({ name: 'sampled' }, async () => undefined));
    await continueTrace(at('00'), () => inSpan({ name: 'unsampled' }, async () => undefined));
    for (const broken of ['', 'x', at('01').replace(/a/g, '0'), `ff${at('01').slice(2)}`]) {
      await continueTrace(broken, () => inSpan({ name: 'broken' }, async () => undefined));
    }
    await end!();
    expect(receiver.spans.map(({ name, traceId }) => [name, traceId])).toEqual([['sampled', id]]);
  });

  it('are made for as many as they are to be', async () => {
    await start(0);
    beginSpan({ name: 'request' })!.end();
    await end!();
    expect(receiver.spans).toEqual([]);
  });

  it("tell the ORM's statements without their parameters", async () => {
    await start();
    const database = await testDatabase();
    const migrations = [{ name: '001', class: Migration001 }];
    const orm = await database.connect({ name: 'traced', entities: [Note], migrations });
    const span = beginSpan({ name: 'request' })!;
    await span.within(async () => {
      const em = orm.em.fork();
      em.create(Note, { id: crypto.randomUUID(), phone: '+84912345678' });
      await em.flush();
      await orm.em.fork().findOne(Note, { phone: '+84912345678' });
    });
    span.end();
    await database.close();
    await end!();
    const names = receiver.spans.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['insert traced.note', 'select traced.note', 'request']));
    expect(receiver.text).not.toContain('912345678');
  });

  it.each([
    ['select "n"."id" from "results"."person" as "n" where "n"."phone" = ?', 'select results.person'],
    ['insert into results.submission (id) select * from unnest($1::uuid[])', 'insert results.submission'],
    ["select '+84912345678'", 'select'],
    ['vacuum', 'other'],
  ])('call %s by what it does', (sql, name) => {
    expect(querySpan(sql).name).toBe(name);
  });
});

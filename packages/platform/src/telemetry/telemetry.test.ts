import { defineEntity, p } from '@mikro-orm/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Orm } from '../database/database.js';
import { consume } from '../events/consume.js';
import { EventLog } from '../events/event-log.js';
import { JobQueue } from '../jobs/job-queue.js';
import { silentLog, testDatabase } from '../testing/test-database.js';
import { watchEventLog } from './event-metrics.js';
import { watchJobs } from './job-metrics.js';
import { MetricsRegistry } from './metrics-registry.js';

const Thing = defineEntity({ name: 'Thing', properties: { id: p.uuid().primary() } });

describe('what a process tells of its database', () => {
  let database: Database;
  let orm: Orm;
  let events: EventLog;
  const metrics = new MetricsRegistry();
  beforeAll(async () => {
    database = await testDatabase();
    orm = await database.connect({ name: 'watched', entities: [Thing], migrations: [] });
    events = await EventLog.open(database);
    watchEventLog(metrics, events);
  });
  afterAll(() => database.close());

  it('is how many events a consumer that stands still has not handled, and how old the oldest is', async () => {
    let isBroken = true;
    const topics = ['stood.still'];
    const consumer = await consume(
      { log: events, logger: silentLog, orm, name: 'stage', topics },
      async () => {
        if (isBroken) throw new Error('it cannot be handled');
      },
    );
    await events.append(database.query, [
      { topic: 'stood.still', payload: {} },
      { topic: 'of.others', payload: {} },
      { topic: 'stood.still', payload: {} },
    ]);
    await expect.poll(() => metrics.text()).toMatch(/ketqua_events_unread\{reader="stage"\} 2/);
    await expect
      .poll(() => metrics.text())
      .toMatch(/ketqua_event_reader_failures_total\{reader="stage"\} [1-9]/);
    expect(await metrics.text()).toMatch(/ketqua_events_oldest_unread_seconds\{reader="stage"\} (?!0\n)\d/);
    isBroken = false;
    await expect.poll(() => metrics.text()).toMatch(/ketqua_events_unread\{reader="stage"\} 0/);
    expect(await metrics.text()).toMatch(/ketqua_events_oldest_unread_seconds\{reader="stage"\} 0/);
    await consumer.stop();
    expect(await metrics.text()).not.toContain('reader="stage"');
  });

  it('is how many jobs wait, how long, and how many runs have failed', async () => {
    const jobs = await JobQueue.open(database, 'watched_jobs', silentLog);
    watchJobs(metrics, jobs);
    await jobs.work('text', { retryLimit: 5, retryDelay: 60 }, async () => {
      throw new Error('the provider is away');
    });
    await orm.em.fork().transactional((em) => jobs.send(em, 'text', { to: '+84912345678' }));
    jobs.hurry('text');
    await expect
      .poll(() => metrics.text())
      .toMatch(/ketqua_job_runs_total\{queue="text",outcome="failed"\} 1/);
    await expect.poll(() => metrics.text()).toMatch(/ketqua_jobs\{queue="text",state="retry"\} 1/);
    expect(await metrics.text()).not.toContain('84912345678');
    await jobs.close();
  });

  it('is told without it when it is gone', async () => {
    const lost = await testDatabase();
    const registry = new MetricsRegistry();
    watchEventLog(registry, await EventLog.open(lost));
    expect(await registry.text()).toMatch(/^ketqua_database_up 1$/m);
    await lost.close();
    const page = await registry.text();
    expect(page).toMatch(/^ketqua_database_up 0$/m);
    expect(page).toMatch(/^process_uptime_seconds \d/m);
  });
});

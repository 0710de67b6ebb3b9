import { Counter, Gauge } from 'prom-client';
import type { JobQueue } from '../jobs/job-queue.js';
import type { MetricsRegistry } from './metrics-registry.js';

/** Tells how many jobs wait, run and were given up, and how often one has failed in this process. */
export function watchJobs(metrics: MetricsRegistry, jobs: JobQueue): void {
  const registers = [metrics.registry];
  const depth = new Gauge({
    name: 'ketqua_jobs',
    help: 'Jobs by their state: created and retry wait, active run, failed were given up within the last hour.',
    labelNames: ['queue', 'state'] as const,
    registers,
  });
  const oldest = new Gauge({
    name: 'ketqua_jobs_oldest_due_seconds',
    help: 'How long the oldest job that may begin has waited.',
    labelNames: ['queue'] as const,
    registers,
  });
  metrics.beforeReading(async () => {
    const { counts, due } = await jobs.depth();
    depth.reset();
    oldest.reset();
    for (const { queue, state, count } of counts) depth.set({ queue, state }, count);
    for (const { queue, seconds } of due) oldest.set({ queue }, seconds);
  });
  new Counter({
    name: 'ketqua_job_runs_total',
    help: 'Runs of jobs in this process, by their outcome: done or failed (and tried again, up to a limit).',
    labelNames: ['queue', 'outcome'] as const,
    registers,
    collect() {
      this.reset();
      for (const [queue, { done, failed }] of jobs.runs) {
        this.inc({ queue, outcome: 'done' }, done);
        this.inc({ queue, outcome: 'failed' }, failed);
      }
    },
  });
}

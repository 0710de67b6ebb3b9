import { labOf, newPhone, sentResult, submit } from '../journeys/people.js';
import { RunningPlatform } from '../journeys/running-platform.js';
import { percentile, report, timesOf } from './measure.js';

/** From a submission's answer, and from its sending, to the event on a subscriber's socket; embedded by default. */
const runs = 200;
const platform = await RunningPlatform.start();
const lab = await labOf(platform);
const arrivals = new Map<string, number>();
const waiting = new Map<string, () => void>();
const listening = lab.listen<{ resultReleased: { result: { id: string } } }>(
  'subscription { resultReleased { result { id outcome lab { name } } } }',
  {},
  ({ resultReleased }) => {
    arrivals.set(resultReleased.result.id, performance.now());
    waiting.get(resultReleased.result.id)?.();
  },
);
await listening.opened;
const asked = await timesOf(runs, () => lab.ask('{ me { id } }'));
const sinceCommit: number[] = [];
const whole = await timesOf(runs, async () => {
  const { rows } = await submit(lab, [sentResult(newPhone())]);
  const answered = performance.now();
  const id = rows[0]!.resultId!;
  if (!arrivals.has(id)) await new Promise<void>((resolve) => waiting.set(id, resolve));
  sinceCommit.push(Math.max(0, arrivals.get(id)! - answered));
});
sinceCommit.sort((a, b) => a - b);
const baseline = { name: 'an empty query over HTTP, median', milliseconds: percentile(asked, 0.5) };
report(
  'Sent to received on the socket, p50',
  percentile(whole, 0.5),
  baseline,
  'p50 under 50 ms from the commit',
);
report('Answered to received on the socket, p50', percentile(sinceCommit, 0.5), baseline, 'p50 under 50 ms');
report('Answered to received on the socket, p99', percentile(sinceCommit, 0.99), baseline, 'none');
await listening.stop();
await platform.stop();
process.exit(0);

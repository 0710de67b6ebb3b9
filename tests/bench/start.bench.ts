import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedDatabase } from '@ketqua/platform';
import { RunningPlatform } from '../journeys/running-platform.js';
import { percentile, report, timesOf } from './measure.js';

/** From the process's start to ready with its demo authority, on an empty folder, against opening its database alone. */
const runs = 3;
const folders: string[] = [];
const alone = await timesOf(runs, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ketqua-bench-'));
  folders.push(folder);
  const database = await openEmbeddedDatabase({ folder: join(folder, 'data') });
  await database.close();
});
const running: RunningPlatform[] = [];
const started = await timesOf(runs, async () => {
  running.push(await RunningPlatform.start());
});
report(
  'Start to ready, an empty folder, median',
  percentile(started, 0.5),
  { name: 'opening the embedded database alone', milliseconds: percentile(alone, 0.5) },
  'under 10,000 ms',
);
for (const platform of running) await platform.stop();
for (const folder of folders) rmSync(folder, { recursive: true, force: true });
process.exit(0);

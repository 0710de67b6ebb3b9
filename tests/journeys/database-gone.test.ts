import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { templateColumns, writeCsv } from '@ketqua/lab-file';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KetquaCommand } from './ketqua-command.js';
import { labOf, newPhone, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

/** A file of the template with a row for each accession number. */
function csvOf(numbers: readonly string[]): string {
  return writeCsv(
    templateColumns.map(({ name }) => name),
    numbers.map((number) =>
      templateColumns.map(({ name, example }) => (name === 'accessionNumber' ? number : example)),
    ),
  );
}

// The embedded database is the process itself: it goes with it, as in bad-luck.test.ts.
describe('a database that is gone for a while', () => {
  let platform: RunningPlatform;
  let command: KetquaCommand;
  beforeAll(async () => {
    platform = await RunningPlatform.start();
    command = new KetquaCommand(platform);
  });
  afterAll(async () => {
    command?.stop();
    await platform?.stop();
  });

  it('costs a watched folder no file, and stores none twice', async () => {
    mkdirSync(command.path('inbox'));
    const watch = command.start(['watch', 'inbox', '--interval', '0.2', '--settle', '0.3']);
    await expect.poll(watch.said, { timeout: 30_000 }).toMatch(/watching/);
    const arrive = (name: string, numbers: readonly string[]) => {
      writeFileSync(command.path(`${name}.part`), csvOf(numbers));
      renameSync(command.path(`${name}.part`), command.path('inbox', name));
    };
    const numbers = Array.from({ length: 12 }, (_, n) => `GONE-${n}`);
    for (const [position, number] of numbers.entries()) {
      if (position === 3 && platform.isDistributed) await platform.loseDatabase();
      if (position === 3 && !platform.isDistributed) await platform.crash();
      arrive(`${position}.csv`, [number, `${number}-B`]);
      await pause(250);
    }
    await pause(4_000);
    expect(readdirSync(command.path('inbox')).filter((name) => name.endsWith('.csv')).length).toBeGreaterThan(
      0,
    );
    if (platform.isDistributed) await platform.regainDatabase();
    else await platform.launch();
    const sent = () => readdirSync(command.path('inbox', 'sent')).filter((name) => name.endsWith('.csv'));
    await expect.poll(() => sent().length, { timeout: 90_000 }).toBe(12);
    watch.child.kill('SIGTERM');
    expect((await watch.ended).code).toBe(0);

    const lab = await labOf(platform);
    const query =
      'query ($number: String!) { testResults(filter: { accessionNumber: $number }) { edges { node { id } } } }';
    for (const number of numbers.flatMap((one) => [one, `${one}-B`])) {
      const { testResults } = await lab.ask<{ testResults: { edges: unknown[] } }>(query, { number });
      expect(testResults.edges, number).toHaveLength(1);
    }
  }, 180_000);

  it('is told by /readyz, and forgotten when it is back: results are stored and pushed as before', async () => {
    if (platform.isDistributed) {
      await platform.loseDatabase();
      await expect
        .poll(async () => (await fetch(`${platform.url}/readyz`)).status, { timeout: 20_000 })
        .toBe(503);
      await platform.regainDatabase();
    }
    await expect
      .poll(async () => (await fetch(`${platform.url}/readyz`)).status, { timeout: 20_000 })
      .toBe(200);
    const lab = await labOf(platform);
    const heard: unknown[] = [];
    const listening = lab.listen('subscription { resultReleased { id } }', {}, (event) => heard.push(event));
    await listening.opened;
    expect((await submit(lab, [sentResult(newPhone())])).accepted).toBe(1);
    await expect.poll(() => heard.length, { timeout: 20_000 }).toBe(1);
    await listening.stop();
  });
});

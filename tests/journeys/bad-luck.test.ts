import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphqlClient } from '@ketqua/cli';
import { EventLog } from '@ketqua/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimAll, holderOf, labOf, newPhone, type Receipt, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

interface Heard {
  readonly resultReleased: { id: string; cursor: string; result: { id: string } };
}
const watch = 'subscription ($after: String) { resultReleased(after: $after) { id cursor result { id } } }';

describe('bad luck', () => {
  let platform: RunningPlatform;
  beforeAll(async () => {
    platform = await RunningPlatform.start();
  });
  afterAll(() => platform?.stop());

  it('keeps every acknowledged row once when it is killed in a stream of submissions, and misses none of them to a subscriber', async () => {
    const lab = await labOf(platform);
    const before: Heard[] = [];
    const listening = lab.listen<Heard>(watch, {}, (event) => before.push(event));
    await listening.opened;
    await submit(lab, [sentResult(newPhone())]);
    await expect.poll(() => before.length).toBe(1);

    const acknowledged: string[] = [];
    const unanswered: { key: string; results: ReturnType<typeof sentResult>[] }[] = [];
    let isKilled = false;
    const sendUntilKilled = async (lane: number) => {
      for (let n = 0; !isKilled && n < 500; n++) {
        const key = `${lane}-${n}-${platform.home}`;
        const results = Array.from({ length: 7 }, () => sentResult(newPhone()));
        try {
          const receipt = await submit(lab, results, key);
          acknowledged.push(...receipt.rows.map(({ resultId }) => resultId!));
        } catch {
          unanswered.push({ key, results });
        }
      }
    };
    const lanes = [1, 2, 3].map(sendUntilKilled);
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(200);
    await platform.crash();
    isKilled = true;
    await Promise.all(lanes);
    await listening.stop();
    expect(unanswered.length).toBeGreaterThan(0);
    await platform.launch();

    // What was not answered is sent again with the same key: exactly one of each row, whatever had been committed.
    const again = await labOf(platform);
    const retried: Receipt[] = [];
    for (const { key, results } of unanswered) retried.push(await submit(again, results, key));
    expect(retried.every(({ accepted }) => accepted === 7)).toBe(true);
    const expected = new Set([
      ...acknowledged,
      ...retried.flatMap(({ rows }) => rows.map(({ resultId }) => resultId!)),
    ]);
    expect(expected.size).toBe(acknowledged.length + 7 * retried.length);

    const heard = new Set<string>();
    const resumed = again.listen<Heard>(
      watch,
      { after: before[0]!.resultReleased.cursor },
      ({ resultReleased }) => heard.add(resultReleased.result.id),
    );
    await expect.poll(() => [...expected].filter((id) => !heard.has(id)).length, { timeout: 20_000 }).toBe(0);
    expect(heard.size).toBe(expected.size);
    await resumed.stop();
  });

  it('answers a repeated submission with its receipt after a restart', async () => {
    const lab = await labOf(platform);
    const results = [sentResult(newPhone()), sentResult(newPhone())];
    const first = await submit(lab, results, 'kept over a restart');
    await platform.crash();
    await platform.launch();
    expect(await submit(await labOf(platform), results, 'kept over a restart')).toEqual(first);
  });

  it('refuses a cursor that it cannot resume from, with its code', async () => {
    const lab = await labOf(platform);
    const errors: unknown[] = [];
    const listening = lab.listen(
      watch,
      { after: 'bm9uc2Vuc2U' },
      () => undefined,
      (error) => errors.push(error),
    );
    await expect.poll(() => JSON.stringify(errors)).toContain('CURSOR_EXPIRED');
    await listening.stop();
  });

  it('tells a phone that slept for longer than events are kept, which reads what it missed and goes on', async () => {
    const phone = newPhone();
    const patient = { fullName: 'Lý Thị Ngủ', dateOfBirth: '1969-09-09', sex: 'FEMALE', phone };
    const report = async () => {
      const { rows } = await submit(await labOf(platform), [sentResult(phone, { patient })]);
      return rows[0]!.resultId!;
    };
    const first = await report();
    const citizen = await holderOf(platform, phone);
    await claimAll(citizen, patient.dateOfBirth);
    const read = '{ eventCursor me { citizen { people { results { edges { node { id } } } } } } }';
    type Page = {
      eventCursor: string;
      me: { citizen: { people: [{ results: { edges: { node: { id: string } }[] } }] } };
    };
    const resultsOf = ({ me }: Page) => me.citizen.people[0].results.edges.map(({ node }) => node.id).sort();
    const asleep = await citizen.ask<Page>(read);
    expect(resultsOf(asleep)).toEqual([first]);

    const missed = await report();
    await platform.inDatabase(async (database) => {
      await database.query("update events.event set occurred_at = occurred_at - interval '73 hours'");
      await (await EventLog.open(database)).prune();
    });

    const errors: unknown[] = [];
    const late = citizen.listen(
      watch,
      { after: asleep.eventCursor },
      () => undefined,
      (error) => errors.push(error),
    );
    await expect.poll(() => JSON.stringify(errors)).toContain('CURSOR_EXPIRED');
    await late.stop();
    const awake = await citizen.ask<Page>(read);
    expect(resultsOf(awake)).toEqual([first, missed].sort());
    const heard: string[] = [];
    const going = citizen.listen<Heard>(watch, { after: awake.eventCursor }, ({ resultReleased }) =>
      heard.push(resultReleased.result.id),
    );
    const next = await report();
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual([next]);
    await going.stop();
  });

  it('ends when whoever launched it is gone, so that no orphan holds the port and the folder', async () => {
    const launcher = spawn('sleep', ['600']);
    const child = platform.spawn('gateway/dist/embedded.js', {
      KETQUA_PORT: '0',
      KETQUA_HOME: `${platform.home}/launched`,
      KETQUA_LAUNCHERS: String(launcher.pid),
    });
    const ended = once(child, 'exit');
    await new Promise<void>((resolve) =>
      child.stdout!.on('data', (chunk) => /is ready/.test(String(chunk)) && resolve()),
    );
    launcher.kill('SIGKILL');
    expect(await ended).toEqual([0, null]);
  });

  it('writes the demo credentials anew when its database does not know their keys', async () => {
    // In the distributed mode nobody writes such a file.
    if (platform.isDistributed) return;
    const file = join(platform.home, 'demo-credentials.json');
    const foreign = platform.credentials.labs.map(({ code }) => ({
      code,
      apiKey: 'ketqua_of_another_database',
    }));
    await platform.crash();
    writeFileSync(file, JSON.stringify({ ...platform.credentials, labs: foreign }));
    await platform.launch();
    platform.credentials = JSON.parse(readFileSync(file, 'utf8'));
    expect(await submit(await labOf(platform), [sentResult(newPhone())])).toMatchObject({ accepted: 1 });
  });

  it('adds who works at a laboratory and at a help desk to demo credentials of before, and keeps their keys', async () => {
    if (platform.isDistributed) return;
    const file = join(platform.home, 'demo-credentials.json');
    const { labStaffPhone, helpDeskPhone, ...before } = platform.credentials;
    for (const kept of [before, { ...before, labStaffPhone }]) {
      await platform.crash();
      writeFileSync(file, JSON.stringify(kept));
      await platform.launch();
      const { labs, checkpointId } = before;
      const completed = { labs, checkpointId, labStaffPhone, helpDeskPhone };
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject(completed);
    }
  });

  it('refuses a second start on the same data folder, and a wrong environment, in one clear line', async () => {
    const endOf = async (environment: Record<string, string>) => {
      const child = platform.spawn('gateway/dist/embedded.js', { KETQUA_PORT: '0', ...environment });
      let said = '';
      child.stderr!.on('data', (chunk) => {
        said += chunk;
      });
      const [code] = await once(child, 'exit');
      return { code, lines: said.trim().split('\n') };
    };
    const wrongPort = await endOf({ KETQUA_PORT: 'many' });
    expect(wrongPort).toEqual({ code: 1, lines: [expect.stringContaining('KETQUA_PORT')] });
    const open = await endOf({ KETQUA_HOST: '0.0.0.0' });
    expect(open).toEqual({ code: 1, lines: [expect.stringContaining('KETQUA_HOST')] });
    const careless = await endOf({ KETQUA_ENV: 'production', KETQUA_HOST: '127.0.0.1' });
    expect(careless).toEqual({ code: 1, lines: [expect.stringContaining('KETQUA_MASTER_KEY')] });
    if (platform.isDistributed) return;
    const second = await endOf({});
    expect(second).toEqual({ code: 1, lines: [expect.stringMatching(/data folder .* is in use/)] });
    // The one that runs was not disturbed.
    expect(await new GraphqlClient(platform.url).ask('{ me { id } }')).toEqual({ me: null });
  });
});

import { readFileSync } from 'node:fs';
import { type CitizensSettings, developmentLimits, openCitizens } from '@ketqua/citizens';
import { type DemoCredentials, demoPhones, GraphqlClient, seedDemoAuthority, signIn } from '@ketqua/cli';
import { fixedSources, type Gateway, inProcessSource, openGateway } from '@ketqua/gateway';
import { labsSettings, openLabs } from '@ketqua/labs';
import { AccessTokens, type Database, EventLog, EventStream } from '@ketqua/platform';
import { silentLog, testDatabase, testKey } from '@ketqua/platform/testing';
import { openResults } from '@ketqua/results';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentResult } from './people.js';

const supergraph = new URL('../../schema/supergraph.graphql', import.meta.url);
const watch = `subscription ($labIds: [ID!]) { labSyncChanged(labIds: $labIds) {
  previousStatus status changedAt lab { code name sync { status medianDelay } } } }`;

interface Change {
  readonly labSyncChanged: { previousStatus: string; status: string; lab: { code: string } };
}

/** The platform in this process, behind its real door: a test that has time pass needs the database in its hand. */
class PlatformAtHand {
  private constructor(
    readonly database: Database,
    readonly gateway: Gateway,
    readonly credentials: DemoCredentials,
    private readonly end: () => Promise<void>,
  ) {}

  static async open(): Promise<PlatformAtHand> {
    const database = await testDatabase();
    const events = await EventLog.open(database);
    const stream = await EventStream.open(events, silentLog);
    const ground = { database, events, stream, masterKey: testKey, log: silentLog };
    const citizens: CitizensSettings = {
      development: true,
      country: 'VN',
      bootstrapAdminPhone: demoPhones.admin,
      limits: developmentLimits,
      wrongCodeMilliseconds: 0,
      earlyCodeMilliseconds: 0,
    };
    const subgraphs = [
      await openCitizens({ ...ground, settings: citizens }),
      await openLabs({ ...ground, settings: { ...labsSettings, keeperSeconds: 1 } }),
      await openResults({ ...ground, settings: { country: 'VN', authority: 'Test Authority' } }),
    ];
    const gateway = await openGateway({
      supergraphSdl: readFileSync(supergraph, 'utf8'),
      sourceOf: fixedSources(subgraphs.map(inProcessSource)),
      access: { tokens: new AccessTokens(testKey), events, masterKey: testKey },
      log: silentLog,
      settings: {
        host: '127.0.0.1',
        port: 0,
        isProduction: false,
        introspection: false,
        isGuarded: true,
        developmentMessages: true,
        trustedProxies: 0,
        origins: [],
        webRoot: undefined,
      },
    });
    const end = async () => {
      await gateway.close();
      for (const subgraph of subgraphs) await subgraph.close();
      await stream.close();
      await database.close();
    };
    return new PlatformAtHand(database, gateway, await seedDemoAuthority(gateway.url), end);
  }

  /** Has an hour and a minute pass for a laboratory. */
  async anHourPasses(labId: string): Promise<void> {
    await this.database.query(
      `update labs.lab set registered_at = registered_at - by.time, last_synced_at = last_synced_at - by.time,
              due_at = due_at - by.time, silent_at = silent_at - by.time, deadlines_set_at = deadlines_set_at - by.time
         from (select interval '61 minutes' as time) as by where id = $1`,
      [labId],
    );
  }

  async textsTo(phone: string): Promise<string[]> {
    const response = await fetch(`${this.gateway.url}/dev/messages`, {
      headers: { accept: 'application/json' },
    });
    const messages = (await response.json()) as { to: string; text: string }[];
    return messages.filter(({ to }) => to === phone).map(({ text }) => text);
  }

  close(): Promise<void> {
    return this.end();
  }
}

describe('a laboratory that falls behind', () => {
  let platform: PlatformAtHand;
  let admin: GraphqlClient;
  let [own, foreign]: GraphqlClient[] = [];
  let labIds: string[] = [];
  const contact = '+84903000051';

  beforeAll(async () => {
    platform = await PlatformAtHand.open();
    const { url } = platform.gateway;
    admin = await signIn(new GraphqlClient(url), platform.credentials.adminPhone);
    const keyed = async (position: number) => {
      const { apiKey } = platform.credentials.labs[position]!;
      const client = new GraphqlClient(url);
      const session = '... on LabSession { accessToken }';
      const { accessToken } = await client.mutate<{ accessToken: string }>('createLabSession', session, {
        apiKey,
      });
      return client.as(accessToken);
    };
    [own, foreign] = [await keyed(0), await keyed(1)];
    const idOf = async (client: GraphqlClient) =>
      (await client.ask<{ ownLab: { id: string } }>('{ ownLab { id } }')).ownLab.id;
    labIds = [await idOf(own), await idOf(foreign)];
  });
  afterAll(() => platform.close());

  /** What a client hears of the board, as text. */
  const listening = (client: GraphqlClient, variables: object = {}) => {
    const heard: string[] = [];
    const { opened, stop } = client.listen<Change>(
      watch,
      variables,
      ({ labSyncChanged: { lab, previousStatus, status } }) =>
        heard.push(`${lab.code} ${previousStatus} ${status}`),
      (error) => heard.push(JSON.stringify(error)),
    );
    return { heard, opened, stop };
  };

  it('is told to the authority and to itself, its contact is texted, and it is back with its next submission', async () => {
    const [labId] = labIds as [string];
    await admin.mutate('updateLab', '... on Lab { id contact { maskedPhone } }', {
      labId,
      contactName: 'Chị Lan',
      contactPhone: contact,
    });
    const listeners = [
      listening(admin),
      listening(own!),
      listening(foreign!, { labIds: [labId] }),
      listening(await signIn(new GraphqlClient(platform.gateway.url), platform.credentials.labStaffPhone)),
    ];
    await Promise.all(listeners.map(({ opened }) => opened));
    await platform.anHourPasses(labId);
    await expect.poll(() => listeners[0]!.heard, { timeout: 10_000 }).toEqual(['HCDC ON_TIME LATE']);
    await expect
      .poll(() => platform.textsTo(contact), { timeout: 10_000 })
      .toEqual([expect.stringMatching(/^Ketqua: phòng xét nghiệm HCDC đã trễ hạn/)]);
    const row = sentResult('+84903000052');
    await own!.mutate('submitResults', '... on SubmissionReceipt { accepted }', {
      idempotencyKey: row.accessionNumber,
      results: [row],
    });
    const expected = ['HCDC ON_TIME LATE', 'HCDC LATE ON_TIME'];
    for (const { heard } of [listeners[0]!, listeners[1]!, listeners[3]!])
      await expect.poll(() => heard, { timeout: 10_000 }).toEqual(expected);
    expect(listeners[2]!.heard).toEqual([]);
    for (const { stop } of listeners) await stop();
    const medianOf = async () =>
      (
        await own!.ask<{ ownLab: { sync: { medianDelay: number | null } } }>(
          '{ ownLab { sync { medianDelay } } }',
        )
      ).ownLab.sync.medianDelay;
    await expect.poll(medianOf, { timeout: 10_000 }).toBeGreaterThanOrEqual(20 * 3600);
  });

  it('shows its sync, hours, contact and keys to nobody else', async () => {
    const [labId] = labIds as [string];
    const query = `query ($id: ID!) { lab(id: $id) {
      code sync { status } syncPeriodMinutes timeZone hours { day } contact { maskedPhone } } }`;
    const hidden = { sync: null, syncPeriodMinutes: null, timeZone: null, hours: null, contact: null };
    const { url } = platform.gateway;
    const { officerPhone, citizenPhone } = platform.credentials;
    const [officer, citizen] = [
      await signIn(new GraphqlClient(url), officerPhone),
      await signIn(new GraphqlClient(url), citizenPhone),
    ];
    for (const client of [foreign!, officer, citizen]) {
      expect(await client.ask(query, { id: labId })).toEqual({ lab: { code: 'HCDC', ...hidden } });
      await expect(
        client.ask('query ($id: ID!) { labKeys(labId: $id) { id } }', { id: labId }),
      ).rejects.toThrow('may not');
      const changed = client.mutate('updateLab', '... on Lab { id }', { labId, contactPhone: null });
      await expect(changed).rejects.toThrow('may not');
    }
    for (const client of [officer, citizen]) {
      const { heard, opened, stop } = listening(client, { labIds: [labId] });
      await opened;
      await expect.poll(() => heard).toEqual([expect.stringContaining('FORBIDDEN')]);
      await stop();
    }
    const answer = await own!.ask<{ lab: { contact: { maskedPhone: string } } }>(query, { id: labId });
    expect(answer.lab.contact.maskedPhone).toBe('+84 ••• ••• 051');
    expect(JSON.stringify(answer)).not.toContain('903000');
  });

  it('has its demo keys made anew also where many of before are in force', async () => {
    const [labId] = labIds as [string];
    const issue = () =>
      admin.mutate('issueLabKey', '... on LabKey { id }', { labId, label: 'demo' }).then(
        () => 'issued',
        ({ code }: { code: string }) => code,
      );
    const answers: string[] = [];
    while (answers.at(-1) !== 'TOO_MANY_LAB_KEYS' && answers.length < 30) answers.push(await issue());
    expect(answers).toHaveLength(20);
    const { labs } = await seedDemoAuthority(platform.gateway.url);
    const session = { apiKey: labs[0]!.apiKey };
    const opened = '... on LabSession { accessToken }';
    const client = new GraphqlClient(platform.gateway.url);
    expect(await client.mutate('createLabSession', opened, session)).toHaveProperty('accessToken');
  });
});

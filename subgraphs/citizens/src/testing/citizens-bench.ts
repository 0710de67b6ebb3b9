import { Writable } from 'node:stream';
import {
  type Database,
  EventLog,
  EventStream,
  happened,
  KeyRing,
  openLog,
  phoneIndexPurpose,
  type Subgraph,
  type Topic,
  type Topics,
  type Viewer,
} from '@ketqua/platform';
import { accountViewer, callerOf, testDatabase, testKey } from '@ketqua/platform/testing';
import { type CitizensSettings, developmentLimits } from '../settings.js';
import { openCitizens } from '../subgraph.js';
import { requestOtp, verifyOtp } from './operations.js';

/** What the tests read of an answer. */
export interface SessionData {
  readonly __typename: string;
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly refreshToken: string;
  readonly deviceToken: string;
  readonly viewer: { readonly id: string; readonly roles: string[] };
}

export const adminPhone = '+84901000001';
export const admin = accountViewer({ roles: ['CITIZEN', 'ADMIN'] });

export const benchSettings: CitizensSettings = {
  development: true,
  country: 'VN',
  bootstrapAdminPhone: adminPhone,
  limits: developmentLimits,
  wrongCodeMilliseconds: 0,
  earlyCodeMilliseconds: 0,
  keeperMilliseconds: 100,
};

/** A citizens subgraph on a database of its own, for a test. */
export class CitizensBench {
  /** Everything that was logged, as text. */
  logged = '';

  /** Opens one more process of the same installation; whoever opens it closes it. */
  beside!: () => Promise<Subgraph>;

  private constructor(
    readonly database: Database,
    readonly events: EventLog,
    private readonly stream: EventStream,
    public subgraph: Subgraph,
  ) {}

  static async open(settings: Partial<CitizensSettings> = {}): Promise<CitizensBench> {
    const database = await testDatabase('migrated');
    const events = await EventLog.open(database);
    const log = openLog('citizens', 'info');
    const stream = await EventStream.open(events, log);
    const bench = new CitizensBench(database, events, stream, undefined as never);
    // What the log would print, caught instead.
    const sink = new Writable({
      write(chunk, _encoding, done) {
        bench.logged += chunk;
        done();
      },
    });
    (log as unknown as Record<symbol, unknown>)[Object.getOwnPropertySymbols(log).find(isStream)!] = sink;
    const parts = { database, events, stream, masterKey: testKey, log };
    bench.beside = () => openCitizens({ ...parts, settings: { ...benchSettings, ...settings } });
    bench.subgraph = await bench.beside();
    return bench;
  }

  run(query: string, variables: object = {}, viewer?: Viewer, more: object = {}) {
    return this.subgraph.execute({ query, variables: { ...variables } }, { ...callerOf(viewer), ...more });
  }

  /** Runs an operation and gives its first field; throws the first error. */
  async ask<Data>(query: string, variables: object = {}, viewer?: Viewer, more: object = {}): Promise<Data> {
    const { data, errors } = await this.run(query, variables, viewer, more);
    if (errors) throw new Error(errors[0]!.message);
    return Object.values(data!)[0] as Data;
  }

  /** Runs an operation that is to fail, and gives the code of its first error. */
  async refusal(query: string, variables: object = {}, viewer?: Viewer): Promise<unknown> {
    return (await this.run(query, variables, viewer)).errors?.[0]?.extensions?.code;
  }

  /** Commits an event as another room would; `occurredAt` (ISO 8601) where it is heard of late. */
  async tell<Name extends Topic>(topic: Name, payload: Topics[Name], occurredAt?: string): Promise<void> {
    const event = happened(topic, payload);
    await this.database.query(
      'insert into events.event (topic, payload, occurred_at) values ($1, $2, coalesce($3::timestamptz, now()))',
      [topic, JSON.stringify(event.payload), occurredAt ?? null],
    );
    await this.events.wake();
  }

  /** What results says when a laboratory reports a phone. */
  async report(phone: string): Promise<string> {
    const sealedPhone = inTransit(phone);
    const phoneIndex = indexOf(phone);
    await this.tell('person.phone-reported', { phones: [{ phoneIndex, sealedPhone }] });
    return phoneIndex;
  }

  async messagesTo(phone: string): Promise<{ text: string; code: string | null }[]> {
    const all = await this.ask<{ to: string; text: string; code: string | null }[]>(
      '{ developmentMessages { to text code } }',
    );
    return all.filter(({ to }) => to === phone);
  }

  /** Asks for a code and waits for it. */
  async challenge(phone: string): Promise<{ challengeId: string; code: string }> {
    const before = (await this.messagesTo(phone)).length;
    const { id } = await this.ask<{ id: string }>(requestOtp, { input: { phone } });
    for (let tries = 0; tries < 200; tries++) {
      const messages = await this.messagesTo(phone);
      if (messages.length > before) {
        await this.#isStarted(id);
        return { challengeId: id, code: messages[0]!.code! };
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('No code came');
  }

  /** Signs in; on a device that was told `deviceToken` at an earlier sign-in, where it is given. */
  async signIn(phone: string, deviceToken?: string): Promise<SessionData> {
    return this.ask(verifyOtp, { input: { ...(await this.challenge(phone)), deviceToken } });
  }

  /** Somebody who is signed in with a phone (E.164). */
  viewerOf(phone: string, accountId: string): Viewer {
    return accountViewer({ accountId, phoneIndex: indexOf(phone) });
  }

  /** The payloads of a topic, as they are committed: the log's own reader waits for everybody's transactions. */
  async topics(topic: Topic): Promise<Record<string, unknown>[]> {
    const rows = await this.database.query<{ payload: Record<string, unknown> }>(
      'select payload from events.event where topic = $1 order by id',
      [topic],
    );
    return rows.map(({ payload }) => payload);
  }

  async close(): Promise<void> {
    await this.subgraph.close();
    await this.stream.close();
    await this.database.close();
  }

  async #isStarted(id: string): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      const [row] = await this.database.query<{ started: boolean }>(
        'select verification_id is not null as started from citizens.challenge where id = $1',
        [id],
      );
      if (row?.started) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** The blind index as results makes it: another ring of the same master key. */
export function indexOf(phone: string): string {
  const ring = new KeyRing('results');
  ring.unlock(testKey);
  return ring.blindIndex(phoneIndexPurpose, phone).toString('base64url');
}

/** A phone as it travels in an event: sealed, base64. */
export function inTransit(phone: string): string {
  const transit = new KeyRing('phone-transit');
  transit.unlock(testKey);
  return transit.seal(phone, 'event.phone').toString('base64');
}

/** Another code than this one. */
export function otherThan(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

function isStream(symbol: symbol): boolean {
  return symbol.description === 'pino.stream';
}

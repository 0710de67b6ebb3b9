import { createHash, createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { newId, queryIn, unitOfWork } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guesses, type Riddle, shareSolved, type TakenRow } from '../../testing/linking-adversary.js';
import { ResultsHouse } from '../../testing/results-house.js';
import { destroyOld } from '../retention/retention.js';
import { storeVerifications } from './store-verification.js';

/** A server takes its time for a transaction: a tenth there. */
const size = process.env.DATABASE_URL ? 1_000 : 10_000;
const people = size / 10;
const places = 50;
const atOnce = 200;
const hour = 3_600_000;

/** A number below `below`, the same in every run. */
function drawn(what: string, index: number, below: number): number {
  return createHash('sha256').update(`${what} ${index}`).digest().readUInt32BE() % below;
}

/** What a checkpoint finds of a person wherever they go: most pass, some fail, some come from where we trust nobody. */
function findingOf(person: number) {
  const kind = person % 20;
  const passed = {
    verdict: 'PASS',
    signature: 'VALID',
    status: 'ACTIVE',
    reasons: [],
    issuer: 'VN',
  } as const;
  if (kind < 14) return passed;
  if (kind === 14) return { ...passed, verdict: 'FAIL', reasons: ['RULE_FAILED'] } as const;
  if (kind === 15) return { ...passed, verdict: 'FAIL', reasons: ['OUTCOME_DETECTED'] } as const;
  const issuer = ['IS', 'TV', 'PW', 'NR', 'SM'][drawn('country', person, 5)]!;
  return {
    ...passed,
    ...({ verdict: 'FAIL', signature: 'UNTRUSTED_ISSUER', reasons: ['KEY_UNKNOWN'] } as const),
    issuer,
  };
}

/** What the verdict alone shows of a person. */
const shownOf = (person: number) => findingOf(person).reasons.join();

describe(`${size} scans of ${people} people at ${places} places`, () => {
  const began = Date.now();
  const scans = Array.from({ length: size }, (_, scan) => ({
    id: newId(),
    person: drawn('person', scan, people),
    place: drawn('place', scan, places),
    verifiedAt: new Date(began - drawn('minute', scan, 60 * 60) * 60_000),
  }));
  const checkpoints = Array.from({ length: places }, () => randomUUID());
  const certificateOf = (person: number) => `URN:UVCI:01:VN:KETQUA:WALKER${person}`;
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
    await house.database.query(
      `insert into results.checkpoint (id, code, name, jurisdiction)
       select id, id::text, 'Chốt', 'VN-SG' from unnest($1::uuid[]) as place (id)`,
      [checkpoints],
    );
    for (let from = 0; from < size; from += atOnce) {
      await unitOfWork({ em: house.orm.em.fork(), events: house.events }, async (em, outbox) => {
        const atPlaces = Map.groupBy(scans.slice(from, from + atOnce), ({ place }) => checkpoints[place]!);
        for (const [checkpointId, made] of atPlaces) {
          const found = made
            .toSorted((one, other) => one.verifiedAt.getTime() - other.verifiedAt.getTime())
            .map(({ id, person, verifiedAt }) => ({
              ...{ id, verifiedAt, isOffline: false },
              ...{ ...findingOf(person), certificateId: certificateOf(person) },
            }));
          outbox(...(await storeVerifications(queryIn(em), checkpointId, found)).events);
        }
      });
    }
    const officer = accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: checkpoints.slice(0, 1) });
    const verifiedAt = new Date(began - hour).toISOString();
    const { reportVerifications } = await house.ask(
      `mutation ($input: ReportVerificationsInput!) { reportVerifications(input: $input) {
         ... on VerificationReport { accepted } } }`,
      {
        input: {
          ...{ idempotencyKey: randomUUID(), checkpointId: checkpoints[0] },
          verifications: [{ verdict: 'PASS', signature: 'VALID', status: 'ACTIVE', verifiedAt }],
        },
      },
      officer,
    );
    expect(reportVerifications.accepted).toBe(1);
  }, 60_000);
  afterAll(() => house.close());

  /** The tables as they are taken, by the scan. */
  const taken = async () => {
    const rows = await house.database.query<TakenRow>(
      `select v.id, v.checkpoint_id as "checkpointId", encode(v.pseudonym, 'hex') as pseudonym,
              (extract(epoch from v.verified_at) * 1000)::float8 as "verifiedAt", e.id::int as "eventId",
              (to_jsonb(v) - '{id,checkpoint_id,pseudonym,verified_at,txid}'::text[])::text
                || (e.payload - '{verificationId,checkpointId,verifiedAt}'::text[])::text as rest
         from results.verification v join events.event e on e.payload ->> 'verificationId' = v.id::text`,
    );
    return new Map(rows.map((row) => [row.id, row]));
  };

  const pseudonymsOf = (rows: ReadonlyMap<string, TakenRow>) =>
    new Set([...rows.values()].flatMap(({ pseudonym }) => pseudonym ?? []));

  /** For each scan one of the same person elsewhere, and of a stranger there of whom the same was found. */
  const riddles = (rows: ReadonlyMap<string, TakenRow>): Riddle[] =>
    scans.flatMap((known, index) => {
      const from = drawn('riddle', index, size);
      const turned = [...scans.slice(from), ...scans.slice(0, from)];
      const same = turned.find(({ person, place }) => person === known.person && place !== known.place);
      const found = shownOf(known.person);
      const stranger =
        same &&
        turned.find(
          ({ person, place }) => place === same.place && person !== known.person && shownOf(person) === found,
        );
      if (!same || !stranger) return [];
      const [one, two, three] = [known, same, stranger].map(({ id }) => rows.get(id)!);
      return [{ known: one!, same: two!, stranger: three! }];
    });

  /** Every row of every table but some, as text. */
  const everything = async (without: readonly string[] = []) => {
    const tables = await house.database.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const told: string[] = [];
    for (const { name } of tables.filter(({ name }) => !without.includes(name))) {
      const rows = await house.database.query<{ row: string }>(`select t::text as row from ${name} t`);
      told.push(...rows.map(({ row }) => row));
    }
    return told.join('\n');
  };
  /** How many scans, pseudonyms and certificates are to be found in a text. */
  const tracesIn = (text: string, pseudonyms: ReadonlySet<string>) => {
    const ids = new Set(scans.map(({ id }) => id));
    return {
      scans: new Set(
        (text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []).filter((id) => ids.has(id)),
      ).size,
      pseudonyms: new Set((text.match(/[0-9a-f]{64}/g) ?? []).filter((hex) => pseudonyms.has(hex))).size,
      certificates: text.split('KETQUA:WALKER').length - 1,
    };
  };

  it('do not show who was at two places, to whoever has every row and not the keys', async () => {
    const rows = await taken();
    expect(rows.size).toBe(size + 1);
    const asked = riddles(rows);
    expect(asked.length).toBeGreaterThan(size * 0.8);
    // Five standard errors of a coin that is thrown as often.
    const noBetter = 0.5 + (5 * 0.5) / Math.sqrt(asked.length);
    for (const [name, guess] of Object.entries(guesses)) {
      expect(shareSolved(asked, guess), name).toBeLessThan(noBetter);
    }
  });

  it('would show it under one key for all places: the adversary is able', async () => {
    const rows = new Map(await taken());
    for (const { id, person } of scans) {
      const pseudonym = createHmac('sha256', 'one key').update(certificateOf(person)).digest('hex');
      rows.set(id, { ...rows.get(id)!, pseudonym });
    }
    expect(shareSolved(riddles(rows), guesses['equal pseudonyms']!)).toBeGreaterThan(0.99);
    expect(shareSolved(riddles(rows), guesses['pseudonyms with many equal bits']!)).toBeGreaterThan(0.99);
  });

  it('have one pseudonym a certificate, place and day, and none that is seen on two', async () => {
    const rows = await taken();
    const where = new Map<string, Set<string>>();
    const whose = new Map<string, Set<string>>();
    const add = (map: Map<string, Set<string>>, key: string, value: string) =>
      map.set(key, (map.get(key) ?? new Set()).add(value));
    for (const { id, person, place, verifiedAt } of scans) {
      const placeAndDay = `${place} ${verifiedAt.toISOString().slice(0, 10)}`;
      const { pseudonym } = rows.get(id)!;
      add(where, pseudonym!, `${person} ${placeAndDay}`);
      add(whose, `${person} ${placeAndDay}`, pseudonym!);
    }
    expect([...where.values(), ...whose.values()].filter(({ size: count }) => count !== 1)).toEqual([]);
  });

  it('leave nothing in a backup as the operations manual makes it, not even on their day', async () => {
    const manual = readFileSync(new URL('../../../../../docs/operations/README.md', import.meta.url), 'utf8');
    const excluded = [...manual.matchAll(/--exclude-table-data='?([a-z_]+\.[a-z_]+)/g)].map(
      ([, name]) => name!,
    );
    const rows = await taken();
    const pseudonyms = pseudonymsOf(rows);
    expect(tracesIn(await everything(), pseudonyms)).toMatchObject({
      scans: size,
      pseudonyms: pseudonyms.size,
    });
    expect(tracesIn(await everything(excluded), pseudonyms)).toEqual({
      scans: 0,
      pseudonyms: 0,
      certificates: 0,
    });
    // Nor the keys, nor what tells when an officer was at work.
    expect(excluded).toEqual(
      expect.arrayContaining(['results.verification_day_key', 'results.verification_report', 'events.event']),
    );
  });

  it('leave nothing after 72 hours but counts of ten and more, in no table and no event', async () => {
    const rows = await taken();
    const pseudonyms = pseudonymsOf(rows);
    await house.database.query(
      "update results.verification set verified_at = verified_at - interval '73 hours'",
    );
    await house.database.query('update results.verification_day_key set day = day - 4');
    for (const [table, column] of [
      ['results.verification_report', 'received_at'],
      ['events.event', 'occurred_at'],
    ]) {
      await house.database.query(`update ${table} set ${column} = ${column} - interval '73 hours'`);
    }
    expect(await destroyOld(house.events)).toBe(size + 1);
    for (const table of [
      ...['results.verification', 'results.verification_day_key', 'results.verification_report'],
      "events.event where topic <> 'authority.acted'",
    ]) {
      const [left] = await house.database.query<{ n: number }>(`select count(*)::int as n from ${table}`);
      expect(left!.n, table).toBe(0);
    }
    expect(tracesIn(await everything(), pseudonyms)).toEqual({ scans: 0, pseudonyms: 0, certificates: 0 });
    const [least] = await house.database.query<{ count: number }>(
      'select min(count)::int as count from results.verification_count',
    );
    expect(least!.count ?? 10).toBeGreaterThanOrEqual(10);
  });
});

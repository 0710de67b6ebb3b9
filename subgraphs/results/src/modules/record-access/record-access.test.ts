import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AccountViewer, Viewer } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';
import { noteAccess } from './note-access.js';
import { pruneAccesses } from './prune-accesses.js';
import { RecordAct } from './record-act.js';

const dateOfBirth = '1984-02-29';
const measles = '14189004';

describe('who opened a record', () => {
  let house: ResultsHouse;
  let staff: AccountViewer;
  let phones = 0;
  beforeAll(async () => {
    house = await ResultsHouse.open();
    staff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: house.labId });
  });
  afterAll(() => house.close());

  /** A citizen who claimed the one person of their phone, and what the lab reported of them. */
  const reported = async (given: Parameters<typeof row>[0] = {}) => {
    phones += 1;
    const phone = `+8490712${String(phones).padStart(4, '0')}`;
    const patient = { fullName: `Trần Văn ${phones}`, dateOfBirth, sex: 'MALE', phone };
    const sent = row({ patient, ...given });
    const { rows } = await house.submit([sent]);
    const citizen = house.citizen(phone);
    await house.claim(citizen, dateOfBirth);
    return { citizen, resultId: rows[0].resultId as string, sent };
  };
  const accesses = async (citizen: AccountViewer, variables: object = {}) => {
    const { _entities } = await house.ask(
      `query ($r: [_Any!]!, $first: Int, $after: String) { _entities(representations: $r) { ... on Citizen { people {
         accesses(first: $first, after: $after) { edges { cursor node { id at act by lab { id } result { id } } }
           pageInfo { hasNextPage endCursor } } } } } }`,
      { r: [{ __typename: 'Citizen', id: citizen.accountId }], ...variables },
      citizen,
    );
    return _entities[0].people[0].accesses;
  };
  const acts = async (citizen: AccountViewer) =>
    (await accesses(citizen)).edges.map(
      ({ node }: { node: { act: string; by: string; lab: object | null } }) =>
        `${node.act} ${node.by}${node.lab ? ' of a lab' : ''}`,
    );
  const list = (viewer: Viewer, patient = '') =>
    house.ask(`{ testResults(first: 100) { edges { node { id ${patient} } } } }`, {}, viewer);
  const personOf = async (resultId: string) => {
    const [found] = await house.database.query<{ person_id: string }>(
      'select person_id from results.test_result where id = $1',
      [resultId],
    );
    return found!.person_id;
  };

  it('is told to the person: what was read and changed, by which organisation, each once an hour', async () => {
    const { citizen, resultId, sent } = await reported();
    expect(await acts(citizen)).toEqual([]);
    const read = `query ($id: ID!) { testResult(id: $id) { id patient { fullName } } }`;
    await list(house.lab);
    await list(staff, 'patient { fullName }');
    await house.ask(read, { id: resultId }, staff);
    await house.ask(read, { id: resultId }, staff);
    await house.ask(
      'mutation ($input: CorrectResultInput!) { correctResult(input: $input) { __typename } }',
      { input: { resultId, outcome: 'DETECTED', reason: 'Mixed up' } },
      staff,
    );
    await house.submit([{ ...sent, outcome: 'DETECTED', status: 'AMENDED' }]);
    await house.ask(
      'mutation ($input: CancelResultInput!) { cancelResult(input: $input) { __typename } }',
      { input: { resultId, reason: 'Wrong patient' } },
      house.lab,
    );
    expect(await acts(citizen)).toEqual([
      'WITHDRAWN LAB_KEY of a lab',
      'UPDATED LAB_KEY of a lab',
      'CORRECTED LAB_STAFF of a lab',
      'VIEWED LAB_STAFF of a lab',
      'LISTED LAB_STAFF of a lab',
      'LISTED LAB_KEY of a lab',
    ]);
    const { edges } = await accesses(citizen, { first: 1 });
    expect(edges[0].node).toMatchObject({ lab: { id: house.labId }, result: { id: resultId } });
  });

  it('names nobody: the account and the key stay in the database', async () => {
    const { citizen } = await reported();
    await list(staff);
    const told = JSON.stringify(await accesses(citizen));
    expect(told).toContain('LAB_STAFF');
    expect(told).not.toContain(staff.accountId);
    const type = house.subgraph.schema.getType('RecordAccess') as unknown as {
      getFields(): Record<string, unknown>;
    };
    expect(Object.keys(type.getFields())).toEqual(['id', 'at', 'act', 'by', 'lab', 'result']);
  });

  it('is the affair of whoever claimed the person: no citizen reading their own is in it', async () => {
    const { citizen, resultId } = await reported();
    await house.ask('query ($id: ID!) { testResult(id: $id) { id } }', { id: resultId }, citizen);
    await list(house.lab);
    expect(await acts(citizen)).toEqual(['LISTED LAB_KEY of a lab']);
    await house.database.query('update results.claim set suspended_at = now() where account_id = $1', [
      citizen.accountId,
    ]);
    expect(await acts(citizen)).toEqual([]);
  });

  it('holds what the authority did, and says nothing of a result before it is released', async () => {
    const { citizen, resultId } = await reported();
    const person = await personOf(resultId);
    const { rows } = await house.submit([
      row({ disease: measles, test: { code: '7962-4', method: 'SEROLOGY' } }),
    ]);
    await house.database.query('update results.test_result set person_id = $1 where id = $2', [
      person,
      rows[0].resultId,
    ]);
    await house.ask('{ heldResults(first: 100) { edges { node { id } } } }', {}, house.admin);
    expect(await acts(citizen)).toEqual([]);
    await house.ask(
      'mutation ($input: ReleaseResultsInput!) { releaseResults(input: $input) { __typename } }',
      { input: { resultIds: [rows[0].resultId], ground: 'REVIEWED' } },
      house.admin,
    );
    expect(await acts(citizen)).toEqual(['RELEASED AUTHORITY', 'LISTED AUTHORITY']);
  });

  it('tells of a recall and of a file of rows to correct', async () => {
    const { citizen, sent } = await reported({ run: { id: `run-${randomUUID()}` } });
    const receipt = await house.submit([{ ...sent, outcome: 'DETECTED' }], { viewer: house.lab });
    expect(receipt.rows[0].status).toBe('REJECTED');
    await house.ask(
      'query ($id: ID!) { submission(id: $id) { correctionFile { fileName } } }',
      { id: receipt.id },
      staff,
    );
    expect(await acts(citizen)).toEqual(['EXPORTED LAB_STAFF of a lab']);
    await house.ask(
      'mutation ($input: RecallResultsInput!) { recallResults(input: $input) { __typename } }',
      { input: { runId: sent.run!.id, reason: 'Contaminated' } },
      staff,
    );
    for (let tries = 0; (await acts(citizen)).length < 2 && tries < 200; tries += 1) await pause(25);
    expect(await acts(citizen)).toEqual(['WITHDRAWN LAB_STAFF of a lab', 'EXPORTED LAB_STAFF of a lab']);
  });

  it('holds what a help desk did with the person, and pages', async () => {
    const { citizen, resultId } = await reported();
    const personId = await personOf(resultId);
    const officer = accountViewer({ roles: ['CITIZEN', 'HELP_DESK'] });
    const em = house.orm.em.fork();
    await noteAccess({ em, viewer: officer }, RecordAct.PERSON_FOUND, [{ personId }, { personId }]);
    await noteAccess({ em, viewer: officer }, RecordAct.CLAIM_CODE_ISSUED, [{ personId }]);
    await noteAccess({ em, viewer: citizen }, RecordAct.PERSON_FOUND, [{ personId }]);
    const first = await accesses(citizen, { first: 1 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const rest = await accesses(citizen, { first: 5, after: first.pageInfo.endCursor });
    expect([...first.edges, ...rest.edges].map(({ node }) => [node.act, node.by, node.lab])).toEqual([
      ['CLAIM_CODE_ISSUED', 'HELP_DESK', null],
      ['PERSON_FOUND', 'HELP_DESK', null],
    ]);
  });

  it('costs a submission nothing, and a page of a hundred one insert', async () => {
    const statements: string[] = [];
    const { rows } = await house.submit(Array.from({ length: 20 }, () => row()));
    const count = async () =>
      (await house.database.query<{ n: number }>('select count(*)::int as n from results.record_access'))[0]!
        .n;
    const before = await count();
    await house.submit(Array.from({ length: 20 }, () => row()));
    expect(await count()).toBe(before);
    const em = house.orm.em.fork();
    const kysely = em.getKysely();
    const spied = {
      getKysely: () => ({
        executeQuery: (compiled: { sql: string }) => {
          statements.push(compiled.sql);
          return kysely.executeQuery(compiled as never);
        },
      }),
    } as unknown as typeof em;
    const opened = await Promise.all(
      rows.map(async ({ resultId }: { resultId: string }) => ({
        personId: await personOf(resultId),
        resultId,
        labId: house.labId,
      })),
    );
    await noteAccess({ em: spied, viewer: { ...house.lab } }, RecordAct.VIEWED, opened);
    expect(statements).toHaveLength(1);
    expect(await count()).toBe(before + 20);
  });

  it('has no column that could lead from a person to a scan at a checkpoint', async () => {
    const columns = await house.database.query<{ name: string }>(
      `select column_name as name from information_schema.columns
        where table_schema = 'results' and table_name = 'verification' order by column_name`,
    );
    // The pseudonym is an HMAC under a random key of its place and day, and goes with that key after 72 hours.
    // An alarm says no more than that a pseudonym was at this place in the ten minutes before; the claimed country is
    // kept of forged texts alone, which nobody issued to anyone.
    expect(columns.map(({ name }) => name)).toEqual([
      ...[
        'alarms',
        'checkpoint_id',
        'claimed_issuer',
        'id',
        'is_offline',
        'pseudonym',
        'reasons',
        'signature',
      ],
      ...['status', 'txid', 'verdict', 'verified_at'],
    ]);
  });

  it('is let go of after two years', async () => {
    const { citizen, resultId } = await reported();
    const personId = await personOf(resultId);
    const day = 86_400_000;
    for (const msecs of [Date.now() - 731 * day, Date.now() - 729 * day]) {
      await house.database.query(
        `insert into results.record_access (id, person_id, act, actor_kind, at, hour)
         values ($1, $2, 'PERSON_FOUND', 'HELP_DESK', $3, $3)`,
        [v7({ msecs }), personId, new Date(msecs).toISOString()],
      );
    }
    expect(await acts(citizen)).toHaveLength(2);
    expect(await pruneAccesses(house.events)).toBe(1);
    expect(await acts(citizen)).toHaveLength(1);
  });
});

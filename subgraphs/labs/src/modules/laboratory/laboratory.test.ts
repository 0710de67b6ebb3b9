import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labsSettings } from '../../settings.js';
import { admin, citizen, type LabsBench, openLabsBench } from '../../testing/labs-bench.js';

const register = `mutation ($input: RegisterLabInput!) { registerLab(input: $input) {
  __typename ... on Lab { id code name kind province sync { status resultsLastHour lastSyncedAt } }
  ... on UserError { code message } ... on InvalidLabFieldError { path } } }`;
const list = `query ($first: Int, $after: String, $filter: LabFilterInput) {
  labs(first: $first, after: $after, filter: $filter) { edges { node { code } } pageInfo { hasNextPage endCursor } } }`;

interface Page {
  labs: { edges: { node: { code: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

describe('the register of laboratories', () => {
  let bench: LabsBench;
  beforeAll(async () => {
    bench = await openLabsBench(labsSettings);
  });
  afterAll(() => bench.close());

  it('registers a laboratory, on time from the start', async () => {
    const input = { code: 'HCM-01', name: 'Bệnh viện Bệnh Nhiệt đới', kind: 'HOSPITAL', province: 'TP. HCM' };
    const { registerLab } = await bench.ask<{ registerLab: object }>(register, { input }, admin);
    const sync = { status: 'ON_TIME', resultsLastHour: 0, lastSyncedAt: null };
    expect(registerLab).toMatchObject({ __typename: 'Lab', ...input, sync });
    const { id: labId } = registerLab as { id: string };
    expect(await bench.topics('lab.registered')).toEqual([{ labId }]);
  });

  it('is told to the other rooms anew each day, once', async () => {
    const [{ registerLab }, told] = [
      await bench.ask<{ registerLab: { id: string } }>(
        register,
        { input: { code: 'DAILY', name: 'x' } },
        admin,
      ),
      async () => (await bench.topics('lab.registered')).map(({ labId }) => labId),
    ];
    const before = await told();
    expect(before.filter((id) => id === registerLab.id)).toHaveLength(1);
    await bench.restart();
    await bench.restart();
    expect(await told()).toEqual(before);
    await bench.database.query("update labs.keeper set register_told_at = now() - interval '25 hours'");
    await bench.restart();
    await expect.poll(told).toHaveLength(before.length + new Set(before).size);
    // A database of before there was such a day tells at its first start.
    await bench.database.query('update labs.keeper set register_told_at = null');
    await bench.restart();
    await expect.poll(told).toHaveLength(before.length + 2 * new Set(before).size);
  });

  it('gives one code to one laboratory, however it is composed and however many ask at once', async () => {
    const codes = ['Đồng Nai', 'Đồng Nai'.normalize('NFD'), ' Đồng Nai '];
    const answers = await Promise.all(
      codes.map((code) =>
        bench.ask<{ registerLab: { __typename: string } }>(register, { input: { code, name: 'x' } }, admin),
      ),
    );
    expect(answers.map(({ registerLab }) => registerLab.__typename).sort()).toEqual([
      'Lab',
      'LabCodeTakenError',
      'LabCodeTakenError',
    ]);
  });

  it('names the field that cannot be taken', async () => {
    const { registerLab } = await bench.ask<{ registerLab: object }>(
      register,
      { input: { code: 'A', name: ' ' } },
      admin,
    );
    expect(registerLab).toMatchObject({ code: 'INVALID_LAB_FIELD', path: ['input', 'name'] });
  });

  it('is for the authority alone to write and to list', async () => {
    expect(await bench.refusal(register, { input: { code: 'B', name: 'B' } }, citizen)).toBe('FORBIDDEN');
    expect(await bench.refusal(register, { input: { code: 'B', name: 'B' } })).toBe('UNAUTHENTICATED');
    expect(await bench.refusal(list, {}, citizen)).toBe('FORBIDDEN');
  });

  it('pages through all of it, each laboratory once', async () => {
    for (const code of ['P-1', 'P-2', 'P-3', 'P-4', 'P-5']) await bench.registered(code);
    const codes: string[] = [];
    let after: string | null = null;
    do {
      const { labs }: Page = await bench.ask<Page>(list, { first: 2, after }, admin);
      expect(labs.edges.length).toBeLessThanOrEqual(2);
      codes.push(...labs.edges.map(({ node }) => node.code));
      after = labs.pageInfo.hasNextPage ? labs.pageInfo.endCursor : null;
    } while (after);
    const all = await bench.database.query<{ code: string }>('select code from labs.lab order by code');
    expect(codes).toEqual(all.map(({ code }) => code));
    expect(codes).toContain('P-5');
  });

  it('tells whoever is signed in who a laboratory is, and its sync only to the authority and itself', async () => {
    const { id } = await bench.registered('S-1');
    const query = `query ($id: ID!) { lab(id: $id) { name kind sync { status } } }`;
    const known = { name: 'Lab S-1', kind: 'HOSPITAL' };
    const sync = { status: 'ON_TIME' };
    const self = { kind: 'lab', labId: id, keyId: id, access: 'SUBMIT' } as const;
    const other = { kind: 'lab', labId: citizen.accountId, keyId: id, access: 'SUBMIT' } as const;
    expect(await bench.ask(query, { id }, citizen)).toEqual({ lab: { ...known, sync: null } });
    expect(await bench.ask(query, { id }, other)).toEqual({ lab: { ...known, sync: null } });
    expect(await bench.ask(query, { id }, self)).toEqual({ lab: { ...known, sync } });
    expect(await bench.ask(query, { id }, admin)).toEqual({ lab: { ...known, sync } });
    expect(await bench.refusal(query, { id })).toBe('UNAUTHENTICATED');
  });

  it('tells a key, and who works at a laboratory, which is their own', async () => {
    const { id } = await bench.registered('OWN-1');
    const query = '{ ownLab { id code sync { status } } }';
    const own = { ownLab: { id, code: 'OWN-1', sync: { status: 'ON_TIME' } } };
    const key = { kind: 'lab', labId: id, keyId: id, access: 'SUBMIT' } as const;
    expect(await bench.ask(query, {}, key)).toEqual(own);
    const staff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: id });
    expect(await bench.ask(query, {}, staff)).toEqual(own);
    for (const viewer of [admin, citizen, { ...key, labId: citizen.accountId }]) {
      expect(await bench.ask(query, {}, viewer)).toEqual({ ownLab: null });
    }
  });

  it('answers null for an id that names none', async () => {
    const query = 'query ($id: ID!) { lab(id: $id) { name } }';
    for (const id of [citizen.accountId, 'none', "'; drop table labs.lab; --"]) {
      expect(await bench.ask(query, { id }, admin)).toEqual({ lab: null });
    }
  });

  it('resolves references in one batch, null where there is none', async () => {
    const { id } = await bench.registered('R-1');
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Lab { id name } } }`;
    const of = [id, citizen.accountId, 'none', id].map((key) => ({ __typename: 'Lab', id: key }));
    const lab = { id, name: 'Lab R-1' };
    expect(await bench.ask(query, { of }, citizen)).toEqual({ _entities: [lab, null, null, lab] });
    expect(await bench.refusal(query, { of })).toBe('UNAUTHENTICATED');
  });
});

import { randomUUID } from 'node:crypto';
import { AccessTokens, type AccountViewer } from '@ketqua/platform';
import { accountViewer, testKey } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, adminPhone, CitizensBench, type SessionData } from '../../testing/citizens-bench.js';
import { grantRole, me, refreshSession, revokeRole } from '../../testing/operations.js';

interface Grant {
  __typename: string;
  id: string;
  roles: string[];
  lab: { id: string } | null;
  checkpoints: { id: string }[];
  code?: string;
}

describe('a role', () => {
  let bench: CitizensBench;
  const granted = (input: object) => bench.ask<Grant>(grantRole, { input }, admin);
  const revoked = (input: object) => bench.ask<Grant>(revokeRole, { input }, admin);
  const registeredLab = async () => {
    const labId = randomUUID();
    await bench.tell('lab.registered', { labId });
    return labId;
  };
  const viewerOf = async ({ accessToken }: SessionData) =>
    (await new AccessTokens(testKey).read(accessToken)).viewer as AccountViewer;

  beforeAll(async () => {
    bench = await CitizensBench.open();
  });
  afterAll(() => bench.close());

  it('of the first ADMIN is there from the start', async () => {
    const { viewer } = await bench.signIn(adminPhone);
    expect(viewer.roles).toEqual(['CITIZEN', 'ADMIN']);
  });

  it('makes the account, lets its phone be texted, and is in the next token', async () => {
    const [phone, labId] = ['+84902000021', await registeredLab()];
    const grant = await granted({ phone, role: 'LAB_STAFF', labId });
    expect(grant).toMatchObject({
      roles: ['CITIZEN', 'LAB_STAFF'],
      lab: { id: labId },
      maskedPhone: '+84 ••• ••• 021',
    });
    const session = await bench.signIn(phone);
    expect(session.viewer.id).toBe(grant.id);
    const viewer = await viewerOf(session);
    expect(viewer).toMatchObject({ roles: ['CITIZEN', 'LAB_STAFF'], labId });
    const checkpoint = randomUUID();
    await granted({ phone, role: 'OFFICER', checkpointIds: [checkpoint] });
    expect(await bench.ask(me, {}, viewer)).toMatchObject({
      roles: ['CITIZEN', 'LAB_STAFF', 'OFFICER'],
      lab: { id: labId },
      checkpoints: [{ id: checkpoint }],
    });
    const { refreshToken } = session;
    const next = await bench.ask<SessionData>(refreshSession, { input: { refreshToken } });
    expect(await viewerOf(next)).toMatchObject({ checkpointIds: [checkpoint], labId });
  });

  it('of an officer grows by checkpoints, also when they are granted at once, and shrinks by them', async () => {
    const phone = '+84902000022';
    const checkpointIds = Array.from({ length: 6 }, () => randomUUID());
    await Promise.all(checkpointIds.map((id) => granted({ phone, role: 'OFFICER', checkpointIds: [id] })));
    const all = await granted({ phone, role: 'OFFICER', checkpointIds: [checkpointIds[0]!] });
    expect(all.checkpoints.map(({ id }) => id).sort()).toEqual([...checkpointIds].sort());
    const fewer = await revoked({ phone, role: 'OFFICER', checkpointIds: checkpointIds.slice(0, 5) });
    expect(fewer).toMatchObject({ roles: ['CITIZEN', 'OFFICER'], checkpoints: [{ id: checkpointIds[5] }] });
    expect(await revoked({ phone, role: 'OFFICER' })).toMatchObject({ roles: ['CITIZEN'], checkpoints: [] });
    expect(await revoked({ phone, role: 'OFFICER' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('that is taken away is told to every process; one that is added is not', async () => {
    const [phone, labId] = ['+84902000023', await registeredLab()];
    const { id } = await granted({ phone, role: 'LAB_STAFF', labId });
    await granted({ phone, role: 'LAB_STAFF', labId });
    const told = async () =>
      (await bench.topics('account.roles-changed')).filter(({ accountId }) => accountId === id).length;
    expect(await told()).toBe(0);
    await granted({ phone, role: 'LAB_STAFF', labId: await registeredLab() });
    expect(await told()).toBe(1);
    expect(await revoked({ phone, role: 'LAB_STAFF' })).toMatchObject({ roles: ['CITIZEN'], lab: null });
    expect(await told()).toBe(2);
  });

  it('needs what it hangs on, and a phone', async () => {
    const phone = '+84902000024';
    const wrong: [object, string, string[]][] = [
      [{ phone, role: 'LAB_STAFF' }, 'INVALID_ROLE', ['input', 'labId']],
      [{ phone, role: 'LAB_STAFF', labId: 'HCM-01' }, 'INVALID_ROLE', ['input', 'labId']],
      [{ phone, role: 'LAB_STAFF', labId: randomUUID() }, 'INVALID_ROLE', ['input', 'labId']],
      [{ phone, role: 'OFFICER', checkpointIds: [] }, 'INVALID_ROLE', ['input', 'checkpointIds']],
      [{ phone, role: 'OFFICER', checkpointIds: ['gate'] }, 'INVALID_ROLE', ['input', 'checkpointIds']],
      [{ phone: 'none', role: 'ADMIN' }, 'INVALID_PHONE', ['input', 'phone']],
    ];
    for (const [input, code, path] of wrong) expect(await granted(input)).toMatchObject({ code, path });
    const unknown = await revoked({ phone, role: 'ADMIN' });
    expect(unknown).toMatchObject({ code: 'NOT_FOUND' });
    expect(await revoked({ phone: adminPhone, role: 'CITIZEN' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('at a laboratory is granted from the moment that it is registered, and after its event is read', async () => {
    const labId = randomUUID();
    // Committed, and nobody was woken: the event waits.
    await bench.database.query("insert into events.event (topic, payload) values ('lab.registered', $1)", [
      JSON.stringify({ labId }),
    ]);
    const input = { phone: '+84902000027', role: 'LAB_STAFF', labId };
    expect(await granted(input)).toMatchObject({ lab: { id: labId } });
    await bench.events.wake();
    const known = () => bench.database.query('select from citizens.known_lab where id = $1', [labId]);
    await expect.poll(known).toHaveLength(1);
    // Told again, as each day, it is still one; and when the log has forgotten it, it is known.
    await bench.tell('lab.registered', { labId });
    await bench.database.query("delete from events.event where topic = 'lab.registered'");
    expect(await granted({ ...input, labId: labId.toUpperCase() })).toMatchObject({ lab: { id: labId } });
  });

  it('is granted and revoked by an ADMIN alone', async () => {
    const input = { phone: '+84902000025', role: 'ADMIN' };
    for (const operation of [grantRole, revokeRole]) {
      expect(await bench.refusal(operation, { input })).toBe('UNAUTHENTICATED');
      const officer = accountViewer({ roles: ['CITIZEN', 'OFFICER', 'LAB_STAFF'] });
      expect(await bench.refusal(operation, { input }, officer)).toBe('FORBIDDEN');
    }
  });

  it("shows an ADMIN a checkpoint's officers, and nobody else", async () => {
    const id = randomUUID();
    await granted({ phone: '+84902000026', role: 'OFFICER', checkpointIds: [id] });
    const query = `query ($of: [_Any!]!) {
      _entities(representations: $of) { ... on Checkpoint { id officers { maskedPhone } } } }`;
    const of = [
      { __typename: 'Checkpoint', id },
      { __typename: 'Checkpoint', id: randomUUID() },
    ];
    expect(await bench.ask(query, { of }, admin)).toEqual([
      { id, officers: [{ maskedPhone: '+84 ••• ••• 026' }] },
      { id: of[1]!.id, officers: [] },
    ]);
    const officer = accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [id] });
    expect(await bench.ask(query, { of: of.slice(0, 1) }, officer)).toEqual([{ id, officers: null }]);
    expect(await bench.refusal(query, { of }, accountViewer())).toBe('FORBIDDEN');
  });
});

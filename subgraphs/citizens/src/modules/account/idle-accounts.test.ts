import { AccessTokens, type AccountViewer } from '@ketqua/platform';
import { accountViewer, testKey } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CitizensBench, type SessionData } from '../../testing/citizens-bench.js';
import { grantRole, refreshSession } from '../../testing/operations.js';

describe('an account that nobody uses', () => {
  let bench: CitizensBench;
  const phone = '+84902000085';
  const viewerOf = async ({ accessToken }: SessionData) =>
    (await new AccessTokens(testKey).read(accessToken)).viewer as AccountViewer;
  const told = async (id: string) =>
    (await bench.topics('account.idle')).filter(({ accountId }) => accountId === id).length;
  const age = (id: string, days: number) =>
    bench.database.query(
      'update citizens.account set last_used_at = now() - make_interval(days => $2) where id = $1',
      [id, days],
    );

  beforeAll(async () => {
    bench = await CitizensBench.open();
    await bench.report(phone);
  });
  afterAll(() => bench.close());

  it('is told of once after 90 days, and its next sign-in is on a new device', async () => {
    const session = await bench.signIn(phone);
    const before = await viewerOf(session);
    const other = await viewerOf(await bench.signIn(phone));
    await age(before.accountId, 91);
    await expect.poll(() => told(before.accountId)).toBe(1);
    const [devices] = await bench.database.query<{ n: string }>(
      'select count(*) as n from citizens.device where account_id = $1',
      [before.accountId],
    );
    expect(Number(devices!.n)).toBe(0);
    const after = await viewerOf(await bench.signIn(phone, session.deviceToken));
    expect(after.accountId).toBe(before.accountId);
    expect([before.deviceId, other.deviceId]).not.toContain(after.deviceId);
    await age(before.accountId, 91);
    await expect.poll(() => told(before.accountId)).toBe(2);
  });

  it('is told of by the sign-in itself, where that comes first', async () => {
    const quiet = await CitizensBench.open({ keeperMilliseconds: 3_600_000 });
    await quiet.report(phone);
    const session = await quiet.signIn(phone);
    const { accountId, deviceId } = await viewerOf(session);
    await quiet.database.query("update citizens.account set last_used_at = now() - interval '91 days'");
    const after = await viewerOf(await quiet.signIn(phone, session.deviceToken));
    expect(after.deviceId).not.toBe(deviceId);
    expect(await quiet.topics('account.idle')).toEqual([{ accountId }]);
    await quiet.signIn(phone);
    expect(await quiet.topics('account.idle')).toHaveLength(1);
    await quiet.close();
  });

  it('is told of once where several processes look, and so goes what waited for a phone', async () => {
    const phones = Array.from({ length: 12 }, (_, position) => `+849020009${10 + position}`);
    for (const each of phones) await bench.report(each);
    const ids = await Promise.all(
      phones.map(async (each) => (await viewerOf(await bench.signIn(each))).accountId),
    );
    const others = [await bench.beside(), await bench.beside()];
    await bench.database.query(
      `insert into citizens.notice (phone_index, due_at, is_waiting)
         select phone_index, now() - interval '11 minutes', true from citizens.account where id = any($1::uuid[])`,
      [ids],
    );
    await bench.database.query(
      "update citizens.account set last_used_at = now() - interval '91 days' where id = any($1::uuid[])",
      [ids],
    );
    const texts = async () => {
      const all = await Promise.all(phones.map((each) => bench.messagesTo(each)));
      return all.map((messages) => messages.filter(({ code }) => code === null).length);
    };
    await expect.poll(texts, { timeout: 20_000 }).toEqual(phones.map(() => 1));
    await expect.poll(() => Promise.all(ids.map(told))).toEqual(ids.map(() => 1));
    for (const other of others) await other.close();
    expect(await texts()).toEqual(phones.map(() => 1));
    expect(await Promise.all(ids.map(told))).toEqual(ids.map(() => 1));
  });

  it('comes back without the roles that were granted to the number before; granted anew, they stay', async () => {
    const adminPhone = '+84902000096';
    const other = await CitizensBench.open({ bootstrapAdminPhone: adminPhone });
    const age = (id: string, roles: string) =>
      other.database.query(
        `update citizens.account set roles = $2::text[], checkpoint_ids = array[$1::uuid],
                last_used_at = now() - interval '91 days' where id = $1`,
        [id, roles],
      );
    const rolesOf = async (each: string) => {
      const { roles, checkpointIds } = await viewerOf(await other.signIn(each));
      return [...roles, ...checkpointIds];
    };
    const admin = accountViewer({ roles: ['CITIZEN', 'ADMIN'] });
    const grant = (role: string) => other.ask(grantRole, { input: { phone, role } }, admin);
    for (const each of [phone, adminPhone]) await other.report(each);
    const officer = await viewerOf(await other.signIn(phone));
    await age(officer.accountId, '{CITIZEN,OFFICER}');
    expect(await rolesOf(phone)).toEqual(['CITIZEN']);
    await age(officer.accountId, '{CITIZEN,OFFICER}');
    await grant('HELP_DESK');
    expect(await rolesOf(phone)).toEqual(['CITIZEN', 'HELP_DESK']);

    // Whoever has the number of the installation's first ADMIN by now is nobody's, while another one is in use.
    const first = await viewerOf(await other.signIn(adminPhone));
    await grant('ADMIN');
    await age(first.accountId, '{CITIZEN,ADMIN}');
    await (await other.beside()).close();
    expect(await rolesOf(adminPhone)).toEqual(['CITIZEN']);
    await (await other.beside()).close();
    expect(await rolesOf(adminPhone)).toEqual(['CITIZEN']);
    // Where none is, the next start makes one.
    await age(officer.accountId, '{CITIZEN,ADMIN}');
    await (await other.beside()).close();
    expect(await rolesOf(adminPhone)).toEqual(['CITIZEN', 'ADMIN']);
    // Nobody called for any of this: the audit log is told who was made what, once each.
    const acts = await other.topics('authority.acted');
    const byItself = acts
      .filter(({ actor }) => actor === 'ketqua')
      .map(({ act, subject }) => ({ act, subject }));
    const made = { act: 'ROLE_GRANTED', subject: { accountId: first.accountId, role: 'ADMIN' } };
    const taken = (accountId: string, role: string) => ({
      act: 'ROLE_REVOKED',
      subject: { accountId, role },
    });
    expect(byItself).toMatchObject([
      made,
      taken(officer.accountId, 'OFFICER'),
      taken(officer.accountId, 'OFFICER'),
      taken(first.accountId, 'ADMIN'),
      made,
    ]);
    await other.close();
  });

  it('is used by whoever goes on with a session', async () => {
    const { accessToken, refreshToken } = await bench.signIn(phone);
    const { accountId } = await viewerOf({ accessToken } as SessionData);
    await age(accountId, 89);
    await bench.ask(refreshSession, { input: { refreshToken } });
    const [account] = await bench.database.query<{ recent: boolean }>(
      "select last_used_at > now() - interval '1 minute' as recent from citizens.account where id = $1",
      [accountId],
    );
    expect(account!.recent).toBe(true);
  });
});

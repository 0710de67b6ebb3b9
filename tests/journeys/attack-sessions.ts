import { randomBytes } from 'node:crypto';
import { AccessTokens, type AccountViewer } from '@ketqua/platform';
import { describe, expect, it } from 'vitest';
import type { Cast } from './attack-cast.js';

const within5s = { timeout: 5_000, interval: 100 };

/** Attacks with tokens that are not, or no longer, good. */
export function attacksOnSessions(cast: () => Cast): void {
  /** Whether a token is refused: no data, and the code that asks for a new sign-in. */
  const isRefused = async (token: string) => {
    const { data, codes } = await cast().door.ask('{ me { id } }', { token });
    return data === undefined && codes.join() === 'UNAUTHENTICATED';
  };
  const viewer = async (): Promise<AccountViewer> => ({
    kind: 'account',
    accountId: cast().victim.accountId,
    sessionId: crypto.randomUUID(),
    deviceId: crypto.randomUUID(),
    roles: ['CITIZEN', 'ADMIN'],
    phoneIndex: randomBytes(32).toString('base64url'),
    labId: null,
    checkpointIds: [],
    codeVerifiedAt: Math.floor(Date.now() / 1000),
  });

  describe('a token', () => {
    it('that is forged, tampered with, expired or too long-lived opens nothing', async () => {
      const { victim, platform } = cast();
      const altered = (position: number) => {
        const at = position < 0 ? victim.token.length + position : position;
        const other = victim.token[at] === 'A' ? 'B' : 'A';
        return victim.token.slice(0, at) + other + victim.token.slice(at + 1);
      };
      const own = new AccessTokens(platform.masterKey);
      const foreign = new AccessTokens(randomBytes(32));
      const unsigned = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ viewer: await viewer(), iat: 1, exp: 9e9 }))}.`;
      const tokens = {
        altered: altered(-30),
        alteredTag: altered(-2),
        alteredHeader: altered(5),
        cut: victim.token.slice(0, -4),
        unsigned: unsigned.replaceAll('=', ''),
        foreign: (await foreign.issue(await viewer(), 900)).token,
        expired: (await own.issue(await viewer(), -5)).token,
        longLived: (await own.issue(await viewer(), 48 * 3_600)).token,
        nonsense: 'x',
      };
      for (const [name, token] of Object.entries(tokens)) expect(await isRefused(token), name).toBe(true);
      const { codes } = await cast().door.ask('{ me { id } }', { headers: { authorization: 'Basic YTpi' } });
      expect(codes).toEqual(['UNAUTHENTICATED']);
      // The same key and a common lifetime are believed: what was refused above was not refused for its form.
      expect(await isRefused((await own.issue(await viewer(), 900)).token)).toBe(false);
    });

    it('that is forged closes a socket with 4403, an expired one with 4401', async () => {
      const { door, platform, victim } = cast();
      const closing = (token: unknown) => door.socket({ init: { authorization: token } }).closed;
      const expired = await new AccessTokens(platform.masterKey).issue(await viewer(), -5);
      expect(await closing(`Bearer ${victim.token.slice(0, -6)}AAAAAA`)).toBe(4403);
      expect(await closing('Bearer')).toBe(4403);
      expect(await closing({ toString: 'Bearer' })).toBe(4403);
      expect(await closing(`Bearer ${expired.token}`)).toBe(4401);
    });

    it('of a session that ended is refused within five seconds, and its open socket is closed', async () => {
      const { door } = cast();
      const leaving = await cast().newPerson('CITIZEN');
      const socket = await door.socket({ init: { authorization: `Bearer ${leaving.token}` } }).ready();
      socket.subscribe('open', 'subscription { resultReleased { id } }');
      const endedAt = Date.now();
      await door.call('signOut', '... on SignOutPayload { endedSessions }', {}, leaving.token);
      expect(await socket.closed).toBe(4403);
      expect(Date.now() - endedAt).toBeLessThan(5_000);
      await expect.poll(() => isRefused(leaving.token), within5s).toBe(true);
    });

    it('of a laboratory whose key was revoked is refused within five seconds, and its socket is closed', async () => {
      const { door, admin, labIds } = cast();
      const key = await door.call(
        'issueLabKey',
        '... on LabKey { id secret }',
        { labId: labIds[2], label: 'to be revoked' },
        admin.token,
      );
      const token = await cast().labSession(key.secret!);
      const socket = await door.socket({ init: { authorization: `Bearer ${token}` } }).ready();
      expect(await isRefused(token)).toBe(false);
      await door.call('revokeLabKey', '... on LabKey { id }', { id: key.id }, admin.token);
      expect(await socket.closed).toBe(4403);
      await expect.poll(() => isRefused(token), within5s).toBe(true);
      expect(
        await door.call('createLabSession', '... on LabSession { accessToken }', { apiKey: key.secret }),
      ).toMatchObject({
        __typename: 'InvalidLabKeyError',
      });
    });

    it('that names a role which was taken away is refused within five seconds', async () => {
      const { door, admin, otherCheckpointId } = cast();
      const officer = await cast().newPerson('OFFICER', { checkpointIds: [otherCheckpointId] });
      const history = `{ verificationHistory(checkpointId: "${otherCheckpointId}") { edges { cursor } } }`;
      expect((await door.ask(history, { token: officer.token })).codes).toEqual([]);
      const socket = await door.socket({ init: { authorization: `Bearer ${officer.token}` } }).ready();
      const { phone } = officer;
      await door.call('revokeRole', '... on RoleGrant { roles }', { phone, role: 'OFFICER' }, admin.token);
      expect(await socket.closed).toBe(4401);
      await expect.poll(() => isRefused(officer.token), within5s).toBe(true);
      const { refreshToken } = officer;
      const session = await door.call('refreshSession', '... on Session { accessToken }', { refreshToken });
      expect((await door.ask(history, { token: session.accessToken! })).codes).toEqual(['FORBIDDEN']);
    });
  });

  describe('a refresh token', () => {
    it('that comes twice ends the whole family: the thief and the owner', async () => {
      const { door } = cast();
      const person = await cast().newPerson('CITIZEN');
      const refresh = (refreshToken: string) =>
        door.call('refreshSession', '... on Session { accessToken refreshToken }', { refreshToken });
      const second = await refresh(person.refreshToken);
      expect(second.__typename).toBe('Session');
      expect(await refresh(person.refreshToken)).toMatchObject({ code: 'SESSION_EXPIRED' });
      expect(await refresh(second.refreshToken!)).toMatchObject({ code: 'SESSION_EXPIRED' });
      await expect.poll(() => isRefused(second.accessToken!), within5s).toBe(true);
      expect(await isRefused(person.token)).toBe(true);
    });

    it('that comes twenty times at once gives at most one session, which is ended', async () => {
      const { door } = cast();
      const { refreshToken } = await cast().newPerson('CITIZEN');
      const payload = '... on Session { accessToken }';
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => door.call('refreshSession', payload, { refreshToken })),
      );
      const sessions = answers.filter(({ __typename }) => __typename === 'Session');
      expect(sessions).toHaveLength(1);
      await expect.poll(() => isRefused(sessions[0]!.accessToken!), within5s).toBe(true);
    });
  });
}

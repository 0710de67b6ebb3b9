import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { happened } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';
import { TestSocket } from '../testing/test-socket.js';

const me = '{ me { kind refreshToken } }';
const refused = [{ message: 'Sign in first', extensions: { code: 'UNAUTHENTICATED' } }];
const released = 'subscription { resultReleased { id } }';

let test: TestGateway;
beforeAll(async () => {
  test = await TestGateway.open('in-process');
});
afterAll(() => test.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a request over HTTP', () => {
  it('is anonymous without a token, and refused with one that is no good', async () => {
    expect((await test.post(me)).body.data).toEqual({ me: { kind: 'anonymous', refreshToken: null } });
    for (const authorization of ['Bearer nonsense', 'Bearer', 'Basic YTpi']) {
      expect((await test.post(me, undefined, { authorization })).body).toEqual({ errors: refused });
    }
    const expired = await test.token(accountViewer(), -1);
    expect((await test.post(me, undefined, bearer(expired))).body).toEqual({ errors: refused });
  });

  it('takes the cookie of a page, and lets an expired one refresh its session', async () => {
    const token = await test.token(accountViewer());
    const signedIn = await test.post(me, undefined, { cookie: `ketqua_access=${token}` });
    expect(signedIn.body.data).toEqual({ me: { kind: 'account', refreshToken: null } });
    const expired = await test.token(accountViewer(), -1);
    const stale = await test.post(me, undefined, {
      cookie: `ketqua_access=${expired}; ketqua_refresh=once`,
    });
    expect(stale.body.data).toEqual({ me: { kind: 'anonymous', refreshToken: 'once' } });
  });

  it('takes away a cookie that is no good, so that the page is not stuck with it', async () => {
    const { body, headers } = await test.post(me, undefined, { cookie: 'ketqua_access=nonsense' });
    expect(body).toEqual({ errors: refused });
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^ketqua_access=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
  });

  it('refuses a token that lives longer than revocations are remembered', async () => {
    const eternal = await test.token(accountViewer(), 48 * 3_600);
    expect((await test.post(me, undefined, bearer(eternal))).body).toEqual({ errors: refused });
  });
});

describe('a revocation', () => {
  it('refuses a session that ended, and only that one', async () => {
    const ended = accountViewer();
    const [token, other] = [await test.token(ended), await test.token(accountViewer())];
    await test.happened(happened('session.ended', { sessionId: ended.sessionId }));
    await expect
      .poll(async () => (await test.post(me, undefined, bearer(token))).body.errors, { timeout: 5_000 })
      .toEqual(refused);
    expect((await test.post(me, undefined, bearer(other))).body.errors).toBeUndefined();
  });

  it('refuses a laboratory key', async () => {
    const token = await test.token({ kind: 'lab', labId: 'lab-1', keyId: 'key-1', access: 'SUBMIT' });
    await test.happened(happened('lab-key.revoked', { keyId: 'key-1', labId: 'lab-1' }));
    await expect
      .poll(async () => (await test.post(me, undefined, bearer(token))).body.errors, { timeout: 5_000 })
      .toEqual(refused);
  });

  it('refuses what an account held before its roles changed, and takes what is issued right after', async () => {
    const viewer = accountViewer();
    const before = await test.token(viewer);
    const socket = await TestSocket.open(test.url, before);
    await socket.next('connection_ack');
    await test.happened(happened('account.roles-changed', { accountId: viewer.accountId }));
    await expect
      .poll(async () => (await test.post(me, undefined, bearer(before))).body.errors, { timeout: 5_000 })
      .toEqual(refused);
    const after = await test.token(viewer);
    expect((await test.post(me, undefined, bearer(after))).body.errors).toBeUndefined();
    // A page refreshes its session on 4401; its cookie is as good as expired.
    expect((await socket.closed).code).toBe(4401);
    const page = await test.post(me, undefined, { cookie: `ketqua_access=${before}; ketqua_refresh=once` });
    expect(page.body.data).toEqual({ me: { kind: 'anonymous', refreshToken: 'once' } });
  });

  it('is known to a gateway that starts later', async () => {
    const viewer = accountViewer();
    await test.happened(happened('session.ended', { sessionId: viewer.sessionId }));
    const { Revocations } = await import('./revocations.js');
    const { silentLog } = await import('@ketqua/platform/testing');
    const later = await Revocations.open(test.events, silentLog);
    const claims = { viewer, issuedAt: new Date(), expiresAt: new Date(Date.now() + 1_000) };
    // On a server the log tells nothing past a transaction that is open, be it another database's: then the tail tells it.
    await expect.poll(() => later.stateOf(claims)).toBe('revoked');
    await later.close();
  });

  it.each([
    ['a query', me, 'application/graphql-response+json'],
    ['an event stream', released, 'text/event-stream, application/graphql-response+json'],
  ])('refuses %s whose body was held back until the session was over', async (_what, query, accept) => {
    const viewer = accountViewer();
    const token = await test.token(viewer);
    const body = JSON.stringify({ query });
    const asked = request(test.url, {
      method: 'POST',
      headers: {
        ...bearer(token),
        accept,
        'content-type': 'application/json',
        'content-length': body.length,
        expect: '100-continue',
      },
    });
    const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
    asked.flushHeaders();
    await once(asked, 'continue');
    // It is admitted by the time that a whole request is answered.
    expect((await test.post(me, undefined, bearer(token))).body.data).toBeDefined();
    await test.happened(happened('session.ended', { sessionId: viewer.sessionId }));
    await expect.poll(async () => (await test.post(me, undefined, bearer(token))).status).toBe(401);
    asked.end(body);
    const [answer] = await answered;
    expect(answer.statusCode).toBe(401);
    answer.destroy();
  });

  it('ends an open socket, and its stream at the source, within five seconds', async () => {
    const viewer = accountViewer();
    const socket = await TestSocket.open(test.url, await test.token(viewer));
    await socket.next('connection_ack');
    socket.subscribe('1', released);
    await test.stage.streams(1);
    const startedAt = performance.now();
    await test.happened(happened('session.ended', { sessionId: viewer.sessionId }));
    expect((await socket.closed).code).toBe(4403);
    await expect.poll(() => test.stage.signals.at(-1)?.aborted).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe('a socket', () => {
  it('closes with 4403 on an invalid token and with 4401 on an expired one', async () => {
    const invalid = await TestSocket.open(test.url, 'nonsense');
    expect((await invalid.closed).code).toBe(4403);
    const expired = await TestSocket.open(test.url, await test.token(accountViewer(), -1));
    expect((await expired.closed).code).toBe(4401);
    expect([...invalid.messages, ...expired.messages]).toEqual([]);
  });

  it('closes with 4401 when its token expires while it is open', async () => {
    const socket = await TestSocket.open(test.url, await test.token(accountViewer(), 2));
    await socket.next('connection_ack');
    socket.subscribe('1', released);
    await test.stage.streams(1);
    const { code } = await socket.closed;
    expect(code).toBe(4401);
    await expect.poll(() => test.stage.signals.at(-1)?.aborted).toBe(true);
  });

  it("takes the page's cookie, and only from the gateway's own origin", async () => {
    const cookie = `ketqua_access=${await test.token(accountViewer())}`;
    const origin = test.gateway.url;
    const socket = await TestSocket.open(test.url, undefined, { cookie, origin });
    await socket.next('connection_ack');
    socket.subscribe('1', released);
    await test.stage.streams(1);
    socket.close();
    await expect(
      TestSocket.open(test.url, undefined, { cookie, origin: 'https://evil.example' }),
    ).rejects.toThrow('403');
  });
});

import { GraphqlClient } from '@ketqua/cli';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { LoadBalancer } from './load-balancer.js';
import { claimAll, labOf, newPhone, sentResult, submit } from './people.js';
import { ResumingSubscriber } from './resuming-subscriber.js';
import { RunningPlatform } from './running-platform.js';

describe.runIf(process.env.DATABASE_URL)('several gateways behind a plain load balancer', () => {
  let platform: RunningPlatform;
  let doors: string[];
  let balancer: LoadBalancer;
  beforeAll(async () => {
    platform = await RunningPlatform.start();
    const others = [await platform.anotherGateway(), await platform.anotherGateway()];
    doors = [platform.url, ...others.map(({ url }) => url)];
    balancer = await LoadBalancer.before(doors);
  });
  afterAll(async () => {
    balancer?.close();
    await platform?.stop();
  });

  /** Signs in at one door; gives the tokens. */
  async function sessionAt(
    door: string,
    phone: string,
  ): Promise<{ accessToken: string; refreshToken: string }> {
    const client = new GraphqlClient(door);
    const { id } = await client.mutate<{ id: string }>('requestOtp', '... on OtpChallenge { id }', { phone });
    let code: string | undefined;
    await expect
      .poll(async () => {
        const messages = (await (
          await fetch(`${door}/dev/messages`, { headers: { accept: 'application/json' } })
        ).json()) as { to: string; code: string | null }[];
        code = messages.find((message) => message.to === phone && message.code)?.code ?? undefined;
        return code;
      })
      .toBeDefined();
    return client.mutate('verifyOtp', '... on Session { accessToken refreshToken }', {
      challengeId: id,
      code,
    });
  }

  it('take in at one what began at another: sign-in, claim, query, refresh, sign-out', async () => {
    const phone = newPhone();
    await submit(new GraphqlClient(doors[1]!).as(await labToken()), [sentResult(phone)]);
    const session = await sessionAt(doors[0]!, phone);
    const at = (position: number) => new GraphqlClient(doors[position]!).as(session.accessToken);
    expect(await claimAll(at(1), '1990-03-14')).toHaveLength(1);
    const { me } = await at(2).ask<{ me: { citizen: { people: { results: { edges: unknown[] } }[] } } }>(
      '{ me { citizen { people { results { edges { node { id } } } } } } }',
    );
    expect(me.citizen.people[0]!.results.edges).toHaveLength(1);
    const refreshed = await new GraphqlClient(doors[1]!).mutate<{ accessToken: string }>(
      'refreshSession',
      '... on Session { accessToken }',
      { refreshToken: session.refreshToken },
    );
    expect(refreshed.accessToken).not.toBe(session.accessToken);
  });

  async function labToken(): Promise<string> {
    const { apiKey } = platform.credentials.labs[0]!;
    const session = await new GraphqlClient(balancer.url).mutate<{ accessToken: string }>(
      'createLabSession',
      '... on LabSession { accessToken }',
      { apiKey },
    );
    return session.accessToken;
  }

  it('answer through the balancer, whoever a connection comes to', async () => {
    const token = await labToken();
    const asked = Array.from({ length: 30 }, async () => {
      const response = await fetch(`${balancer.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          connection: 'close',
        },
        body: JSON.stringify({ query: '{ viewer: me { __typename } }' }),
      });
      return response.status;
    });
    expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
    for (const door of doors) {
      const page = await (await fetch(`${door}/metrics`)).text();
      expect(Number(/^ketqua_requests_total (\d+)$/m.exec(page)?.[1])).toBeGreaterThan(0);
    }
  });

  it('let a subscriber return to another one by its cursor, without a gap or a double', async () => {
    const lab = await labOf(platform);
    const token = await labToken();
    const constant = new ResumingSubscriber(doors[0]!, token);
    const wandering = new ResumingSubscriber(balancer.url, token);
    await constant.begin();
    await wandering.begin();
    await expect
      .poll(async () => {
        await submit(lab, [sentResult(newPhone())]);
        return constant.heard.length && wandering.heard.length;
      })
      .toBeGreaterThan(0);
    for (let visit = 1; visit <= 6; visit++) {
      wandering.leave();
      await submit(lab, [sentResult(newPhone()), sentResult(newPhone())]);
      await expect.poll(() => wandering.visits).toBe(visit + 1);
    }
    await expect.poll(() => wandering.heard.at(-1) === constant.heard.at(-1)).toBe(true);
    const common = Math.min(wandering.heard.length, constant.heard.length);
    expect(common).toBeGreaterThanOrEqual(12);
    expect(wandering.heard.slice(-common)).toEqual(constant.heard.slice(-common));
    expect(new Set(wandering.heard).size).toBe(wandering.heard.length);
    constant.end();
    wandering.end();
  });

  it('all refuse a session that was ended at one of them, and close its sockets', async () => {
    const phone = newPhone();
    await submit(await labOf(platform), [sentResult(phone)]);
    const { accessToken } = await sessionAt(doors[0]!, phone);
    const sockets = await Promise.all(doors.map((door) => socketAt(door, accessToken)));
    const closed = sockets.map(
      (socket) => new Promise<number>((resolve) => socket.once('close', (code) => resolve(code))),
    );
    await new GraphqlClient(doors[1]!).as(accessToken).ask('mutation { signOut(input: {}) { __typename } }');
    expect(await Promise.all(closed)).toEqual(doors.map(() => 4403));
    for (const door of doors) {
      await expect(new GraphqlClient(door).as(accessToken).ask('{ me { id } }')).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
      });
    }
  });

  async function socketAt(door: string, token: string): Promise<WebSocket> {
    const socket = new WebSocket(`${door.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.on('open', () => {
        const payload = { authorization: `Bearer ${token}` };
        socket.send(JSON.stringify({ type: 'connection_init', payload }));
      });
      socket.once('message', () => resolve());
    });
    return socket;
  }

  it('count together what is limited', async () => {
    // One wrong code after another, at every door in turn: the code knows five tries, not five a gateway.
    const phone = newPhone();
    await submit(await labOf(platform), [sentResult(phone)]);
    const client = new GraphqlClient(doors[0]!);
    const { id } = await client.mutate<{ id: string }>('requestOtp', '... on OtpChallenge { id }', { phone });
    const told: string[] = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      const at = new GraphqlClient(doors[attempt % doors.length]!);
      const refusal = await at
        .mutate('verifyOtp', '... on Session { accessToken }', { challengeId: id, code: '000000' })
        .then(
          () => 'LET IN',
          ({ code }: { code: string }) => code,
        );
      told.push(refusal);
    }
    expect(told.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => 'OTP_INCORRECT'));
    expect(told.slice(5)).not.toContain('OTP_INCORRECT');
    expect(told).not.toContain('LET IN');
  });

  it('refuse at one what was used up at another', async () => {
    const limits = { KETQUA_KEY_REQUESTS_PER_MINUTE: '40' };
    const [busy, quiet] = [await platform.anotherGateway(limits), await platform.anotherGateway(limits)];
    const token = await labToken();
    const askAt = (door: string) =>
      new GraphqlClient(door)
        .as(token)
        .ask('{ me { __typename } }')
        .then(
          () => 'ANSWERED',
          ({ code }: { code: string }) => code,
        );
    // The quiet one is asked a few times only, fewer than it would refuse by itself; a minute may end meanwhile.
    const next = async () => {
      await Promise.all(Array.from({ length: 20 }, () => askAt(busy.url)));
      return askAt(quiet.url);
    };
    await expect.poll(next, { interval: 1_500 }).toBe('RATE_LIMITED');
  });
});

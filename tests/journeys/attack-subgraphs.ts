import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import {
  anonymous,
  type Caller,
  deriveKey,
  operationBody,
  RequestSigner,
  signatureHeader,
} from '@ketqua/platform';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Cast } from './attack-cast.js';

/** Attacks past the gateway, on the subgraphs of the distributed mode. */
export function attacksOnSubgraphs(cast: () => Cast): void {
  const rooms = ['citizens', 'labs', 'results'] as const;
  const admin = (): Caller => ({
    viewer: {
      kind: 'account',
      accountId: cast().victim.accountId,
      sessionId: crypto.randomUUID(),
      deviceId: crypto.randomUUID(),
      roles: ['CITIZEN', 'ADMIN'],
      phoneIndex: '',
      labId: null,
      checkpointIds: [],
      codeVerifiedAt: Math.floor(Date.now() / 1000),
    },
    locale: 'en',
    address: '127.0.0.1',
    requestId: crypto.randomUUID(),
  });
  const post = async (room: (typeof rooms)[number], body: string, signature?: string) => {
    const response = await fetch(cast().platform.subgraphUrl(room), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(signature && { [signatureHeader]: signature }) },
      body,
    });
    return { status: response.status, text: await response.text() };
  };
  const entities = () =>
    JSON.stringify({
      query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on TestResult { outcome } } }',
      variables: { r: [{ __typename: 'TestResult', id: cast().victim.resultId }] },
    });

  describe('a request that goes straight to a subgraph', () => {
    it('is refused unsigned, `_service` and `_entities` included', async () => {
      for (const room of rooms) {
        for (const body of [
          '{"query":"{ _service { sdl } }"}',
          '{"query":"{ __typename }"}',
          entities(),
          '',
        ]) {
          for (const signature of [undefined, 'x', cast().victim.token]) {
            const { status, text } = await post(room, body, signature);
            expect(status, `${room} ${body}`).toBe(401);
            expect(text).not.toContain('sdl');
          }
        }
      }
    });

    it('is refused when it was signed by another key, for another room, for another body, or sent before', async () => {
      const signer = new RequestSigner(cast().platform.masterKey);
      const foreign = new RequestSigner(Buffer.alloc(32, 9));
      const body = '{"query":"{ _service { sdl } }"}';
      expect((await post('results', body, await foreign.sign('results', body, admin()))).status).toBe(401);
      expect((await post('results', body, await signer.sign('labs', body, admin()))).status).toBe(401);
      expect((await post('results', entities(), await signer.sign('results', body, admin()))).status).toBe(
        401,
      );
      const signature = await signer.sign('results', body, admin());
      expect((await post('results', body, signature)).status).toBe(200);
      expect((await post('results', body, signature)).status).toBe(401);
      const [head, claims, mac] = signature.split('.') as [string, string, string];
      const altered = Buffer.from(claims, 'base64url').toString().replace('"CITIZEN"', '"OFFICER"');
      const forged = `${head}.${Buffer.from(altered).toString('base64url')}.${mac}`;
      expect((await post('results', body, forged)).status).toBe(401);
      const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
      expect((await post('results', body, unsigned)).status).toBe(401);
    });

    it('is refused when it was signed by somebody else, without an end, or long ago', async () => {
      const key = deriveKey(cast().platform.masterKey, 'gateway-request');
      const body = '{"query":"{ _service { sdl } }"}';
      const written = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const sign = (issuer: string, seconds: number | undefined) => {
        const claims = {
          body: createHash('sha256').update(body).digest('base64url'),
          caller: { ...admin(), viewer: anonymous },
          iss: issuer,
          aud: 'results',
          jti: crypto.randomUUID(),
          ...(seconds !== undefined && { exp: Math.floor(Date.now() / 1000) + seconds }),
        };
        const signed = `${written({ alg: 'HS256' })}.${written(claims)}`;
        return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
      };
      const statusOf = async (issuer: string, seconds?: number) =>
        (await post('results', body, sign(issuer, seconds))).status;
      expect(await statusOf('gateway', 30)).toBe(200);
      expect(await statusOf('labs', 30)).toBe(401);
      expect(await statusOf('gateway')).toBe(401);
      expect(await statusOf('gateway', -1)).toBe(401);
    });

    it('is judged again for its viewer, though the gateway signed it', async () => {
      const signer = new RequestSigner(cast().platform.masterKey);
      const ask = async (room: (typeof rooms)[number], query: string) => {
        const body = JSON.stringify({ query });
        return (await post(room, body, await signer.sign(room, body, { ...admin(), viewer: anonymous })))
          .text;
      };
      expect(await ask('labs', '{ labs { edges { cursor } } }')).toContain('UNAUTHENTICATED');
      expect(await ask('citizens', 'mutation { signOut(input: {}) { __typename } }')).toContain(
        'UNAUTHENTICATED',
      );
      expect(await ask('results', '{ submissions { edges { cursor } } }')).toContain('UNAUTHENTICATED');
    });

    it('is refused over a socket in the same ways', async () => {
      const signer = new RequestSigner(cast().platform.masterKey);
      const socket = new WebSocket(
        cast().platform.subgraphUrl('results').replace(/^http/, 'ws'),
        'graphql-transport-ws',
      );
      const frames: { id?: string; type: string; payload?: unknown }[] = [];
      socket.on('message', (frame) => frames.push(JSON.parse(String(frame))));
      await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'connection_init' }));
      await expect.poll(() => frames.length).toBe(1);
      const query = 'subscription { verificationFeed(checkpointIds: []) { id } }';
      const subscribe = (id: string, payload: object, signature?: string) => {
        const extensions = signature && { [signatureHeader]: signature };
        socket.send(JSON.stringify({ id, type: 'subscribe', payload: { ...payload, extensions } }));
      };
      const sign = (audience: string, operation: { query: string; operationName?: string }) =>
        signer.sign(audience, operationBody(operation), admin());
      const once2 = await sign('results', { query });
      subscribe('good', { query }, once2);
      subscribe('unsigned', { query });
      subscribe('unsigned query', { query: '{ _service { sdl } }' });
      subscribe('other room', { query }, await sign('labs', { query }));
      subscribe('other body', { query: `${query} ` }, await sign('results', { query }));
      subscribe('other operation', { query, operationName: 'A' }, await sign('results', { query }));
      subscribe('again', { query }, once2);
      const refused = ['unsigned', 'unsigned query', 'other room', 'other body', 'other operation', 'again'];
      const errors = () => frames.filter(({ type }) => type === 'error').map(({ id }) => id);
      await expect.poll(() => errors().sort()).toEqual(refused.sort());
      expect(JSON.stringify(frames)).not.toContain('sdl');
      socket.terminate();
    });
  });
}

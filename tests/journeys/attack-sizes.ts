import { describe, expect, it } from 'vitest';
import type { Cast } from './attack-cast.js';
import { newPhone, sentResult } from './people.js';

/** Attacks by size, on documents, bodies and sockets, and attacks from a foreign page. */
export function attacksBySize(cast: () => Cast): void {
  const stillAnswers = async () => {
    const began = Date.now();
    const { data } = await cast().door.ask('{ me { id } }', { token: cast().victim.token });
    expect(data).toEqual({ me: { id: cast().victim.accountId } });
    expect(Date.now() - began).toBeLessThan(1_000);
  };
  const times = (count: number, text: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => text(n)).join(' ');

  describe('a document made to cost', () => {
    const documents: Readonly<Record<string, () => string>> = {
      'nine thousand aliases': () => `{ ${times(4_000, (n) => `a${n}: me { id }`)} }`,
      'nine thousand aliased mutations': () =>
        `mutation { ${times(1_500, (n) => `a${n}: signOut(input: {}) { __typename }`)} }`,
      'a hundred aliases': () => `{ ${times(100, (n) => `a${n}: me { id }`)} }`,
      'the same field a thousand times': () => `{ ${times(1_000, () => 'me { id }')} }`,
      'a deep one': () => `{ me { checkpoints ${'{ officers '.repeat(2_000)} { id } ${'}'.repeat(2_000)} } }`,
      'a deep one of unknown fields': () => `${'{ a '.repeat(40)} ${'}'.repeat(40)}`,
      'a circle of fragments': () =>
        '{ me { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }',
      'a fragment within itself': () =>
        '{ me { ...A } } fragment A on Viewer { citizen { people { id } } ...A }',
      'fragments that double and double': () =>
        `{ me { ...F0 } } ${times(60, (n) => `fragment F${n} on Viewer { ...F${n + 1} ...F${n + 1} }`)} fragment F60 on Viewer { citizen { people { results(first: 100) { edges { node { history { version } } } } } } }`,
      'a flood of directives': () => `{ me { id ${times(900, () => '@skip(if: false)')} } }`,
      'a flood of unknown directives': () => `{ me { id ${times(900, (n) => `@d${n}`)} } }`,
      'pages of pages': () =>
        `{ me { citizen { people { ${times(29, (n) => `r${n}: results(first: 100) { edges { node { history { version } qrTokens { id } lab { name } } } }`)} } } } }`,
      'a flood of variables': () => `query (${times(600, (n) => `$v${n}: Int`)}) { me { id } }`,
      'a flood of comments and names': () => `{ ${times(3_000, (n) => `f${n}`)} }`,
    };
    for (const [name, document] of Object.entries(documents)) {
      it(`is refused, and the next is answered: ${name}`, async () => {
        const { door, victim } = cast();
        const began = Date.now();
        const { status, codes, data } = await door.ask(document(), { token: victim.token });
        expect(status).toBeLessThan(500);
        expect(codes.length).toBeGreaterThan(0);
        expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
        expect(data ?? null).toBeNull();
        expect(Date.now() - began).toBeLessThan(2_000);
        await stillAnswers();
      });
    }

    it('is refused over a socket too', async () => {
      const { door, labs } = cast();
      const socket = await door.socket({ init: { authorization: `Bearer ${labs[0]}` } }).ready();
      const deep = `subscription { resultReleased { result ${'{ lab '.repeat(20)} { id } ${'}'.repeat(20)} } }`;
      const wide = `subscription { resultReleased { ${times(100, (n) => `a${n}: id`)} } }`;
      const circle = 'subscription { ...A } fragment A on Subscription { ...A }';
      const conditional = 'subscription ($v: Boolean!) { resultReleased @skip(if: $v) { id } }';
      for (const [id, query] of Object.entries({ deep, wide, circle, conditional })) {
        socket.subscribe(id, query, { v: true });
        await expect.poll(() => socket.codes(id)[0]).toBe('GRAPHQL_VALIDATION_FAILED');
      }
      socket.close();
      await stillAnswers();
    });
  });

  describe('a body', () => {
    it('past 100 kB is refused to anybody but a laboratory, whatever its headers say', async () => {
      const { door, victim, labs, platform } = cast();
      const body = JSON.stringify({ query: '{ me { id } }', variables: { padding: 'x'.repeat(101 * 1024) } });
      for (const token of [undefined, victim.token])
        expect((await door.send(body, { token })).status).toBe(413);
      expect((await door.send(body, { token: labs[0] })).data).toEqual({ me: null });
      const past16MB = JSON.stringify({
        query: '{ me { id } }',
        variables: { padding: 'x'.repeat(16.1 * 1024 * 1024) },
      });
      const answers = await Promise.allSettled([door.send(past16MB, { token: labs[0] })]);
      for (const answer of answers) if (answer.status === 'fulfilled') expect(answer.value.status).toBe(413);
      // Without a length: the bytes are counted as they come.
      let left = 20;
      const endless = new ReadableStream({
        pull: (controller) =>
          left-- ? controller.enqueue(new Uint8Array(16_384).fill(32)) : controller.close(),
      });
      const streamed = await fetch(`${platform.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: endless,
        duplex: 'half',
      } as RequestInit).then(
        ({ status }) => status,
        () => 413,
      );
      expect(streamed).toBe(413);
      await stillAnswers();
    });

    it('that is a batch, no object, no JSON or deeply nested is refused', async () => {
      const { door } = cast();
      const bodies = [
        '[{"query":"{ me { id } }"},{"query":"{ me { id } }"}]',
        '[]',
        '"{ me { id } }"',
        'null',
        '{',
        '{"query":1}',
        '{"query":"{ me { id } }","variables":"x"}',
        '{"query":"{ me { id } }","variables":[1]}',
        `{"query":"{ me { id } }","variables":${'['.repeat(40_000)}${']'.repeat(40_000)}}`,
        '{"query":"query A { me { id } } query B { me { id } }"}',
        '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}',
      ];
      for (const body of bodies) {
        const { status, codes } = await door.send(body);
        expect(status, body.slice(0, 60)).toBeLessThan(500);
        expect(codes.length, body.slice(0, 60)).toBeGreaterThan(0);
        expect(codes, body.slice(0, 60)).not.toContain('INTERNAL_SERVER_ERROR');
      }
      await stillAnswers();
    });

    it('sent by a page elsewhere is refused: a form, a query in the address, a foreign method', async () => {
      const { door, victim, platform } = cast();
      const query = JSON.stringify({
        query: 'mutation { signOut(input: { everywhere: true }) { __typename } }',
      });
      const cookie = `ketqua_access=${victim.token}`;
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        '',
      ]) {
        const { status, data } = await door.send(query, { headers: { 'content-type': type, cookie } });
        expect(status, type).toBeGreaterThanOrEqual(400);
        expect(data ?? null).toBeNull();
      }
      // A mutation in the address Apollo Server would refuse too; a query, whose identifiers then stand in logs, it answers.
      for (const operation of ['mutation{signOut(input:{everywhere:true}){__typename}}', '{me{id}}']) {
        const address = `${platform.url}/graphql?query=${encodeURIComponent(operation)}`;
        for (const method of ['GET', 'PUT', 'DELETE', 'HEAD']) {
          const headers = { cookie, 'content-type': 'application/json' };
          expect((await fetch(address, { method, headers })).status, `${method} ${operation}`).toBe(405);
        }
      }
      const preflight = await fetch(`${platform.url}/graphql`, {
        method: 'OPTIONS',
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      });
      expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
      await stillAnswers();
    });
  });

  describe('a socket', () => {
    const open = async () =>
      cast()
        .door.socket({ init: { authorization: `Bearer ${cast().labs[0]}` } })
        .ready();

    it('answers no query and no mutation, and takes no sixth subscription', async () => {
      const socket = await open();
      socket.subscribe('query', '{ me { id } }');
      socket.subscribe('mutation', 'mutation { signOut(input: {}) { __typename } }');
      for (const id of ['query', 'mutation'])
        await expect.poll(() => socket.codes(id)).toEqual(['SUBSCRIPTIONS_ONLY']);
      for (let n = 1; n <= 6; n++) socket.subscribe(String(n), 'subscription { resultReleased { id } }');
      await expect.poll(() => socket.codes('6')).toEqual(['TOO_MANY_SUBSCRIPTIONS']);
      await cast().submit([sentResult(newPhone())]);
      await expect
        .poll(() => [1, 2, 3, 4, 5].map((n) => socket.heard(String(n)).length))
        .toEqual([1, 1, 1, 1, 1]);
      socket.close();
    });

    it('is closed for a frame past 16 kB, for a flood of frames, and for silence instead of an introduction', async () => {
      const { door } = cast();
      const large = await open();
      large.subscribe('large', `subscription { resultReleased { id } } # ${'x'.repeat(17_000)}`);
      expect(await large.closed).toBe(1009);
      const flooding = await open();
      for (let n = 0; n < 400; n++) flooding.say({ type: 'ping' });
      expect(await flooding.closed).toBe(4429);
      const early = door.socket();
      early.socket.once('open', () => early.subscribe('early', 'subscription { resultReleased { id } }'));
      expect(await early.closed).toBe(4401);
      const silent = door.socket();
      const began = Date.now();
      expect(await silent.closed).toBe(4408);
      expect(Date.now() - began).toBeLessThan(5_000);
      const twice = await open();
      twice.say({ type: 'connection_init', payload: {} });
      expect(await twice.closed).toBe(4429);
      const garbage = await open();
      garbage.socket.send('no JSON');
      expect(await garbage.closed).toBe(4400);
    });

    it('is opened to no page of another origin, at no other path, in no other protocol', async () => {
      const { door, victim } = cast();
      const cookie = `ketqua_access=${victim.token}`;
      for (const origin of ['https://evil.example', 'null', `${door.url}.evil.example`, 'file://']) {
        expect(await door.socket({ headers: { origin, cookie }, init: {} }).closed, origin).toBe(403);
      }
      const same = await door.socket({ headers: { origin: door.url }, init: {} }).ready();
      same.close();
    });

    it('of nobody opens no stream', async () => {
      const socket = await cast().door.socket({ init: {} }).ready();
      socket.subscribe('results', 'subscription { resultReleased { id } }');
      socket.subscribe('feed', 'subscription { verificationFeed(checkpointIds: []) { id } }');
      for (const id of ['results', 'feed'])
        await expect.poll(() => socket.codes(id)).toEqual(['UNAUTHENTICATED']);
      socket.close();
    });
  });
}

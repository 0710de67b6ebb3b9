import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';
import { TestSocket } from '../testing/test-socket.js';
import { TrustedDocuments } from './trusted-documents.js';

const me = 'query Me { me { kind } }';
const released = 'subscription Released { resultReleased { id } }';
const idOf = (text: string) => createHash('sha256').update(text).digest('hex');
const manifest = (...texts: string[]) =>
  JSON.stringify({
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: texts.map((body) => ({ id: idOf(body), name: 'Named', type: 'query', body })),
  });

const keyId = randomUUID();
let folder: string;
let test: TestGateway;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ketqua-documents-'));
  writeFileSync(join(folder, 'page.json'), manifest(me, released));
  const trustedDocuments = { folder, isEnforced: true, free: [keyId] };
  test = await TestGateway.open('in-process', { trustedDocuments, introspection: false });
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true });
});

async function send(body: object, token?: string) {
  const response = await fetch(test.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const { data, errors } = (await response.json()) as {
    data?: unknown;
    errors?: { message: string; extensions: { code: string } }[];
  };
  return { status: response.status, data, code: errors?.[0]?.extensions.code, message: errors?.[0]?.message };
}

describe('a gateway that trusts documents', () => {
  it('executes those of its manifests, by identifier and by text, however that is spaced', async () => {
    const answered = { data: { me: { kind: 'anonymous' } }, status: 200 };
    expect(await send({ documentId: `sha256:${idOf(me)}` })).toMatchObject(answered);
    const extensions = { persistedQuery: { version: 1, sha256Hash: idOf(me) } };
    expect(await send({ extensions })).toMatchObject(answered);
    expect(await send({ query: me, extensions })).toMatchObject(answered);
    expect(await send({ query: me })).toMatchObject(answered);
    expect(await send({ query: '# of the page\nquery Me{\n  me { kind, }\n}' })).toMatchObject(answered);
  });

  it('refuses all others before a subgraph is asked, and tells nothing of the schema', async () => {
    const calls = test.stage.calls.length;
    const refusal = { status: 400, code: 'DOCUMENT_NOT_TRUSTED', data: undefined };
    for (const body of [
      { query: '{ me { kind } }' },
      { query: 'query Me { me { kind } }'.replace('kind', 'kindd') },
      { query: `${me} query Other { me { kind } }` },
      { query: '{ __typename }' },
      { query: '{ __schema { types { name } } }' },
      { query: '{ me {' },
      { query: '"' },
      { documentId: `sha256:${idOf('other')}` },
      { documentId: { $ne: 1 } },
      { documentId: { toString: 1 } },
      { documentId: { toString: 1 }, query: me },
      { documentId: [idOf(me)] },
      { documentId: idOf(me), query: '{ me { kind } }' },
      { query: '{ me { kind } }', extensions: { persistedQuery: { sha256Hash: idOf(me) } } },
      { query: '', extensions: { persistedQuery: { sha256Hash: '__proto__' } } },
    ]) {
      const answer = await send(body);
      expect(answer, JSON.stringify(body)).toMatchObject(refusal);
      expect(answer.message).not.toMatch(/kind|Did you mean/);
    }
    expect(test.stage.calls).toHaveLength(calls);
  });

  it('takes documents of its own from a key that is allowed to, and from no other', async () => {
    const lab = { kind: 'lab', labId: randomUUID(), access: 'SUBMIT' } as const;
    const allowed = await test.token({ ...lab, keyId });
    expect((await send({ query: '{ me { kind } }' }, allowed)).data).toEqual({ me: { kind: 'lab' } });
    expect((await send({ query: '{ me { kindd } }' }, allowed)).message).not.toContain('Did you mean');
    const other = await test.token({ ...lab, keyId: randomUUID() });
    expect((await send({ query: '{ me { kind } }' }, other)).code).toBe('DOCUMENT_NOT_TRUSTED');
    const account = await test.token(accountViewer());
    expect((await send({ query: '{ me { kind } }' }, account)).code).toBe('DOCUMENT_NOT_TRUSTED');
  });

  it('does the same on a socket', async () => {
    const socket = await TestSocket.open(test.url, await test.token(accountViewer()));
    await socket.next('connection_ack');
    socket.subscribe('own', 'subscription { resultReleased { id cursor } }');
    expect((await socket.next('error', 'own')).payload).toEqual([
      expect.objectContaining({ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }),
    ]);
    socket.subscribe('text', released);
    const payload = { query: '', extensions: { persistedQuery: { version: 1, sha256Hash: idOf(released) } } };
    socket.send({ type: 'subscribe', id: 'id', payload });
    // They are one document, and share its stream.
    socket.send({ type: 'ping' });
    await socket.next('pong');
    await test.stage.streams(1);
    test.stage.release('7');
    for (const id of ['text', 'id']) {
      expect((await socket.next('next', id)).payload).toEqual({
        data: { resultReleased: { id: 'event-7' } },
      });
    }
    socket.close();
  });
});

describe('the manifests', () => {
  const read = (name: string, text: string) => {
    const own = mkdtempSync(join(tmpdir(), 'ketqua-manifest-'));
    writeFileSync(join(own, name), text);
    try {
      return TrustedDocuments.read({ folder: own, isEnforced: true, free: [] });
    } finally {
      rmSync(own, { recursive: true });
    }
  };

  it('stop the start where one is missing, cannot be read, or was altered', () => {
    expect(read('one.json', manifest(me)).names).toEqual(new Set(['Named']));
    for (const [name, text] of [
      ['notes.txt', manifest(me)],
      ['one.json', '{'],
      ['one.json', '{"operations":[]}'],
      ['one.json', manifest(me).replace('me { kind }', 'me { kind locale }')],
    ] as const) {
      expect(() => read(name, text)).toThrow(/^KETQUA_TRUSTED_DOCUMENTS_FOLDER /);
    }
  });

  it('of this repository can all be read', () => {
    const ours = new URL('../../../schema/trusted-documents', import.meta.url).pathname;
    const { names } = TrustedDocuments.read({ folder: ours, isEnforced: true, free: [] });
    expect(names).toContain('CreateLabSession');
    expect(names).toContain('VerifyQr');
  });
});

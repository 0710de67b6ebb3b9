import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog, testKey } from '../testing/test-database.js';
import { RequestSigner, signatureHeader } from '../viewer/signed-request.js';
import { anonymous } from '../viewer/viewer.js';
import { type ServedSubgraph, serveSubgraph } from './serve-subgraph.js';
import { runSubgraph } from './subgraph.js';

const typeDefs = parse('type Query { now: Int } type Mutation { store: Int }');

describe('a served subgraph', () => {
  const caller = { viewer: anonymous, locale: 'vi', address: '127.0.0.1', requestId: 'r' } as const;
  const signer = new RequestSigner(testKey);
  let served: ServedSubgraph;
  let hasBegun: Promise<void>;
  let finish: () => void;

  beforeEach(async () => {
    let begin: () => void;
    hasBegun = new Promise((resolve) => {
      begin = resolve;
    });
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const store = async () => {
      begin();
      await finished;
      return 7;
    };
    const resolvers = { Query: { now: () => 1 }, Mutation: { store } };
    const subgraph = await runSubgraph({
      name: 'stage',
      schema: buildSubgraphSchema([{ typeDefs, resolvers }]),
      log: silentLog,
      contextOf: (asking) => asking,
      ready: async () => true,
      close: async () => undefined,
    });
    served = await serveSubgraph(subgraph, {
      host: '127.0.0.1',
      port: 0,
      masterKey: testKey,
      log: silentLog,
      drain: { quiet: 50, atMost: 300 },
    });
  });
  afterEach(() => served.close());

  const at = (path: string) => fetch(new URL(path, served.url));
  const ask = async (query: string, signed = true) => {
    const body = JSON.stringify({ query });
    const headers = {
      'content-type': 'application/json',
      ...(signed && { [signatureHeader]: await signer.sign('stage', body, caller) }),
    };
    return fetch(served.url, { method: 'POST', headers, body });
  };

  it('finishes what runs when it is told to end, and says meanwhile that it is not ready', async () => {
    const mutation = ask('mutation { store }');
    await hasBegun;
    expect((await at('/readyz')).status).toBe(200);
    const closing = served.close();
    expect((await at('/readyz')).status).toBe(503);
    await expect.poll(() => at('/livez').catch(() => 'closed')).toBe('closed');
    finish();
    expect(await (await mutation).json()).toMatchObject({ data: { store: 7 } });
    await closing;
  });

  it('counts operations by kind, errors by code, and what was not signed', async () => {
    await ask('{ now }');
    await ask('{ never }');
    expect((await ask('{ now }', false)).status).toBe(401);
    const page = await (await at('/metrics')).text();
    expect(page).toContain('ketqua_operation_duration_seconds_count{kind="query"} 2');
    expect(page).toContain('ketqua_operation_errors_total{kind="query",code="GRAPHQL_VALIDATION_FAILED"} 1');
    expect(page).toMatch(/^ketqua_unsigned_requests_total 1$/m);
    expect(page).toMatch(/^process_resident_memory_bytes \d/m);
  });
});

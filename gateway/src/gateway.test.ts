import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway } from './testing/test-gateway.js';

describe.each(['in-process', 'remote'] as const)('a gateway before %s subgraphs', (mode) => {
  let test: TestGateway;
  beforeAll(async () => {
    test = await TestGateway.open(mode);
  });
  afterAll(() => test.close());

  it('joins entities of several subgraphs, with aliases, fragments and variables', async () => {
    const { status, body } = await test.post(
      `query Page($id: ID!, $count: Int!) {
        a: result(id: $id) { ...Shown }
        results(first: $count) { id place: lab { title: name } }
      }
      fragment Shown on TestResult { outcome lab { name } }`,
      { id: '7', count: 2 },
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        a: { outcome: 'NOT_DETECTED', lab: { name: 'Lab of-7' } },
        results: [
          { id: '0', place: { title: 'Lab of-0' } },
          { id: '1', place: { title: 'Lab of-1' } },
        ],
      },
    });
  });

  it('vouches for the caller to the subgraphs, in joins too', async () => {
    const token = await test.token(accountViewer());
    const { body } = await test.post(
      '{ me { kind locale address } result(id: "1") { lab { viewerKind } } }',
      undefined,
      {
        authorization: `Bearer ${token}`,
        'accept-language': 'fr, en;q=0.8, vi;q=0.5',
      },
    );
    expect(body.data).toEqual({
      me: { kind: 'account', locale: 'en', address: '127.0.0.1' },
      result: { lab: { viewerKind: 'account' } },
    });
  });

  it('masks what a subgraph did not foresee, and keeps the code and path of what it did', async () => {
    const { body } = await test.post('{ failing refused result(id: "1") { id } }');
    expect(body.data).toEqual({ failing: null, refused: null, result: { id: '1' } });
    const text = JSON.stringify(body);
    expect(text).not.toMatch(/Nguyen|stacktrace|serviceName|citizens/);
    expect(body.errors).toEqual(
      expect.arrayContaining([
        {
          message: 'Something went wrong on our side',
          path: ['failing'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.any(String) },
        },
        { message: 'Sign in first', path: ['refused'], extensions: { code: 'UNAUTHENTICATED' } },
      ]),
    );
  });

  it('never echoes the value of a variable or a literal', async () => {
    const byVariable = await test.post('query ($day: Int!) { onDay(day: $day) }', { day: '0901234567' });
    expect(byVariable.body.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    const byLiteral = await test.post('{ onDay(day: "0901234567") }');
    expect(byLiteral.body.errors?.[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const bySyntax = await test.post('{ onDay(day 0901234567) "0901234567" }');
    expect(bySyntax.body.errors?.[0]?.extensions?.code).toBe('GRAPHQL_PARSE_FAILED');
    expect(JSON.stringify([byVariable.body, byLiteral.body, bySyntax.body])).not.toContain('901234567');
  });

  it('hides what is inaccessible', async () => {
    const { status, body } = await test.post('{ developmentMessages { id } }');
    expect(status).toBe(400);
    expect(body.errors?.[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('tells that it is ready, lives and counts', async () => {
    const ready = await fetch(`${test.gateway.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', subgraphs: { citizens: true, labs: true, results: true } },
    ]);
    expect((await fetch(`${test.gateway.url}/livez`)).status).toBe(200);
    const metrics = await (await fetch(`${test.gateway.url}/metrics`)).text();
    expect(Number(/^ketqua_requests_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(3);
  });
});

describe('a gateway whose subgraph is away', () => {
  it('answers with the rest, null and an error with the path', async () => {
    const test = await TestGateway.open('remote');
    await test.stop('labs');
    const { body } = await test.post('{ results(first: 2) { id lab { name } } lab(id: "1") { name } }');
    expect(body.data).toEqual({
      results: [
        { id: '0', lab: null },
        { id: '1', lab: null },
      ],
      lab: null,
    });
    expect(body.errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          path: ['results', 1, 'lab'],
          extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
        }),
        expect.objectContaining({ path: ['lab'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }),
      ]),
    );
    expect((await fetch(`${test.gateway.url}/readyz`)).status).toBe(503);
    await test.close();
  });

  it('leaves nothing to be asked of a subgraph directly', async () => {
    const test = await TestGateway.open('remote');
    const response = await fetch(test.served.get('results')!.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ _service { sdl } }' }),
    });
    expect(response.status).toBe(401);
    expect(test.stage.calls).toEqual([]);
    await test.close();
  });
});

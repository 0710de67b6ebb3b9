import { request as send } from 'node:http';
import { gzipSync } from 'node:zlib';
import { ApolloServer } from '@apollo/server';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';

/** What is sent to /graphql, down to the bytes. */
interface Sent {
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

const modern = 'application/graphql-response+json,application/json;q=0.9';
const asked = (body: unknown, headers: Record<string, string> = {}, path = '/graphql'): Sent => ({
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', accept: modern, ...headers },
  path,
});
const list = 'query List($n: Int) { results(first: $n) { id outcome lab { id name } } }';
const two = 'query A { me { kind } } query B { me { locale } }';
const cyclic =
  'query Big($n: Int) { results(first: $n) { related(first: $n) { related(first: 100) { id } } } }';

const plain: Record<string, Sent> = {
  'an anonymous query': asked({ query: '{ me { kind } }' }),
  'a query over subgraphs': asked({ query: list, operationName: 'List', variables: { n: 3 } }),
  'a query without its variable': asked({ query: list }),
  'plain JSON': asked({ query: '{ me { kind } }' }, { accept: 'application/json' }),
  anything: asked({ query: '{ me { kind } }' }, { accept: '*/*' }),
  'no word of what is accepted': {
    ...asked({ query: '{ me { kind } }' }),
    headers: { 'content-type': 'application/json' },
  },
  'fragments and conditions': asked({
    query:
      'query F($with: Boolean!) { me { ...V } } fragment V on Viewer { kind locale @include(if: $with) }',
    variables: { with: false },
  }),
  'the first of two': asked({ query: two, operationName: 'A' }),
  'the second of two': asked({ query: two, operationName: 'B' }),
  'null everywhere': asked({
    query: '{ me { kind } }',
    operationName: null,
    variables: null,
    extensions: null,
  }),
  'extensions that mean nothing': asked({ query: '{ me { kind } }', extensions: { hint: 1 } }),
  'its language': asked({ query: '{ me { locale } }' }, { 'accept-language': 'en' }),
  'its name': asked({ query: '{ __typename }' }),
  'an address with a question': asked({ query: '{ me { kind } }' }, {}, '/graphql?from=test'),
  'a mark of byte order': { ...asked({}), body: `\ufeff${JSON.stringify({ query: '{ me { kind } }' })}` },
};

const others: Record<string, Sent> = {
  'an error of a subgraph': asked({ query: '{ failing me { kind } }' }),
  'a refusal of a subgraph': asked({ query: '{ refused }' }, { accept: 'application/json' }),
  'a list with failures in each': asked({ query: '{ results(first: 3) { id lab { name resultCount } } }' }),
  'a list beside a failure': asked({ query: '{ results(first: 2) { id } failing }' }),
  'a variable of another type': asked({ query: list, variables: { n: 'many' } }),
  'the same in plain JSON': asked({ query: list, variables: { n: 'many' } }, { accept: 'application/json' }),
  'neither of two': asked({ query: two }),
  'a third of two': asked({ query: two, operationName: 'C' }),
  'an operation without a name': asked({ query: '{ me { kind } }', operationName: '' }),
  'a name that is a number': asked({ query: '{ me { kind } }', operationName: 7 }),
  'variables in a list': asked({ query: list, variables: [3] }),
  'variables in a text': asked({ query: list, variables: '{"n":3}' }),
  'extensions in a list': asked({ query: '{ me { kind } }', extensions: [] }),
  'a persisted query': asked({
    query: '{ me { kind } }',
    extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } },
  }),
  'what is not accepted': asked({ query: '{ me { kind } }' }, { accept: 'text/html' }),
  'what costs little with these variables': asked({ query: cyclic, variables: { n: 1 } }),
  'what costs too much with others': asked({ query: cyclic, variables: { n: 100 } }),
  'a name of the gateway’s': asked({ query: '{ results(first: 1) { id: outcome lab { name } } }' }),
  introspection: asked({ query: '{ __schema { queryType { name } } me { kind } }' }),
  'a mutation': asked({ query: 'mutation { touch }' }),
  'a mutation of a page': asked(
    { query: 'mutation { verifyOtp(input: { code: "123456" }) { ... on Session { accessToken } } }' },
    { 'x-ketqua-session': 'cookie' },
  ),
  'a subscription': asked({ query: 'subscription { deafStream }' }),
  'a field that is not': asked({ query: '{ me { kindd } }' }),
  'no document': asked({ query: '{ me {' }),
  'an empty text': asked({ query: '' }),
  'no query': asked({ variables: {} }),
  'an empty object': asked({}),
  'several requests': asked([{ query: '{ me { kind } }' }]),
  'a text': asked('{ me { kind } }'),
  'no JSON': { ...asked({}), body: '{"query": ' },
  'no body': { ...asked({}), body: '' },
  null: asked(null),
  'another media type': asked({ query: '{ me { kind } }' }, { 'content-type': 'text/plain' }),
  'another charset': asked(
    { query: '{ me { kind } }' },
    { 'content-type': 'application/json; charset=latin1' },
  ),
  'a compressed body': {
    ...asked({}, { 'content-encoding': 'gzip' }),
    body: gzipSync(JSON.stringify({ query: '{ me { kind } }' })),
  },
  'an unknown compression': asked({ query: '{ me { kind } }' }, { 'content-encoding': 'zip' }),
  'a body that is too large': asked({ query: '{ me { kind } }', extensions: { pad: 'x'.repeat(110_000) } }),
  'a token that is none': asked({ query: '{ me { kind } }' }, { authorization: 'Bearer none' }),
};

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** All that a client sees, but for what is new each time. */
async function answerOf(test: TestGateway, { body, headers, path = '/graphql' }: Sent) {
  const { hostname, port } = new URL(test.url);
  return new Promise<object>((resolve, reject) => {
    const request = send({ hostname, port, path, method: 'POST', headers: { ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        const { date: _, 'x-request-id': id, ...told } = response.headers;
        resolve({
          status: response.statusCode,
          told,
          isNumbered: id !== undefined,
          text: text.replace(uuid, 'ID'),
        });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe.each(['in-process', 'remote'] as const)(
  'the short way of a query that was answered before, %s',
  (mode) => {
    let short: TestGateway;
    let long: TestGateway;
    const byApollo = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
    beforeAll(async () => {
      [short, long] = await Promise.all([
        TestGateway.open(mode),
        TestGateway.open(mode, { shortWay: false }),
      ]);
    });
    afterAll(() => Promise.all([short.close(), long.close()]));

    const callsOf = ({ stage }: TestGateway) =>
      stage.calls.map(({ subgraph, operation }) => ({ subgraph, operation }));

    it.each(Object.entries({ ...plain, ...others }))('answers %s as Apollo Server does', async (_, sent) => {
      for (let time = 0; time < 3; time++) {
        short.stage.calls.length = 0;
        long.stage.calls.length = 0;
        expect(await answerOf(short, sent)).toEqual(await answerOf(long, sent));
        expect(callsOf(short)).toEqual(callsOf(long));
      }
    });

    it.each(Object.entries(plain))('is taken by %s from the second time on', async (_, sent) => {
      await answerOf(short, sent);
      byApollo.mockClear();
      await answerOf(short, sent);
      expect(byApollo).not.toHaveBeenCalled();
    });

    it('is for everybody with what each may see', async () => {
      const query = '{ me { kind } }';
      await short.post(query);
      byApollo.mockClear();
      const authorization = `Bearer ${await short.token(accountViewer())}`;
      expect((await short.post(query, undefined, { authorization })).body.data).toEqual({
        me: { kind: 'account' },
      });
      expect((await short.post(query)).body.data).toEqual({ me: { kind: 'anonymous' } });
      expect(byApollo).not.toHaveBeenCalled();
    });

    it('is not for what a known query costs with other variables', async () => {
      const { body } = await short.post(cyclic, { n: 1 });
      expect(body.data).toEqual({ results: [{ related: [] }] });
      expect((await short.post(cyclic, { n: 100 })).body.errors?.[0]?.extensions?.code).toBe(
        'OPERATION_TOO_COSTLY',
      );
    });

    it('begins anew with another supergraph', async () => {
      const query = '{ me { kind address } }';
      const answered = { data: { me: { kind: 'anonymous', address: '127.0.0.1' } } };
      await short.post(query);
      expect(short.gateway.load(`${short.supergraphSdl}\n# another`)).toBe(true);
      byApollo.mockClear();
      expect((await short.post(query)).body).toEqual(answered);
      expect(byApollo).toHaveBeenCalledOnce();
      expect((await short.post(query)).body).toEqual(answered);
      expect(byApollo).toHaveBeenCalledOnce();
    });
  },
);

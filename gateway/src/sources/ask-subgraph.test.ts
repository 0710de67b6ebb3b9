import { Writable } from 'node:stream';
import { anonymous, type Caller } from '@ketqua/platform';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { askSubgraph } from './ask-subgraph.js';
import { type SubgraphSource, SubgraphUnavailableError } from './subgraph-source.js';

const caller: Caller = { viewer: anonymous, locale: 'vi', address: '', requestId: '' };

const source = (execute: SubgraphSource['execute']): SubgraphSource => ({
  name: 'labs',
  execute,
  tellsPlaces: false,
  subscribe: () => Promise.reject(new Error('nobody subscribes')),
  ready: async () => true,
  close: async () => undefined,
});

const logged: string[] = [];
const log = pino(
  { level: 'info' },
  new Writable({
    write(line, _encoding, done) {
      logged.push(String(line));
      done();
    },
  }),
);

describe('a subgraph that is asked', () => {
  it('hears of each entity once, and answers and fails for each place that asked', async () => {
    let asked: unknown;
    const labs = source(async ({ variables }) => {
      asked = variables!.representations;
      return {
        data: { _entities: [{ name: 'A' }, null] },
        errors: [{ message: 'no', path: ['_entities', 1, 'name'] }],
      };
    });
    const [a, b] = ['a', 'b'].map((id) => ({ __typename: 'Lab', id }));
    const answer = await askSubgraph(
      labs,
      { query: 'query', variables: { representations: [a, b, { ...a }, { ...b }, a], first: 1 } },
      { caller },
      log,
    );
    expect(asked).toEqual([a, b]);
    expect(answer.data).toEqual({ _entities: [{ name: 'A' }, null, { name: 'A' }, null, { name: 'A' }] });
    expect(answer.errors!.map(({ path }) => path)).toEqual([
      ['_entities', 1, 'name'],
      ['_entities', 3, 'name'],
    ]);
  });

  it('tells apart entities that differ in anything: another type, another kind of key, a further field', async () => {
    const representations = [
      { __typename: 'Lab', id: '1' },
      { __typename: 'Site', id: '1' },
      { __typename: 'Lab', id: 1 },
      { __typename: 'Lab', id: '1', code: 'x' },
      { __typename: 'Lab', code: 'x' },
    ];
    let asked: unknown;
    const labs = source(async ({ variables }) => {
      asked = variables!.representations;
      return { data: { _entities: representations.map(() => null) } };
    });
    await askSubgraph(labs, { query: 'query', variables: { representations } }, { caller }, log);
    expect(asked).toEqual(representations);
  });

  it('is a line in the log where it does not answer, but not where the client has gone', async () => {
    const labs = source(() => Promise.reject(new SubgraphUnavailableError('labs')));
    const abort = new AbortController();
    abort.abort();
    logged.length = 0;
    await askSubgraph(labs, { query: '{ a }' }, { caller, patience: { signal: abort.signal } }, log);
    expect(logged).toEqual([]);
    const { data, errors } = await askSubgraph(labs, { query: '{ a b: c }' }, { caller, patience: {} }, log);
    expect(logged).toHaveLength(1);
    expect([data, errors!.map(({ path }) => path)]).toEqual([null, [['a'], ['b']]]);
  });
});

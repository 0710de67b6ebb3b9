import { ApolloServer } from '@apollo/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Asked, ForeignSupergraph, federation } from '../testing/foreign-supergraph.js';

/** What the first subgraph answers next, instead of executing. */
let given: Buffer | string | undefined;

const items = [
  { id: 'khoá-1', name: 'Nguyễn Thị Ánh', details: { tên: 'Ánh', list: ['🧪', null, { ễ: 1 }] } },
  { id: '🧪', name: 'plain', details: 'ASCII' },
  { id: 'khoá-1', name: 'Nguyễn Thị Ánh', details: null },
];

const subgraphs = {
  items: {
    sdl: `${federation('key')}
      scalar Details
      type Query { items(named: String, where: Filter): [Item!] }
      input Filter { name: String, any: [String!] }
      type Item @key(fields: "id") { id: ID! name: String! details: Details }`,
    resolvers: {
      Query: {
        items: (
          _: unknown,
          { named, where }: { named?: string; where?: { name?: string; any?: string[] } },
        ) => {
          const names = [named, where?.name, ...(where?.any ?? [])].filter((name) => name !== undefined);
          return names.length ? items.filter(({ name }) => names.includes(name)) : items;
        },
      },
    },
    answer: ({ query }: Asked) => (given && query.includes('items') ? { body: given } : undefined),
  },
  notes: {
    sdl: `${federation('key', 'requires', 'external')}
      type Item @key(fields: "id") { id: ID! name: String! @external note(of: String): String! @requires(fields: "name") }`,
    resolvers: {
      Item: {
        __resolveReference: (item: object) => item,
        note: ({ id, name }: { id: string; name: string }, { of = 'về' }: { of?: string }) =>
          `${of} ${id}: ${name}`,
      },
    },
  },
};

/** A query that is asked, and what the first subgraph gives instead of its own. */
interface Case {
  readonly query: string;
  readonly variables?: Record<string, unknown> | string;
  readonly given?: Buffer | string;
  /** Whether Apollo Server says the answer, whatever was known. */
  readonly isToldByApollo?: boolean;
}

const all = '{ items { id name details note } }';
const one = (name: string | number, rest = '') =>
  `{"data":{"items":[{"__typename":"Item","id":"1","name":${typeof name === 'string' ? `"${name}"` : name},"details":null}]}${rest}}`;

const cases: Record<string, Case> = {
  'texts, keys and names of more than ASCII': { query: all },
  'a variable': {
    query: 'query Q($n: String) { items(named: $n) { id note(of: $n) } }',
    variables: { n: 'Nguyễn Thị Ánh' },
  },
  'variables in objects and lists': {
    query: 'query Q($w: Filter) { items(where: $w) { id note } }',
    variables: { w: { name: 'plain', any: ['Nguyễn Thị Ánh', '🧪'] } },
  },
  'a variable with half a character': {
    query: 'query Q($n: String) { items { note(of: $n) } }',
    variables: { n: 'half \ud83e of ễ' },
  },
  'a literal': { query: '{ items(named: "Nguyễn Thị Ánh") { name note(of: "gửi 🧪") } }' },
  'a default': { query: 'query Q($n: String = "ễ") { items { note(of: $n) } }' },
  'a variable that nobody declared, as deep as may be': {
    query: 'query Q($n: String) { items(named: $n) { id } }',
    variables: `{"n":"Nguyễn Thị Ánh","other":${'['.repeat(199)}"ễ"${']'.repeat(199)}}`,
  },
  escapes: { query: all, given: one('\\u1ec5 \\ud83e\\uddea \\\\u1ec5 \\" \\u0001 ễ') },
  'half a character': { query: all, given: one('\\ud83e ễ') },
  'controls and separators': { query: all, given: one('\u007f\u0080\u009f\u2028\u2029') },
  'what is no UTF-8': {
    query: all,
    given: Buffer.from(one('@ễ').replace('@', '\u00e1\u00bb\u00ff'), 'latin1'),
  },
  'an error beside data': {
    query: all,
    given: one('Ánh', ',"errors":[{"message":"Không được: ễ","path":["items",0,"details"]}]'),
    isToldByApollo: true,
  },
  'data that do not fit': {
    query: all,
    given: '{"data":{"items":[{"__typename":"Item","id":"ễ","name":null,"details":"ễ"}]}}',
    isToldByApollo: true,
  },
  'a type that is not': {
    query: all,
    given: '{"data":{"items":[{"__typename":"Ítem","id":"ễ","name":"ễ","details":"ễ"}]}}',
    isToldByApollo: true,
  },
  'no JSON': { query: all, given: '{"data":{"items":"ễ', isToldByApollo: true },
};

describe('the short way of texts that are not decoded', () => {
  let short: ForeignSupergraph;
  let long: ForeignSupergraph;
  const byApollo = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
  beforeAll(async () => {
    short = await ForeignSupergraph.open(subgraphs);
    long = await ForeignSupergraph.open(subgraphs, { shortWay: false });
  });
  afterAll(() => Promise.all([short.close(), long.close()]));

  it.each(Object.entries(cases))('answers %s in the same bytes, and asks the same', async (_, each) => {
    const { query, variables, isToldByApollo = false } = each;
    given = undefined;
    await short.askBytes(query, variables);
    ({ given } = each);
    short.asked.length = long.asked.length = 0;
    byApollo.mockClear();
    const answer = await short.askBytes(query, variables);
    expect(byApollo).toHaveBeenCalledTimes(isToldByApollo ? 1 : 0);
    expect(withoutIds(answer)).toBe(withoutIds(await long.askBytes(query, variables)));
    expect(short.asked).toEqual(long.asked);
    expect(long.asked.length).toBeGreaterThan(0);
  });
});

/** An error that is masked has another id each time. */
function withoutIds(answer: Buffer): string {
  return answer.toString('latin1').replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');
}

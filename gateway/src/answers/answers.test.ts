import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForeignSupergraph, federation } from '../testing/foreign-supergraph.js';

let library: ForeignSupergraph;

const books = [
  { id: '1', title: 'One', price: 10 },
  { id: '2', title: 'Two' },
];

beforeAll(async () => {
  library = await ForeignSupergraph.open({
    catalogue: {
      sdl: `${federation('key', 'inaccessible')}
        type Query { books: [Book] shelf: [Book!] moods: [Mood] strictMoods: [Mood!] }
        type Book @key(fields: "id") { id: ID! title: String pages: Int mood: Mood }
        enum Mood { GLAD SECRET @inaccessible }`,
      resolvers: {
        Query: {
          books: () => books,
          shelf: () => books,
          moods: () => ['GLAD', 'SECRET'],
          strictMoods: () => ['GLAD', 'SECRET'],
        },
        Book: { mood: () => 'SECRET' },
      },
    },
    shop: {
      sdl: `${federation('key', 'external', 'requires')}
        type Book @key(fields: "id") {
          id: ID!
          price(currency: String = "VND"): Int!
          pages: Int @external
          postage: Int @requires(fields: "pages")
        }`,
      resolvers: {
        Book: {
          __resolveReference: ({ id, pages }: { id: string; pages?: number }) =>
            books[Number(id) - 1]!.price ? { ...books[Number(id) - 1], pages } : null,
        },
      },
    },
  });
});
afterAll(() => library.close());

it('an object where a list should stand costs its own part, and says so', async () => {
  const odd = await ForeignSupergraph.open({
    items: {
      sdl: `${federation('key')} type Query { items: [Item] other: Int } type Item @key(fields: "id") { id: ID! }`,
      answer: () => ({ body: '{"data":{"items":{"0":1},"other":3}}' }),
    },
    prices: { sdl: `${federation('key')} type Item @key(fields: "id") { id: ID! price: Int }` },
  });
  for (let times = 0; times < 3; times++) {
    expect(await odd.ask('{ items { price } other }')).toMatchObject({
      data: { items: null, other: 3 },
      errors: [{ path: ['items'], extensions: { code: 'INVALID_SUBGRAPH_ANSWER' } }],
    });
  }
  await odd.close();
});

it('an error of an entity is told where that stands, whatever stands before it', async () => {
  const ward = await ForeignSupergraph.open({
    beds: {
      sdl: `${federation('key')}
        type Query { rows: [[Place]] }
        union Place = Door | Bed
        type Door { name: String }
        type Bed @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: {
          rows: () => [
            [{ __typename: 'Door', name: 'north' }, null, { __typename: 'Bed', id: '1' }],
            [{ __typename: 'Bed', id: '2' }, { __typename: 'Door' }, { __typename: 'Bed', id: '1' }],
          ],
        },
      },
    },
    patients: {
      sdl: `${federation('key')} type Bed @key(fields: "id") { id: ID! patient: String }`,
      resolvers: {
        Bed: {
          __resolveReference: (bed: object) => bed,
          patient: ({ id }: { id: string }) => {
            if (id === '1') throw new Error('Nobody knows');
            return 'An';
          },
        },
      },
    },
  });
  const { data, errors } = await ward.ask('{ rows { ... on Door { name } ... on Bed { patient } } }');
  expect(data).toEqual({
    rows: [
      [{ name: 'north' }, null, { patient: null }],
      [{ patient: 'An' }, { name: null }, { patient: null }],
    ],
  });
  expect(errors!.map(({ path }) => path)).toEqual([
    ['rows', 0, 2, 'patient'],
    ['rows', 1, 2, 'patient'],
  ]);
  await ward.close();
});

describe('what a subgraph left out', () => {
  it('is an error where the schema does not allow null, and null as far as it must reach', async () => {
    expect(await library.ask('{ books { title price } }')).toEqual({
      data: { books: [{ title: 'One', price: 10 }, null] },
      errors: [
        {
          message: 'Cannot return null for non-nullable field Book.price.',
          path: ['books', 1, 'price'],
          extensions: { code: 'INVALID_SUBGRAPH_ANSWER' },
        },
      ],
    });
    expect(await library.ask('{ shelf { cost: price } }')).toMatchObject({
      data: { shelf: null },
      errors: [{ path: ['shelf', 1, 'cost'] }],
    });
  });

  it('is null without a word where a hidden value of an enum may be null', async () => {
    expect(await library.ask('{ moods books { ...M } } fragment M on Book { now: mood }')).toEqual({
      data: { moods: ['GLAD', null], books: [{ now: null }, { now: null }] },
    });
    expect(await library.ask('{ strictMoods }')).toMatchObject({
      data: { strictMoods: null },
      errors: [{ path: ['strictMoods', 1] }],
    });
  });
});

describe('names that a client gives', () => {
  it('may be those of keys, of required fields and of __typename', async () => {
    expect(await library.ask('{ books { id: title postage title: id pages: mood } }')).toEqual({
      data: {
        books: [
          { id: 'One', postage: null, title: '1', pages: null },
          { id: 'Two', postage: null, title: '2', pages: null },
        ],
      },
    });
    expect(await library.ask('{ books { __typename: title id } }')).toEqual({
      data: {
        books: [
          { __typename: 'One', id: '1' },
          { __typename: 'Two', id: '2' },
        ],
      },
    });
  });

  it('stand in the paths of errors', async () => {
    const { data, errors } = await library.ask('{ books { id: price title } }');
    expect(data).toEqual({ books: [{ id: 10, title: 'One' }, null] });
    expect(errors).toMatchObject([{ path: ['books', 1, 'id'] }]);
  });

  it('may begin like names of the gateway', async () => {
    expect(await library.ask('{ books { ketqua_own_id: id id: title ketqua_own__x: title } }')).toMatchObject(
      {
        data: { books: [{ ketqua_own_id: '1', id: 'One', ketqua_own__x: 'One' }, {}] },
      },
    );
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForeignSupergraph, federation } from '../testing/foreign-supergraph.js';

const people = [
  { __typename: 'Admin', id: '1', name: 'An' },
  { __typename: 'Regular', id: '2', name: 'Binh' },
];
const person = ({ id }: { id: string }) => people[Number(id) - 1];

describe('objects of an interface', () => {
  let supergraph: ForeignSupergraph;
  beforeAll(async () => {
    supergraph = await ForeignSupergraph.open({
      accounts: {
        sdl: `${federation('key')}
          type Query { count: Int }
          interface Orphan @key(fields: "id") { id: ID! }
          interface Account @key(fields: "id") { id: ID! }
          type Admin implements Account @key(fields: "id") { id: ID! }
          type Regular implements Account @key(fields: "id") { id: ID! }`,
        resolvers: {
          Account: { __resolveReference: person },
          Admin: { __resolveReference: person },
          Regular: { __resolveReference: person },
        },
      },
      names: {
        sdl: `${federation('key', 'interfaceObject')}
          type Query { accounts: [Account] orphan: Orphan }
          type Orphan @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String }
          type Account @key(fields: "id") @interfaceObject { id: ID! name: String! }`,
        resolvers: {
          Query: { accounts: () => people.map(({ id }) => ({ id })) },
          Account: {
            __resolveReference: ({ id }: object & { id: string }) => ({ id, name: person({ id })!.name }),
          },
        },
      },
      shelf: {
        sdl: `${federation('key', 'external', 'inaccessible')}
          type Query { item: Item hidden: [Item] strict: [Item!] }
          interface Item { id: ID! next: Item }
          type Book implements Item @key(fields: "id") { id: ID! next: Book title: String }
          type Film implements Item @key(fields: "id") { id: ID! next: Item @external }
          type Draft implements Item @inaccessible { id: ID! next: Item }`,
        resolvers: {
          Query: {
            item: () => ({ __typename: 'Book', id: '1', next: { id: '2', title: 'Second' } }),
            hidden: () => [{ __typename: 'Draft', id: '9' }],
            strict: () => [{ __typename: 'Draft', id: '9' }],
          },
          Book: { title: ({ title }: { title?: string }) => title ?? 'First' },
        },
      },
      films: {
        sdl: `${federation('key')}
          interface Item { id: ID! }
          type Film implements Item @key(fields: "id") { id: ID! next: Item }
          type Book implements Item @key(fields: "id") { id: ID! }`,
      },
    });
  });
  afterAll(() => supergraph.close());

  /** The second time a query goes the short way. */
  const asked = async (query: string) => {
    const first = await supergraph.ask(query);
    expect(await supergraph.ask(query)).toEqual(first);
    return first;
  };

  it.each([
    ['{ accounts { ... on Admin { __typename name } } }', [{ __typename: 'Admin', name: 'An' }, {}]],
    [
      '{ accounts { __typename ... on Admin { __typename name } } }',
      [{ __typename: 'Admin', name: 'An' }, { __typename: 'Regular' }],
    ],
    ['{ accounts { ... on Regular { type: __typename name } } }', [{}, { type: 'Regular', name: 'Binh' }]],
  ])('keep their own type where a subgraph knows the interface alone: %s', async (query, accounts) => {
    expect(await asked(query)).toEqual({ data: { accounts } });
  });

  it('have the fields of what their own type says more closely than the interface', async () => {
    expect(await asked('{ item { next { ... on Book { title } } } }')).toEqual({
      data: { item: { next: { title: 'Second' } } },
    });
  });

  it('are refused, and not told how plans are made, where no subgraph knows their type', async () => {
    const { errors } = await asked('{ orphan { __typename } }');
    expect(errors).toMatchObject([
      {
        message: 'No subgraph can answer this operation as it is asked for',
        extensions: { code: 'OPERATION_NOT_PLANNABLE' },
      },
    ]);
  });

  it('of a type that clients may not see are null, and an error only where null must not stand', async () => {
    expect(await asked('{ hidden { id } }')).toEqual({ data: { hidden: [null] } });
    expect(await asked('{ strict { id } }')).toMatchObject({
      data: { strict: null },
      errors: [{ extensions: { code: 'INVALID_SUBGRAPH_ANSWER' } }],
    });
  });
});

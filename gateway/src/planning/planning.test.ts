import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForeignSupergraph, federation } from '../testing/foreign-supergraph.js';

describe('a plan', () => {
  let supergraph: ForeignSupergraph;
  beforeAll(async () => {
    supergraph = await ForeignSupergraph.open({
      clinics: {
        sdl: `${federation('key', 'external', 'requires')}
          type Query { clinics: [Clinic] }
          type Clinic
            @key(fields: "code { town street }", resolvable: false)
            @key(fields: "id code { street door }") {
            id: ID!
            code: Code!
            grade: String @external
            label: String @requires(fields: "grade")
          }
          type Code { town: String! street: String! door: String! }`,
        resolvers: {
          Query: { clinics: () => [{ id: '1', code: { town: 'Hue', street: 'Le Loi', door: '3' } }] },
          Clinic: {
            __resolveReference: (given: { id?: string; grade?: string }) => (given.id ? given : null),
            label: ({ grade }: { grade: string }) => `grade ${grade}`,
          },
        },
      },
      grades: {
        sdl: `${federation('key')} type Clinic @key(fields: "id") { id: ID! grade: String }`,
        resolvers: { Clinic: { __resolveReference: ({ id }: { id: string }) => ({ id, grade: 'A' }) } },
      },
      shapes: {
        sdl: `${federation('key')}
          type Query { shape: Shape colour: String }
          interface Shape @key(fields: "id", resolvable: false) { id: ID! }`,
        resolvers: {
          Query: { colour: () => 'red', shape: () => null },
          Shape: { __resolveType: () => null },
        },
      },
      areas: {
        sdl: `${federation('key', 'interfaceObject')}
          type Shape @key(fields: "id") @interfaceObject { id: ID! area: Int }`,
      },
    });
  });
  afterAll(() => supergraph.close());

  it('comes back to a subgraph by a key that it resolves, also where another is declared first', async () => {
    expect(await supergraph.ask('{ clinics { label } }')).toEqual({
      data: { clinics: [{ label: 'grade A' }] },
    });
  });

  it('that leaves out a field of the root is refused, where null would be a lie', async () => {
    const refused = {
      errors: [expect.objectContaining({ message: 'No subgraph can answer shape as it is asked for' })],
    };
    expect(await supergraph.ask('{ shape { area } }')).toEqual(refused);
    expect(await supergraph.ask('{ colour ...S } fragment S on Query { shape { area } }')).toEqual(refused);
    const kept = await supergraph.ask('{ colour shape @skip(if: true) { area } __typename }');
    expect(kept).toEqual({ data: { colour: 'red', __typename: 'Query' } });
  });
});

describe('an operation for which the planner finds no way', () => {
  it('is refused, and nothing is told of the planner’s insides', async () => {
    const node = 'interface Node { id: ID! }';
    const supergraph = await ForeignSupergraph.open({
      accounts: {
        sdl: `${federation('key', 'shareable', 'external')} ${node}
          type Query { node: Node @shareable }
          type Account implements Node @key(fields: "id") { id: ID! name: String }
          type Chat implements Node @key(fields: "id") { id: ID! @external account: Account }`,
      },
      chats: {
        sdl: `${federation('key', 'shareable', 'external')} ${node}
          type Query { node: Node @shareable }
          type Account implements Node @key(fields: "id") { id: ID! @external chats: [Chat] }
          type Chat implements Node @key(fields: "id") { id: ID! text: String }`,
      },
    });
    expect(await supergraph.ask('{ node { id } }')).toEqual({
      errors: [
        expect.objectContaining({
          message: 'No subgraph can answer this operation as it is asked for',
          extensions: { code: 'OPERATION_NOT_PLANNABLE' },
        }),
      ],
    });
    await supergraph.close();
  });
});

describe('what a planner gives a name of its own', () => {
  const pet = { age: 0, label: '', isTame: false };
  let supergraph: ForeignSupergraph;
  beforeAll(async () => {
    const fields = 'age: Int label: String isTame: Boolean';
    supergraph = await ForeignSupergraph.open({
      kennel: {
        sdl: `${federation('shareable')}
          type Query { pets: [Pet] }
          union Pet = Dog | Cat
          type Dog @shareable { age: Int! label: String! isTame: Boolean! }
          type Cat @shareable { ${fields} }`,
        resolvers: {
          Query: {
            pets: () =>
              [pet, pet, pet].map((one, index) => ({ __typename: index ? 'Cat' : 'Dog', ...one, index })),
          },
          Cat: {
            age: ({ age, index }: { age: number; index: number }) => {
              if (index === 2) throw new Error('Nobody knows');
              return age;
            },
          },
        },
      },
      // To it a dog may lack what the kennel always knows: so may it to clients.
      street: { sdl: `${federation('shareable')} type Dog @shareable { ${fields} }` },
    });
  });
  afterAll(() => supergraph.close());

  it('comes back under the name that was asked for, also where it is zero, empty or false', async () => {
    const query = '{ pets { ... on Dog { age label isTame } ... on Cat { age label isTame } } }';
    expect((await supergraph.ask(query)).data).toEqual({ pets: [pet, pet, { ...pet, age: null }] });
    expect(supergraph.asked[0]!.query).toContain('age__alias_0');
  });

  it('has that name in the path of its errors, too', async () => {
    const query = '{ seen: pets { ... on Dog { old: age } ... on Cat { old: age } } }';
    const { errors } = await supergraph.ask(query);
    expect(errors).toEqual([expect.objectContaining({ path: ['seen', 2, 'old'] })]);
  });
});

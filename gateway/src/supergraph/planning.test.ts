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

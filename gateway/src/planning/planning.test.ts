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

describe('fields that require one field with different arguments', () => {
  const factor = { MOL: 2, GRAM: 3 };
  const amountIn = (of: number) => ({
    amount: ({ unit }: { unit: keyof typeof factor }) => of * factor[unit],
  });
  let supergraph: ForeignSupergraph;
  beforeAll(async () => {
    supergraph = await ForeignSupergraph.open({
      samples: {
        sdl: `${federation('key')}
          type Query { samples: [Sample] sample(id: ID!): Sample }
          enum Unit { MOL GRAM }
          type Sample @key(fields: "id") { id: ID! amount(unit: Unit = GRAM): Int solvent: Solvent }
          type Solvent { amount(unit: Unit!): Int }`,
        resolvers: {
          Query: {
            samples: () =>
              [1, 10].map((of) => ({ id: `${of}`, ...amountIn(of), solvent: amountIn(of * 100) })),
            sample: (_: unknown, { id }: { id: string }) => ({ id, ...amountIn(Number(id)) }),
          },
        },
      },
      reports: {
        sdl: `${federation('key', 'external', 'requires')}
          enum Unit { MOL GRAM }
          type Sample @key(fields: "id") {
            id: ID!
            amount(unit: Unit = GRAM): Int @external
            solvent: Solvent @external
            moles: String @requires(fields: "amount(unit: MOL)")
            molesAgain: String @requires(fields: "amount(unit: MOL)")
            grams: String @requires(fields: "amount(unit: GRAM)")
            plain: String @requires(fields: "amount")
            solved: String @requires(fields: "solvent { amount(unit: MOL) }")
            solvedGrams: String @requires(fields: "solvent { amount(unit: GRAM) }")
          }
          type Solvent { amount(unit: Unit!): Int @external }`,
        resolvers: {
          Sample: {
            ...Object.fromEntries(
              ['moles', 'molesAgain', 'grams', 'plain'].map((name) => [
                name,
                ({ amount }: { amount: number }) => `${name} ${amount}`,
              ]),
            ),
            ...Object.fromEntries(
              ['solved', 'solvedGrams'].map((name) => [
                name,
                ({ solvent }: { solvent: { amount: number } }) => `${name} ${solvent.amount}`,
              ]),
            ),
          },
        },
      },
    });
  });
  afterAll(() => supergraph.close());

  it.each([
    ['{ samples { moles grams } }', 'Sample.moles requires samples.amount'],
    ['{ samples { moles plain } }', 'Sample.moles requires samples.amount'],
    ['{ samples { ...M ... { grams } } } fragment M on Sample { moles }', 'requires samples.amount'],
    ['{ samples { solved solvedGrams } }', 'requires samples.solvent.amount'],
  ])('are refused in one operation: %s', async (query, message) => {
    expect(await supergraph.ask(query)).toEqual({
      errors: [
        expect.objectContaining({
          message: expect.stringContaining(message),
          extensions: expect.objectContaining({ code: 'OPERATION_NOT_PLANNABLE' }),
        }),
      ],
    });
  });

  it.each([
    ['{ samples { moles } }', { samples: [{ moles: 'moles 2' }, { moles: 'moles 20' }] }],
    ['{ sample(id: 1) { moles molesAgain } }', { sample: { moles: 'moles 2', molesAgain: 'molesAgain 2' } }],
    ['{ sample(id: 1) { grams plain } }', { sample: { grams: 'grams 3', plain: 'plain 3' } }],
    [
      '{ sample(id: 1) { moles } other: sample(id: 2) { grams } }',
      { sample: { moles: 'moles 2' }, other: { grams: 'grams 6' } },
    ],
    [
      '{ samples { moles solvedGrams } }',
      {
        samples: [
          { moles: 'moles 2', solvedGrams: 'solvedGrams 300' },
          { moles: 'moles 20', solvedGrams: 'solvedGrams 3000' },
        ],
      },
    ],
  ])('are answered where they do not meet: %s', async (query, data) => {
    expect(await supergraph.ask(query)).toEqual({ data });
  });

  it('leave a client its own field of that name, with and without arguments', async () => {
    const query = (amount: string) => `{ sample(id: 1) { ${amount} moles } }`;
    const answered = (amount: number) => ({ data: { sample: { amount, moles: 'moles 2' } } });
    expect(await supergraph.ask(query('amount'))).toEqual(answered(3));
    expect(await supergraph.ask(query('amount(unit: GRAM)'))).toEqual(answered(3));
    expect(await supergraph.ask(query('amount(unit: MOL)'))).toEqual(answered(2));
  });
});

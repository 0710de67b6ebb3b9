import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForeignSupergraph, federation } from '../testing/foreign-supergraph.js';

describe('fields that require one field with different arguments', () => {
  const factor = { MOL: 2, GRAM: 3 };
  const amountIn = (of: number) => ({
    amount: ({ unit }: { unit: keyof typeof factor }) => (Number.isNaN(of) ? null : of * factor[unit]),
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
            told(aloud: Boolean!): String @requires(fields: "amount(unit: GRAM)")
            plain: String @requires(fields: "amount")
            solved: String @requires(fields: "solvent { amount(unit: MOL) }")
            solvedGrams: String @requires(fields: "solvent { amount(unit: GRAM) }")
          }
          type Solvent { amount(unit: Unit!): Int @external }`,
        resolvers: {
          Sample: {
            told: ({ amount }: { amount: number }, { aloud }: { aloud: boolean }) => `${aloud} ${amount}`,
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
    ['{ samples { moles grams } }', ['moles 2', 'grams 3'], ['moles 20', 'grams 30']],
    ['{ samples { moles plain } }', ['moles 2', 'plain 3'], ['moles 20', 'plain 30']],
    [
      '{ samples { ...M ... { grams } } } fragment M on Sample { moles }',
      ['moles 2', 'grams 3'],
      ['moles 20', 'grams 30'],
    ],
    [
      '{ samples { solved solvedGrams } }',
      ['solved 200', 'solvedGrams 300'],
      ['solved 2000', 'solvedGrams 3000'],
    ],
    [
      '{ samples { moles molesAgain solvedGrams grams plain solved } }',
      ['moles 2', 'molesAgain 2', 'solvedGrams 300', 'grams 3', 'plain 3', 'solved 200'],
      ['moles 20', 'molesAgain 20', 'solvedGrams 3000', 'grams 30', 'plain 30', 'solved 2000'],
    ],
    [
      '{ samples { amount: plain other: amount(unit: MOL) amount__given_1: grams } }',
      ['plain 3', 2, 'grams 3'],
      ['plain 30', 20, 'grams 30'],
    ],
  ])('are each answered by its own in one operation: %s', async (query, ...expected) => {
    const { data, errors } = await supergraph.ask(query);
    expect(errors).toBeUndefined();
    const samples = data!.samples as Record<string, unknown>[];
    expect(samples.map((sample) => Object.values(sample))).toEqual(expected);
  });

  it('are computed from what is zero or null as from anything else', async () => {
    const query = '{ none: sample(id: 0) { moles grams } unknown: sample(id: "x") { moles grams } }';
    expect(await supergraph.ask(query)).toEqual({
      data: {
        none: { moles: 'moles 0', grams: 'grams 0' },
        unknown: { moles: 'moles null', grams: 'grams null' },
      },
    });
  });

  it('hand the variables of each to its own fetch alone, and show clients no field of ours', async () => {
    supergraph.asked.length = 0;
    const query = 'query ($a: Boolean!) { sample(id: 1) { moles told(aloud: $a) grams } }';
    expect(await supergraph.ask(query, { a: true })).toEqual({
      data: { sample: { moles: 'moles 2', told: 'true 3', grams: 'grams 3' } },
    });
    const variables = supergraph.asked.slice(1).map((asked) => Object.keys(asked.variables!).sort());
    expect(variables.sort()).toEqual([['a', 'representations'], ['representations']]);
    const shown = await supergraph.ask('{ __type(name: "Sample") { fields { name } } }');
    expect(JSON.stringify(shown)).not.toContain('given');
    expect(await supergraph.ask('{ samples { amount__given_1 } }')).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
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

describe('arguments that are given to a required field', () => {
  const measured = (of: number) => ({ amount: ({ unit }: { unit: string }) => `${of} ${unit}` });
  let supergraph: ForeignSupergraph;
  beforeAll(async () => {
    const measures = `interface Measured { amount(unit: String!): String }`;
    supergraph = await ForeignSupergraph.open({
      kits: {
        sdl: `${federation('key')} ${measures}
          type Query { kits: [Kit] }
          type Kit @key(fields: "id") { id: ID! content: Measured }
          type Swab implements Measured @key(fields: "id") { id: ID! amount(unit: String!): String }
          type Tube implements Measured @key(fields: "id") { id: ID! amount(unit: String!): String }
          type Rack @key(fields: "id") { id: ID! }
          extend type Query { racks: [Rack] }`,
        resolvers: {
          Query: {
            kits: () => [
              { id: '1', content: { __typename: 'Swab', id: '3', ...measured(5) } },
              { id: '2', content: { __typename: 'Tube', id: '4', ...measured(6) } },
              { id: '3', content: null },
            ],
            racks: () => [{ id: '7' }],
          },
        },
      },
      scales: {
        sdl: `${federation('key', 'external', 'requires')}
          type Rack @key(fields: "id") {
            id: ID!
            count: Int @external
            weight(unit: String): String @requires(fields: "count")
          }`,
        resolvers: {
          Rack: {
            __resolveReference: (rack: object) => rack,
            weight: ({ count }: { count: number }, { unit }: { unit?: string }) => `${count} ${unit}`,
          },
        },
      },
      counts: {
        sdl: `${federation('key')} type Rack @key(fields: "id") { id: ID! count: Int }`,
        resolvers: {
          Rack: { __resolveReference: ({ id }: object & { id: string }) => ({ id, count: Number(id) }) },
        },
      },
      labels: {
        sdl: `${federation('key', 'external', 'requires')} ${measures}
          type Kit @key(fields: "id") {
            id: ID!
            content: Measured @external
            grams: String @requires(fields: "content { amount(unit: \\"g\\") }")
            litres: String @requires(fields: "content { ... on Swab { amount(unit: \\"l\\") } ... on Tube { amount(unit: \\"l\\") } }")
          }
          type Swab implements Measured @key(fields: "id") {
            id: ID!
            amount(unit: String!): String @external
            inGrams: String @requires(fields: "amount(unit: \\"g\\")")
            inLitres: String @requires(fields: "amount(unit: \\"l\\")")
          }
          type Tube implements Measured @key(fields: "id") { id: ID! amount(unit: String!): String @external }
          type Rack @key(fields: "id") {
            id: ID!
            weight(unit: String): String @external
            light: String @requires(fields: "weight(unit: \\"mg\\")")
            heavy: String @requires(fields: "weight(unit: \\"kg\\")")
          }`,
        resolvers: {
          Kit: {
            __resolveReference: (kit: object) => kit,
            ...Object.fromEntries(
              ['grams', 'litres'].map((name) => [
                name,
                ({ content }: { content?: { amount: string } }) => content?.amount ?? 'nothing',
              ]),
            ),
          },
          Swab: {
            __resolveReference: (swab: object) => swab,
            ...Object.fromEntries(
              ['inGrams', 'inLitres'].map((name) => [name, ({ amount }: { amount: string }) => amount]),
            ),
          },
          Rack: {
            __resolveReference: (rack: object) => rack,
            ...Object.fromEntries(
              ['light', 'heavy'].map((name) => [name, ({ weight }: { weight: string }) => weight]),
            ),
          },
        },
      },
    });
  });
  afterAll(() => supergraph.close());

  it('reach the types of an interface, each for its own', async () => {
    const query = '{ kits { grams litres content { ... on Swab { inGrams inLitres } amount(unit: "t") } } }';
    expect(await supergraph.ask(query)).toEqual({
      data: {
        kits: [
          { grams: '5 g', litres: '5 l', content: { inGrams: '5 g', inLitres: '5 l', amount: '5 t' } },
          { grams: '6 g', litres: '6 l', content: { amount: '6 t' } },
          { grams: 'nothing', litres: 'nothing', content: null },
        ],
      },
    });
  });

  it('reach a field that requires another itself', async () => {
    expect(await supergraph.ask('{ racks { light weight heavy } }')).toEqual({
      data: { racks: [{ light: '7 mg', weight: '7 undefined', heavy: '7 kg' }] },
    });
  });
});

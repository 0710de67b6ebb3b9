import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { buildSchema, parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operationIn } from '../operations/operation-in.js';
import { ForeignSupergraph, federation } from '../testing/foreign-supergraph.js';
import { spreadingFragments } from '../testing/spreading-fragments.js';
import { wantedTypes } from './wanted-types.js';

describe('entities that are wanted below objects of one type alone', () => {
  let supergraph: ForeignSupergraph;
  beforeAll(async () => {
    const patient = (rest: string) => `type Patient @key(fields: "id") { id: ID! ${rest} }`;
    const known = (name: string) => ({
      __resolveReference: (told: object) => told,
      [name]: ({ id, ...told }: { id: string }) => `${name} ${id} ${Object.values(told).slice(1)}`.trim(),
    });
    supergraph = await ForeignSupergraph.open({
      entries: {
        sdl: `${federation('key')}
          type Query { entries: [[Entry]] last: Entry }
          interface Entry { patient: Patient }
          type Visit implements Entry { patient: Patient }
          type Order implements Entry { patient: Patient }
          type Letter implements Entry { patient: Patient }
          ${patient('')}`,
        resolvers: {
          Query: {
            entries: () => [
              [
                { __typename: 'Visit', patient: { id: '1' } },
                { __typename: 'Order', patient: { id: '2' } },
              ],
              [{ __typename: 'Letter', patient: { id: '3' } }, null, { __typename: 'Order', patient: null }],
            ],
            last: () => ({ __typename: 'Letter', patient: { id: '4' } }),
          },
        },
      },
      names: {
        sdl: `${federation('key')} ${patient('name: String')}`,
        resolvers: { Patient: known('name') },
      },
      wards: {
        sdl: `${federation('key')} ${patient('ward: Ward')} type Ward @key(fields: "id") { id: ID! }`,
        resolvers: {
          Patient: {
            __resolveReference: (told: object) => told,
            ward: ({ id }: { id: string }) => ({ id: `ward ${id}` }),
          },
        },
      },
      floors: {
        sdl: `${federation('key')} type Ward @key(fields: "id") { id: ID! floor: String }`,
        resolvers: { Ward: known('floor') },
      },
      labels: {
        sdl: `${federation('key', 'external', 'requires')}
          ${patient('name: String @external label: String @requires(fields: "name")')}`,
        resolvers: { Patient: known('label') },
      },
    });
  });
  beforeEach(() => {
    supergraph.asked.length = 0;
  });
  afterAll(() => supergraph.close());

  /** The entities that a subgraph was asked for. */
  const askedOf = (name: string) =>
    supergraph.asked
      .filter(({ subgraph }) => subgraph === name)
      .map(({ variables }) => (variables!.representations as { id: string }[]).map(({ id }) => id));

  it('are asked for there, each of its own, in lists of lists too', async () => {
    const query = `{ entries { ... on Visit { patient { name } } ...O ... on Letter { patient { id } } } }
      fragment O on Entry { ... on Order { patient { ward { floor } } } }`;
    expect(await supergraph.ask(query)).toEqual({
      data: {
        entries: [
          [{ patient: { name: 'name 1' } }, { patient: { ward: { floor: 'floor ward 2' } } }],
          [{ patient: { id: '3' } }, null, { patient: null }],
        ],
      },
    });
    expect([askedOf('names'), askedOf('wards'), askedOf('floors')]).toEqual([[['1']], [['2']], [['ward 2']]]);
  });

  it('are not asked for where there is no such object', async () => {
    const query = '{ last { ... on Visit { patient { name } } ... on Order { patient { ward { id } } } } }';
    expect(await supergraph.ask(query)).toEqual({ data: { last: {} } });
    expect(supergraph.asked).toHaveLength(1);
  });

  it('are asked for below others, too, of which another field needs what they tell', async () => {
    const query = '{ entries { ... on Visit { patient { name } } ... on Order { patient { label } } } }';
    expect(await supergraph.ask(query)).toEqual({
      data: {
        entries: [
          [{ patient: { name: 'name 1' } }, { patient: { label: 'label 2 name 2' } }],
          [{}, null, { patient: null }],
        ],
      },
    });
    expect(askedOf('names').flat()).toContain('2');
    expect(askedOf('labels')).toEqual([['2']]);
  });

  it('are asked for once where two types want the same, and under any where the interface does', async () => {
    await supergraph.ask(
      '{ entries { ... on Visit { patient { name } } ... on Order { patient { name } } } }',
    );
    expect(askedOf('names')).toEqual([['1', '2']]);
    supergraph.asked.length = 0;
    await supergraph.ask('{ entries { ... on Visit { patient { name } } patient { name } } }');
    expect(askedOf('names')).toEqual([['1', '2', '3']]);
  });
});

it('is found at once where fragments spread each other, sixty times over', () => {
  const schema = buildSchema(`
    type Query { last: Entry }
    union Entry = Visit | Order
    type Visit { patient: Patient }
    type Order { patient: Patient }
    type Patient { id: ID name: String }`);
  const document = parse(
    `{ last { ...F0 } } ${spreadingFragments('Entry', '... on Visit { patient { name } }')}`,
  );
  const { definition: operation, fragments } = operationIn({ document });
  const fetch: FetchNode = {
    kind: 'Fetch',
    serviceName: 'names',
    requires: [{ kind: 'Field', name: 'id' }],
    operation:
      'query($representations:[_Any!]!){_entities(representations:$representations){...on Patient{name}}}',
    operationName: undefined,
    operationKind: 'query' as FetchNode['operationKind'],
  };
  const node: PlanNode = { kind: 'Flatten', path: ['last', 'patient'], node: fetch };
  const asked = { operation, fragments: Object.fromEntries(fragments) };
  const types = wantedTypes(schema, asked, { kind: 'QueryPlan', node });
  expect(types.get(fetch)).toEqual([[undefined, new Set(['Visit'])]]);
});

import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import type { FetchNode } from '@apollo/query-planner';
import { type DocumentNode, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForeignSupergraph, federation } from '../testing/foreign-supergraph.js';
import { spreadingFragments } from '../testing/spreading-fragments.js';
import { LostMembers } from './lost-members.js';

const note = { __typename: 'Note', text: 'rested', mark: 0 };
const { mark: _, ...told } = note;
const scan = {
  __typename: 'Scan',
  size: ({ unit }: { unit?: string }) => `3 ${unit}`,
  place: { side: 'left', doctor: 'An' },
};
const assay = { __typename: 'Assay', value: 7, place: { side: 'right', doctor: 'Binh' } };

describe('a member of a union that only one of two subgraphs has, below a field that both have', () => {
  let supergraph: ForeignSupergraph;
  beforeAll(async () => {
    const shared = `
      type Visit @key(fields: "id") { id: ID! report: Report @shareable }
      type Report @shareable { findings: [Finding!]! first: Entry }
      interface Entry { text: String }
      type Place @shareable { side: String }`;
    const reportOf = (findings: object[]) => ({ findings, first: { ...findings[1], text: 'first' } });
    supergraph = await ForeignSupergraph.open({
      clinic: {
        sdl: `${federation('key', 'shareable')} ${shared}
          type Query { atClinic: Visit visit: Visit @shareable }
          union Finding = Note | Scan
          type Note implements Entry @shareable { text: String mark: Int! }
          type Scan implements Entry { mark: Int size(unit: String): String place: Place text: String }`,
        resolvers: {
          Query: {
            atClinic: () => ({ id: '1' }),
            visit: () => ({ id: '1', report: reportOf([note, note]) }),
          },
          Visit: { report: (visit: { report?: object }) => visit.report ?? reportOf([note, scan]) },
        },
      },
      laboratory: {
        sdl: `${federation('key', 'shareable')} ${shared}
          type Query { atLaboratory: Visit visit: Visit @shareable }
          union Finding = Note | Assay
          type Note implements Entry @shareable { text: String mark: Int }
          type Assay implements Entry { value: Int place: Place text: String }
          extend type Visit { assays: Report }
          extend type Place { doctor: String }`,
        resolvers: {
          Query: {
            atLaboratory: () => ({ id: '1' }),
            visit: () => ({ id: '1', report: reportOf([note, note]) }),
          },
          Visit: {
            __resolveReference: ({ id }: { id: string }) => ({ id }),
            report: (visit: { report?: object }) => visit.report ?? reportOf([note, assay]),
            assays: () => reportOf([assay, note]),
          },
        },
      },
    });
  });
  afterAll(() => supergraph.close());

  const findings = '__typename ... on Note { text } ... on Scan { size } ... on Assay { value }';

  it.each([
    ['atClinic', [told, { __typename: 'Scan', size: '3 undefined' }]],
    ['atLaboratory', [told, { __typename: 'Assay', value: 7 }]],
  ])('is answered where the subgraph that is asked tells one: %s', async (visit, expected) => {
    expect(await supergraph.ask(`{ ${visit} { report { findings { ${findings} } } } }`)).toEqual({
      data: { [visit]: { report: { findings: expected } } },
    });
  });

  it('is answered by the other subgraph where a field leads there, and by neither where both tell the same', async () => {
    expect(
      await supergraph.ask(
        `{ atClinic { assays { findings { ${findings} } } } visit { report { findings { ${findings} } } } }`,
      ),
    ).toEqual({
      data: {
        atClinic: { assays: { findings: [{ __typename: 'Assay', value: 7 }, told] } },
        visit: { report: { findings: [told, told] } },
      },
    });
  });

  it('is given its arguments, variables, conditions, aliases and what is below it, from fragments too', async () => {
    supergraph.asked.length = 0;
    const query = `query ($unit: String, $isWanted: Boolean!, $isOther: Boolean!) {
        seen: atClinic { report { found: findings { ...F @include(if: $isWanted) ... on Scan @skip(if: $isWanted) { text } } } }
      }
      fragment F on Finding {
        ... on Scan { wide: size(unit: $unit) ... on Scan { place { where: side @skip(if: $isOther) } } }
        ... on Assay { value }
      }`;
    const asked = { unit: 'cm', isWanted: true, isOther: false };
    expect(await supergraph.ask(query, asked)).toEqual({
      data: { seen: { report: { found: [{}, { wide: '3 cm', place: { where: 'left' } }] } } },
    });
    expect(supergraph.asked[0]).toMatchObject({ variables: asked });
    expect(await supergraph.ask(query, { ...asked, isWanted: false })).toEqual({
      data: { seen: { report: { found: [{}, { text: null }] } } },
    });
  });

  it('is answered as far as the subgraph that is asked knows its fields', async () => {
    const query = '{ atClinic { report { findings { ... on Scan { place { side doctor } } } } } }';
    const { data } = await supergraph.ask(query);
    expect(data).toMatchObject({ atClinic: { report: { findings: [{}, { place: { side: 'left' } }] } } });
    const onlyOther = '{ atClinic { report { findings { ... on Scan { place { doctor } } } } } }';
    expect((await supergraph.ask(onlyOther)).data).toEqual({
      atClinic: { report: { findings: [{}, { place: null }] } },
    });
  });

  it('may be of an interface, too', async () => {
    const query = '{ atClinic { report { first { __typename text ... on Scan { size(unit: "mm") } } } } }';
    expect(await supergraph.ask(query)).toEqual({
      data: { atClinic: { report: { first: { __typename: 'Scan', text: 'first', size: '3 mm' } } } },
    });
  });

  it('stays out where the subgraph would refuse the whole for it: there a name would be of two types', async () => {
    const query = '{ atClinic { report { findings { ... on Note { mark } ... on Scan { mark } } } } }';
    expect(await supergraph.ask(query)).toEqual({
      data: { atClinic: { report: { findings: [{ mark: 0 }, { mark: null }] } } },
    });
  });
});

it('is left out where fragments that spread each other would make it large', () => {
  const sdl = (member: string) => `${federation('shareable')}
    type Query { last: Entry @shareable }
    union Entry = Note | ${member}
    type Note @shareable { text: String }
    type ${member} { text: String }`;
  const { supergraphSdl } = composeServices(
    ['Visit', 'Order'].map((member) => ({
      name: member,
      url: 'http://nowhere',
      typeDefs: parse(sdl(member)),
    })),
  );
  const document = parse(`{ last { ...F0 } } ${spreadingFragments('Entry', '... on Visit { text }')}`);
  const fetch: FetchNode = {
    kind: 'Fetch',
    serviceName: 'Visit',
    operation: '{last{__typename}}',
    operationName: undefined,
    operationKind: 'query' as FetchNode['operationKind'],
  };
  const lost = LostMembers.of(Supergraph.build(supergraphSdl!))!;
  const restored = (asked: DocumentNode) =>
    (lost.restoredIn({ document: asked }, { kind: 'QueryPlan', node: fetch }).node as FetchNode).operation;
  expect(restored(document)).toBe(fetch.operation);
  expect(restored(parse('{ last { ... on Visit { text } } }'))).toBe('{last{__typename ...on Visit{text}}}');
});

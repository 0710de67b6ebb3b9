import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForeignSupergraph, federation } from '../testing/foreign-supergraph.js';
import { limits } from './limits.js';

describe('what nests deeply', () => {
  let supergraph: ForeignSupergraph;
  beforeAll(async () => {
    supergraph = await ForeignSupergraph.open({
      values: {
        sdl: `${federation('key')}
          scalar Anything
          input Link { next: Link }
          type Query { told(value: Anything, text: String, link: Link): Int self: Query }`,
        resolvers: { Query: { told: () => 1, self: () => ({}) } },
      },
    });
  });
  afterAll(() => supergraph.close());

  const lists = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  const links = (levels: number) => `${'{"next":'.repeat(levels)}null${'}'.repeat(levels)}`;
  const refused = (name: string) => ({
    errors: [
      {
        message: expect.stringMatching(new RegExp(`^"${name}" may nest 200 levels`)),
        extensions: { code: 'BAD_REQUEST' },
      },
    ],
  });
  const asked = async (query: string, variables = '{}') =>
    JSON.parse((await supergraph.askBytes(query, variables)).toString()) as unknown;

  it.each([
    ['lists in a literal, of which thirty would take minutes', `{ told(value: ${lists(9)}) }`],
    ['a hundred of them', `{ told(value: ${lists(100)}) }`],
    ['selections', `{ ${'self { '.repeat(1_000)} told ${'} '.repeat(1_000)} }`],
    ['fragments', `{ ${'... on Query { '.repeat(3_000)} told ${'} '.repeat(3_000)} }`],
    ['what is no document', '{ told(value: '.repeat(5_000)],
    ['the type of a variable', `query ($v: ${'['.repeat(20_000)}`],
  ])('is refused in a document: %s', async (_, query) => {
    expect(await asked(query)).toEqual(refused('query'));
  });

  it.each([
    ['lists', `{"value":${lists(200)}}`],
    ['lists in lists without end', `{"value":${lists(45_000)}}`],
    ['objects', `{"link":${links(5_000)}}`],
    ['what nobody declared', `{"other":${lists(45_000)}}`],
  ])('is refused in variables: %s', async (_, variables) => {
    const query = 'query ($value: Anything, $link: Link) { told(value: $value, link: $link) }';
    expect(await asked(query, variables)).toEqual(refused('variables'));
  });

  it('is answered up to there, and brackets in texts and comments are none', async () => {
    const answered = { data: { told: 1 } };
    expect(await asked(`{ told(value: ${lists(limits.listLiterals)}) }`)).toEqual(answered);
    expect(await asked(`{ told(text: "${'['.repeat(500)}") } # ${'{['.repeat(500)}`)).toEqual(answered);
    const many = Array.from({ length: 300 }, (_, index) => `a${index}: told(value: [[1]])`).join(' ');
    expect(await asked(`{ told ${many} }`)).toMatchObject({ data: { a299: 1 } });
    const query = 'query ($value: Anything, $link: Link) { told(value: $value, link: $link) }';
    expect(await asked(query, `{"value":${lists(199)},"link":${links(198)}}`)).toEqual(answered);
  });
});

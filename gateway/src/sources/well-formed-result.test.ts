import { describe, expect, it } from 'vitest';
import { ForeignSupergraph, federation } from '../testing/foreign-supergraph.js';
import { wellFormedResult } from './well-formed-result.js';

describe('an answer of a subgraph', () => {
  const two = 2;

  it('is taken as it is where it is a result', () => {
    const answer = { data: { _entities: [{ price: 1 }, null] } };
    expect(wellFormedResult(answer, two)).toBe(answer);
    expect(wellFormedResult({ data: { a: 1 }, errors: null }, undefined)).toEqual({ data: { a: 1 } });
    expect(wellFormedResult({ errors: [{ message: 'no' }] }, two)).toEqual({ errors: [{ message: 'no' }] });
  });

  it.each([
    'text',
    [],
    {},
    { data: 'text' },
    { data: null },
    { data: { _entities: null } },
    { data: {} },
    { data: { _entities: [null] } },
    { data: { _entities: [null, null, null] } },
    { data: { _entities: ['text', {}] } },
    { data: { _entities: [[], {}] } },
    { data: { _entities: [{}, {}] }, errors: 'text' },
  ])('is none where it is %j', (answer) => {
    expect(wellFormedResult(answer, two)).toBeUndefined();
  });

  it('tells a thousand of its errors, however many there are', () => {
    const errors = Array.from({ length: 200_000 }, () => ({ message: 'no' }));
    expect(wellFormedResult({ data: null, errors }, undefined)?.errors).toHaveLength(1_000);
  });

  it('keeps of its errors what is one: a message, a path that leads somewhere', () => {
    const paths = [['_entities', 1, 'price'], ['_entities', 2], ['_entities'], ['price'], 'text', [null]];
    const errors = [...paths.map((path) => ({ message: 'no', path })), null, 'text', { extensions: null }];
    const unnamed = { message: 'A subgraph told of an error without a message' };
    expect(wellFormedResult({ data: { _entities: [null, null] }, errors }, two)?.errors).toEqual([
      { message: 'no', path: ['_entities', 1, 'price'] },
      ...Array.from({ length: 5 }, () => ({ message: 'no' })),
      unnamed,
      unnamed,
      unnamed,
    ]);
  });

  it('that is none costs its own part alone, says where, and is no reason to ask no more', async () => {
    let body = '';
    const supergraph = await ForeignSupergraph.open({
      books: {
        sdl: `${federation('key')} type Query { books: [Book] } type Book @key(fields: "id") { id: ID! }`,
        resolvers: { Query: { books: () => [{ id: '1' }, { id: '2' }] } },
      },
      prices: {
        sdl: `${federation('key')} type Book @key(fields: "id") { id: ID! price: Int }`,
        answer: () => ({ body }),
      },
    });
    const missing = (path: (string | number)[]) =>
      expect.objectContaining({
        path,
        extensions: expect.objectContaining({ code: 'SUBGRAPH_UNAVAILABLE' }),
      });
    for (body of [
      '{"data":{"_entities":["text",null]}}',
      '{"data":{"_entities":[{"price":1}]}}',
      '{"data"',
    ]) {
      expect(await supergraph.ask('{ books { id price } }')).toEqual({
        data: {
          books: [
            { id: '1', price: null },
            { id: '2', price: null },
          ],
        },
        errors: [missing(['books', 0]), missing(['books', 1])],
      });
    }
    body = '{"data":{"_entities":[]}}';
    for (let asked = 0; asked < 10; asked++) await supergraph.ask('{ books { price } }');
    body = '{"data":{"_entities":[{"price":1},{"price":2}]}}';
    expect(await supergraph.ask('{ books { price } }')).toEqual({
      data: { books: [{ price: 1 }, { price: 2 }] },
    });
    await supergraph.close();
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { ForeignSupergraph } from '../testing/foreign-supergraph.js';

const sdl = (field: string, rest = '') => `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.example/access/v1.0", import: ["@access"])
    @composeDirective(name: "@access")
  directive @access(scope: Scope!${rest}) on FIELD | FIELD_DEFINITION
  enum Scope { PUBLIC PRIVATE }
  type Query { ${field}: String }`;

let supergraph: ForeignSupergraph;
beforeAll(async () => {
  supergraph = await ForeignSupergraph.open({
    one: { sdl: sdl('one'), resolvers: { Query: { one: () => '1' } } },
    two: { sdl: sdl('two', ' = PUBLIC'), resolvers: { Query: { two: () => '2' } } },
  });
});
afterAll(() => supergraph.close());

it('directives for documents are known to clients, and handed on with the defaults of the supergraph', async () => {
  for (let times = 0; times < 2; times++) {
    expect(await supergraph.ask('{ one @access two @access }')).toEqual({ data: { one: '1', two: '2' } });
  }
  const told = supergraph.asked.map(({ query }) => query.replaceAll(/\s+/g, ''));
  expect(new Set(told)).toEqual(new Set(['{one@access(scope:PUBLIC)}', '{two@access(scope:PUBLIC)}']));
});

it('take variables, and are judged as the schema says', async () => {
  const query = 'query ($scope: Scope!) { two @access(scope: $scope) }';
  expect(await supergraph.ask(query, { scope: 'PRIVATE' })).toEqual({ data: { two: '2' } });
  expect(supergraph.asked.at(-1)?.variables).toEqual({ scope: 'PRIVATE' });
  for (const wrong of ['{ two @access(scope: OTHER) }', 'query @access { two }']) {
    const { errors } = await supergraph.ask(wrong);
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  }
});

import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { buildCitizensSchema } from '@ketqua/citizens';
import { buildLabsSchema } from '@ketqua/labs';
import { printSubgraphSchema } from '@ketqua/platform';
import { buildResultsSchema } from '@ketqua/results';
import { type GraphQLSchema, lexicographicSortSchema, parse, printSchema } from 'graphql';

/** The schemas as files under `schema/`: the three subgraphs, the composed supergraph, the public API. */
export type PrintedSchemas = Readonly<Record<`${string}.graphql`, string>>;

/** Thrown with everything that keeps the subgraphs from composing. */
export class CompositionError extends Error {
  override readonly name = 'CompositionError';
}

const builders: Readonly<Record<string, () => Promise<GraphQLSchema>>> = {
  citizens: buildCitizensSchema,
  labs: buildLabsSchema,
  results: buildResultsSchema,
};

/** Prints every schema from the code. @throws CompositionError */
export async function printSchemas(): Promise<PrintedSchemas> {
  const printed: Record<string, string> = {};
  for (const [name, build] of Object.entries(builders)) {
    printed[name] = printSubgraphSchema(lexicographicSortSchema(await build()));
  }
  const services = Object.entries(printed).map(([name, sdl]) => ({
    name,
    typeDefs: parse(sdl),
    url: `http://${name}.invalid/graphql`,
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new CompositionError(errors?.map(({ message }) => message).join('\n'));
  const api = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  return Object.fromEntries(
    Object.entries({
      ...printed,
      supergraph: supergraphSdl,
      api: printSchema(lexicographicSortSchema(api)),
    }).map(([name, sdl]) => [`${name}.graphql`, `${sdl.trim()}\n`]),
  );
}

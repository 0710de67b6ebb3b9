import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  graphql,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import type { SubgraphSource } from '../sources/subgraph-source.js';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@requires", "@external", "@shareable", "@provides", "@interfaceObject", "@inaccessible"])`;

/** Three subgraphs with what Federation has: interfaces, unions, required and provided fields, objects of interfaces. */
const sdl = {
  catalog: `
    type Query {
      products(first: Int = 3): [Product!]!
      product(id: ID!): Product
      search(text: String): [Found]
      nodes: [Node!]
      viewer: User!
      makers: [Maker]
      top: Product!
    }
    type Mutation { rename(id: ID!, name: String!): Product retire(id: ID!): Boolean! }
    interface Node { id: ID! }
    interface Maker @key(fields: "id") { id: ID! name: String }
    enum Kind { SMALL LARGE SECRET @inaccessible }
    type Product implements Node @key(fields: "id") @key(fields: "code { part }") {
      id: ID! code: Code! name: String! kind: Kind tags: [String!] grid: [[Int]] size: Size @shareable
      related: [Product] parts(sort: Kind): [Part!] maker: Maker constructor: String
    }
    type Code { part: ID! }
    type Size @shareable { width: Int! height: Float }
    type Part implements Node @key(fields: "id") { id: ID! name: String inside: Product }
    type Company implements Maker & Node @key(fields: "id") { id: ID! name: String country: String! }
    type Artisan implements Maker @key(fields: "id") { id: ID! name: String age: Int! }
    type User @key(fields: "id") { id: ID! }
    union Found = Product | User | Part | Company`,
  reviews: `
    type Query { review(id: ID!): Review latest(first: Int): [Review!] }
    type Mutation { publish(stars: Int!): Review! }
    type Product @key(fields: "id") { id: ID! reviews(first: Int): [Review!]! rating: Float @shareable }
    type Review @key(fields: "id") { id: ID! body: String author: User! product: Product stars: Int! subject: Subject }
    type User @key(fields: "id") { id: ID! reviews: [Review] name: String! }
    union Subject = Product | User`,
  shipping: `
    type Product @key(fields: "id") {
      id: ID! size: Size @external
      postage: Float @requires(fields: "size { width height }")
      stock: [Stock!]
      rating: Float @external
    }
    type Size @shareable { width: Int! height: Float }
    type Stock { place: String! count: Int }
    type Maker @interfaceObject @key(fields: "id") { id: ID! region: String contact: User }
    type User @key(fields: "id") { id: ID! address: String }
    type Query { cheapest: Product @provides(fields: "rating") nothing: String }`,
};

/** A number that follows from a text, the same each time. */
export function chanceOf(text: string, below: number): number {
  // FNV-1a, and a last stir: its low bits alone repeat.
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 12)) >>> 0) % below;
}

interface Thing {
  readonly __typename: string;
  readonly id: string;
}

/** Answers any field with what follows from its object, its name and its arguments: now and then null or an error. */
const resolve: GraphQLFieldResolver<Thing & Record<string, unknown>, { isFailing: boolean }> = (
  thing,
  args,
  { isFailing },
  info,
) => {
  const { fieldName, parentType, returnType, schema } = info;
  if (fieldName === 'id') return thing.id;
  const known = `${parentType.name} ${thing?.id ?? ''} ${fieldName} ${JSON.stringify(args)} ${JSON.stringify(thing?.size ?? null)}`;
  if (isFailing && chanceOf(`error ${known}`, 15) === 0) {
    throw new GraphQLError(
      `${fieldName} failed`,
      chanceOf(known, 2) ? { extensions: { code: 'FORBIDDEN' } } : {},
    );
  }
  return answerOf(returnType, known, schema);
};

function answerOf(type: GraphQLOutputType, known: string, schema: GraphQLSchema): unknown {
  if (!isNonNullType(type) && chanceOf(`null ${known}`, 8) === 0) return null;
  const bare = getNullableType(type) as Exclude<GraphQLOutputType, { ofType: never }>;
  if (isListType(bare)) {
    const length = chanceOf(`length ${known}`, 4);
    return Array.from({ length }, (_, index) =>
      answerOf(bare.ofType as GraphQLOutputType, `${known} ${index}`, schema),
    );
  }
  if (isEnumType(bare)) {
    const values = bare.getValues();
    return values[chanceOf(known, values.length)]!.value;
  }
  const id = String(chanceOf(`id ${known}`, 5));
  if (isObjectType(bare)) return { __typename: bare.name, id };
  if (isAbstractType(bare)) {
    const types = schema.getPossibleTypes(bare);
    return { __typename: types[chanceOf(`type ${known}`, types.length)]!.name, id };
  }
  const number = chanceOf(`value ${known}`, 1_000);
  if (String(bare) === 'Boolean') return number % 2 === 0;
  if (String(bare) === 'Int') return number;
  if (String(bare) === 'Float') return number / 8;
  return String(bare) === 'ID' ? id : `text ${number}`;
}

const resolveReference = (
  reference: Thing & { code?: { part: string } },
  { areFound }: { areFound: boolean },
) => {
  const id = reference.id ?? reference.code?.part ?? '0';
  if (areFound) return { ...reference, id };
  const known = `reference ${reference.__typename} ${id}`;
  if (chanceOf(known, 30) === 0) throw new GraphQLError('cannot be found');
  return chanceOf(`null ${known}`, 15) === 0 ? null : { ...reference, id };
};

function schemaOf(name: keyof typeof sdl): GraphQLSchema {
  const typeDefs = parse(`${link}\n${sdl[name]}`);
  const schema = buildSubgraphSchema([{ typeDefs }]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!field.name.startsWith('_')) field.resolve ??= resolve as never;
    }
    Object.assign(type, { resolveReference });
  }
  return schema;
}

/** What a source may do to an answer: the same to the same answer. */
export type Tampering = (answer: FormattedExecutionResult, asked: string) => FormattedExecutionResult;

/** How the subgraphs are to be. */
export interface Varied {
  readonly tamper?: Tampering;
  /** Whether some of their fields fail. */
  readonly isFailing?: boolean;
  /** Whether each entity is found that is asked for. */
  readonly areFound?: boolean;
}

/** The composed supergraph of the three, and a source of each; what is asked is noted. */
export function variedSubgraphs({ tamper = (answer) => answer, isFailing = true, areFound = false }: Varied) {
  const names = Object.keys(sdl) as (keyof typeof sdl)[];
  const { supergraphSdl, errors } = composeServices(
    names.map((name) => ({ name, url: `http://${name}`, typeDefs: parse(`${link}\n${sdl[name]}`) })),
  );
  if (!supergraphSdl) throw new Error(errors!.map(String).join('\n'));
  const asked: string[] = [];
  const sources = names.map((name): SubgraphSource => {
    const schema = schemaOf(name);
    return {
      name,
      async execute({ query, variables, operationName }) {
        const text = `${name} ${query} ${JSON.stringify(variables)}`;
        asked.push(text);
        const result: ExecutionResult = await graphql({
          schema,
          source: query,
          variableValues: variables,
          operationName,
          contextValue: { isFailing, areFound },
        });
        return tamper(JSON.parse(JSON.stringify(result)) as FormattedExecutionResult, text);
      },
      tellsPlaces: false,
      subscribe: () => Promise.reject(new Error('nobody subscribes')),
      ready: async () => true,
      close: async () => undefined,
    };
  });
  return { supergraphSdl, sources, asked };
}

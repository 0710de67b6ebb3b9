import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, graphql, parse } from 'graphql';

/** The subgraphs of the gateway bench: results, and who and where each is of, all different. */
const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n';

type Entity = { readonly id: string };

const listed = Array.from({ length: 50 }, (_, index) => String(index + 1));
const result = (id: string) => ({
  id,
  status: 'FINAL',
  takenAt: `2026-03-${String((Number(id) % 28) + 1).padStart(2, '0')}T08:00:00Z`,
  disease: { code: 'A90', name: 'Sốt xuất huyết Dengue' },
  person: { id: `person-${id}` },
  laboratory: { id: `laboratory-${id}` },
});

const subgraphs = {
  results: {
    sdl: `
      type Query { results(first: Int!): [Result!]! result(id: ID!): Result }
      type Result @key(fields: "id") {
        id: ID! status: String! takenAt: String! disease: Disease! person: Person! laboratory: Laboratory!
      }
      type Disease { code: String! name: String! }
      type Person @key(fields: "id", resolvable: false) { id: ID! }
      type Laboratory @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: {
        results: (_: unknown, { first }: { first: number }) => listed.slice(0, first).map(result),
        result: (_: unknown, { id }: Entity) => result(id),
      },
    },
  },
  people: {
    sdl: 'type Person @key(fields: "id") { id: ID! name: String! birthYear: Int }',
    resolvers: {
      Person: { __resolveReference: ({ id }: Entity) => ({ id, name: `Nguyễn ${id}`, birthYear: 1980 }) },
    },
  },
  laboratories: {
    sdl: 'type Laboratory @key(fields: "id") { id: ID! name: String! city: String }',
    resolvers: {
      Laboratory: { __resolveReference: ({ id }: Entity) => ({ id, name: `Lab ${id}`, city: 'Cần Thơ' }) },
    },
  },
};

/**
 * Serves a schema, and gives what it answered a body once to whoever sends that body again: the work of subgraphs is the same
 * whoever asks, and must not hide what the gateways differ in.
 */
async function serve(schema: GraphQLSchema): Promise<string> {
  const known = new Map<string, Buffer>();
  const answerTo = async (body: string): Promise<Buffer> => {
    const before = known.get(body);
    if (before) return before;
    const { query, variables, operationName } = JSON.parse(body);
    const answer = await graphql({ schema, source: query, variableValues: variables, operationName });
    const bytes = Buffer.from(JSON.stringify(answer));
    known.set(body, bytes);
    return bytes;
  };
  const server = createServer((request, response) => {
    void bodyOf(request)
      .then(answerTo)
      .then((answer) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
        response.end(answer);
      });
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
  });
}

// The process that the bench starts: it serves all three, and tells their supergraph in one line.
const services = await Promise.all(
  Object.entries(subgraphs).map(async ([name, { sdl, resolvers }]) => {
    const typeDefs = parse(link + sdl);
    return {
      name,
      typeDefs,
      url: await serve(buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }])),
    };
  }),
);
const { supergraphSdl, errors } = composeServices(services);
if (!supergraphSdl) throw new Error(String(errors));
process.stdout.write(`${JSON.stringify({ supergraphSdl })}\n`);

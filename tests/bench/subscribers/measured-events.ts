import { EventEmitter, on } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLSchema, graphql, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

/** The subgraphs of the subscribers bench: events, and the places that they happened at. POST /happen has one happen. */
const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n';
const happenings = new EventEmitter().setMaxListeners(0);
let count = 0;

const events = parse(`${link}
  type Query { now: Int }
  type Subscription { happened: Happening }
  type Happening { id: ID! at: String! what: String! place: Place }
  type Place @key(fields: "id", resolvable: false) { id: ID! }`);
const places = parse(`${link}
  type Place @key(fields: "id") { id: ID! name: String! city: String }`);

const eventResolvers = {
  Subscription: {
    happened: {
      async *subscribe() {
        for await (const [happened] of on(happenings, 'happened')) yield { happened };
      },
    },
  },
};
const placeResolvers = {
  Place: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `Chốt ${id}`, city: 'Cần Thơ' }) },
};

function happen(): void {
  const id = String(++count);
  happenings.emit('happened', {
    id,
    at: '2026-03-01T08:00:00Z',
    what: 'PASSED',
    place: { id: `place-${id}` },
  });
}

async function serve(schema: GraphQLSchema): Promise<string> {
  const answer: RequestListener = (request, response) => {
    if (request.url === '/happen') {
      happen();
      response.end();
      return;
    }
    void bodyOf(request).then(async (body) => {
      const { query, variables, operationName } = JSON.parse(body);
      const result = await graphql({ schema, source: query, variableValues: variables, operationName });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(result));
    });
  };
  const server = createServer(answer);
  useServer({ schema }, new WebSocketServer({ server, path: '/graphql' }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const serviceOf = async (name: string, typeDefs: DocumentNode, resolvers: object) => ({
  name,
  typeDefs,
  url: await serve(buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }])),
});
const services = [
  await serviceOf('events', events, eventResolvers),
  await serviceOf('places', places, placeResolvers),
];
const { supergraphSdl, errors } = composeServices(services);
if (!supergraphSdl) throw new Error(String(errors));
process.stdout.write(`${JSON.stringify({ supergraphSdl, events: services[0]!.url })}\n`);

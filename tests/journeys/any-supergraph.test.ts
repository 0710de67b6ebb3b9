import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../gateway/dist/main.js', import.meta.url));
const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';

/** A subgraph of somebody else's: GraphQL over HTTP, and nothing that knows of us. */
async function served(
  name: string,
  sdl: string,
  resolvers: object,
): Promise<{ server: Server; url: string; name: string; sdl: string }> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(`${link}\n${sdl}`), resolvers: resolvers as never }]);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { query, variables, operationName } = JSON.parse(Buffer.concat(chunks).toString()) as Record<
      string,
      string
    >;
    const result = await graphql({
      schema,
      source: query!,
      variableValues: variables as never,
      operationName,
    });
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  return { server, url, name, sdl };
}

function supergraphOf(subgraphs: readonly { name: string; url: string; sdl: string }[]): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(`${link}\n${sdl}`) })),
  );
  if (!supergraphSdl) throw new Error(String(errors));
  return supergraphSdl;
}

describe('a gateway before a supergraph that is not ours', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ketqua-supergraph-'));
  const file = join(folder, 'supergraph.graphql');
  const servers: Server[] = [];
  let gateway: ChildProcess;
  let logged = '';
  let url: string;
  let subgraphs: { name: string; url: string; sdl: string; server: Server }[];

  beforeAll(async () => {
    const books = await served(
      'books',
      'type Query { books: [Book!]! } type Book @key(fields: "id") { id: ID! title: String! }',
      {
        Query: {
          books: () => [
            { id: '1', title: 'One' },
            { id: '2', title: 'Two' },
          ],
        },
      },
    );
    const prices = await served('prices', 'type Book @key(fields: "id") { id: ID! price: Int }', {
      Book: { __resolveReference: ({ id }: { id: string }) => ({ id, price: Number(id) * 10 }) },
    });
    subgraphs = [books, prices];
    servers.push(books.server, prices.server);
    writeFileSync(file, supergraphOf(subgraphs));
    gateway = spawn(process.execPath, [script, '--supergraph', file], {
      env: { PATH: process.env.PATH, KETQUA_PORT: '0', KETQUA_LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    gateway.stderr!.on('data', (text) => {
      logged += text;
    });
    const [said] = (await once(gateway.stdout!, 'data')) as [Buffer];
    url = /http:\S+/.exec(String(said))![0];
  });
  afterAll(async () => {
    gateway.kill('SIGTERM');
    await once(gateway, 'exit');
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true });
  });

  const ask = async (query: string) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as { data?: unknown; errors?: { message: string }[] };
  };

  it('joins its subgraphs, with no account, key or database', async () => {
    expect(await ask('{ books { title price } }')).toEqual({
      data: {
        books: [
          { title: 'One', price: 10 },
          { title: 'Two', price: 20 },
        ],
      },
    });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it('has no limits, and tells what is wrong', async () => {
    const many = Array.from({ length: 400 }, (_, n) => `a${n}: books { id }`).join(' ');
    expect(Object.keys((await ask(`{ ${many} }`)).data as object)).toHaveLength(400);
    expect((await ask('{ book { id } }')).errors![0]!.message).toContain('Did you mean "books"');
  });

  it('puts another supergraph in force when the file changes, and keeps the running one where it is none', async () => {
    const stock = await served('stock', 'type Book @key(fields: "id") { id: ID! inStock: Boolean }', {
      Book: { __resolveReference: ({ id }: { id: string }) => ({ id, inStock: id === '1' }) },
    });
    servers.push(stock.server);
    writeFileSync(file, supergraphOf([...subgraphs, stock]));
    const grown = {
      data: {
        books: [
          { price: 10, inStock: true },
          { price: 20, inStock: false },
        ],
      },
    };
    await expect.poll(() => ask('{ books { price inStock } }')).toEqual(grown);
    writeFileSync(file, 'type Query {');
    await expect.poll(() => logged).toContain('cannot be loaded');
    expect(await ask('{ books { price inStock } }')).toEqual(grown);
  });
});

it('says in one line what a supergraph asks for that it does not know', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ketqua-supergraph-'));
  const file = join(folder, 'supergraph.graphql');
  const { supergraphSdl } = composeServices([
    { name: 'books', url: 'http://127.0.0.1:1/', typeDefs: parse(`${link}\ntype Query { a: Int }`) },
  ]);
  const unknown = '@link(url: "https://example.org/unknown/v1.0", for: SECURITY)';
  writeFileSync(file, supergraphSdl!.replace('schema', `schema ${unknown}`));
  const child = spawn(process.execPath, [script, '--supergraph', file], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const said: string[] = [];
  child.stderr!.on('data', (text) => said.push(String(text)));
  const [code] = (await once(child, 'exit')) as [number];
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(said.join('')).toMatch(/^--supergraph .* cannot be served: .*unknown\/v1\.0.*unsupported\n$/);
});

it('says in one line that the file cannot be read', async () => {
  const child = spawn(process.execPath, [script, '--supergraph', '/nowhere/supergraph.graphql'], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const said: string[] = [];
  child.stderr!.on('data', (text) => said.push(String(text)));
  const [code] = (await once(child, 'exit')) as [number];
  expect([code, said.join('')]).toEqual([1, '--supergraph /nowhere/supergraph.graphql cannot be read\n']);
});

import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { silentLog } from '@ketqua/platform/testing';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { type SubgraphSource, SubgraphUnavailableError } from '../sources/subgraph-source.js';
import { trustBundle } from './trust-bundle.js';

/** Results as the door sees it: a bundle of some version, or nothing. */
class Results implements SubgraphSource {
  readonly name = 'results';
  readonly tellsPlaces = true;
  readonly asked: string[] = [];
  bundle: { version: number; document: string } | undefined = { version: 7, document: '{"version":7}' };

  async execute({ query }: { query: string }) {
    this.asked.push(query);
    if (!this.bundle) throw new SubgraphUnavailableError('results');
    return { data: { trustBundle: this.bundle } };
  }

  subscribe = () => Promise.reject(new Error('nobody subscribes'));
  ready = async () => true;
  close = async () => undefined;
}

describe('GET /trust-bundle', () => {
  let server: Server;
  afterEach(() => {
    server.close();
  });

  const door = async (results: SubgraphSource) => {
    server = createServer(express().use('/trust-bundle', trustBundle(results, 0, silentLog)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return (headers: Record<string, string> = {}, method = 'GET') =>
      new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
        const asking = request(
          { port, method, host: '127.0.0.1', path: '/trust-bundle', headers },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('end', () =>
              resolve({
                status: response.statusCode!,
                headers: response.headers,
                body: Buffer.concat(chunks),
              }),
            );
          },
        );
        asking.on('error', reject);
        asking.end();
      });
  };

  it('gives the bytes that were signed, plain, in gzip and in brotli, each under a tag of its own', async () => {
    const get = await door(new Results());
    const plain = await get();
    expect(plain).toMatchObject({
      status: 200,
      headers: { etag: '"7-identity"', 'cache-control': 'public, no-cache' },
    });
    expect(plain.body.toString()).toBe('{"version":7}');
    const zipped = await get({ 'accept-encoding': 'gzip' });
    expect(zipped.headers).toMatchObject({
      etag: '"7-gzip"',
      'content-encoding': 'gzip',
      vary: 'accept-encoding',
    });
    expect(gunzipSync(zipped.body).toString()).toBe('{"version":7}');
    const brotli = await get({ 'accept-encoding': 'gzip, deflate, br' });
    expect(brotli.headers).toMatchObject({ etag: '"7-br"', 'content-encoding': 'br' });
    expect(brotliDecompressSync(brotli.body).toString()).toBe('{"version":7}');
    const head = await get({}, 'HEAD');
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '13', 0]);
    expect((await get({}, 'POST')).status).toBe(404);
  });

  it('answers 304 to whoever has it, and the whole of a newer one', async () => {
    const results = new Results();
    const get = await door(results);
    for (const tag of ['"7-br"', 'W/"7-br"', '"1-br", "7-br"', '*']) {
      const answer = await get({ 'accept-encoding': 'br', 'if-none-match': tag });
      expect([tag, answer.status, answer.body.length, answer.headers.etag]).toEqual([tag, 304, 0, '"7-br"']);
    }
    expect((await get({ 'accept-encoding': 'br', 'if-none-match': '"6-br"' })).status).toBe(200);
    results.bundle = { version: 8, document: '{"version":8}' };
    await expect
      .poll(async () => (await get({ 'accept-encoding': 'br', 'if-none-match': '"7-br"' })).headers.etag, {
        timeout: 20_000,
      })
      .toBe('"8-br"');
  });

  it('asks results once for a crowd, and for the version alone where that has not changed', async () => {
    const results = new Results();
    const get = await door(results);
    const answers = await Promise.all(Array.from({ length: 200 }, () => get({ 'accept-encoding': 'br' })));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(results.asked.filter((query) => query.includes('document'))).toHaveLength(1);
    expect(results.asked.length).toBeLessThan(20);
  });

  it('gives the last one while results does not answer at all', async () => {
    const results = new Results();
    const get = await door(results);
    expect((await get()).status).toBe(200);
    results.execute = ({ query }) => {
      results.asked.push(query);
      return new Promise(() => undefined);
    };
    const asked = results.asked.length;
    // Nothing would end this wait but the door itself.
    await expect.poll(async () => [(await get()).status, results.asked.length > asked]).toEqual([200, true]);
    expect((await get()).body.toString()).toBe('{"version":7}');
  }, 20_000);

  it('gives the last one while results cannot be reached, and 503 where there never was one', async () => {
    const results = new Results();
    const get = await door(results);
    expect((await get()).status).toBe(200);
    results.bundle = undefined;
    await expect
      .poll(async () => {
        await get();
        return results.asked.length;
      })
      .toBeGreaterThan(2);
    expect(await get()).toMatchObject({ status: 200, headers: { etag: '"7-identity"' } });
    server.close();
    const never = new Results();
    never.bundle = undefined;
    expect((await (await door(never))()).status).toBe(503);
  });
});

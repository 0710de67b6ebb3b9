import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';

let test: TestGateway;
let webRoot: string;
beforeAll(async () => {
  webRoot = mkdtempSync(join(tmpdir(), 'ketqua-web-'));
  mkdirSync(join(webRoot, 'assets'));
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>Ketqua</title>');
  writeFileSync(join(webRoot, 'sw.js'), '1');
  writeFileSync(join(webRoot, 'assets', 'index-B1x2y3z4.js'), 'x'.repeat(5_000));
  test = await TestGateway.open('in-process', { webRoot });
});
afterAll(async () => {
  await test.close();
  rmSync(webRoot, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${test.gateway.url}${path}`, { headers });

describe('the web app', () => {
  it('is answered at its own addresses, fresh each time', async () => {
    for (const path of ['/', '/verify', '/people/7/results']) {
      const response = await get(path, { accept: 'text/html,*/*' });
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('Ketqua')]);
      expect(response.headers.get('cache-control')).toBe('no-cache');
    }
    // Whoever asks for nothing in particular, such as curl or a monitor, finds the doors too.
    for (const path of ['/', '/verify']) expect((await get(path, { accept: '*/*' })).status).toBe(200);
    expect((await get('/sw.js')).headers.get('cache-control')).toBe('no-cache');
  });

  it('sends what never changes compressed, and to be kept', async () => {
    const response = await get('/assets/index-B1x2y3z4.js');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-encoding')).toMatch(/gzip|br/);
  });

  it('is not answered where a program asks for something that is not there', async () => {
    for (const [path, accept] of [
      ['/assets/gone.js', '*/*'],
      ['/api', 'application/json'],
    ] as const) {
      expect((await get(path, { accept })).status).toBe(404);
    }
    expect((await get('/..%2f..%2fetc%2fpasswd', { accept: '*/*' })).status).toBeGreaterThanOrEqual(400);
  });

  it('runs our code only, and is framed by nobody', async () => {
    const { headers } = await get('/', { accept: 'text/html' });
    const policy = headers.get('content-security-policy')!.split(';');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "frame-ancestors 'none'",
      ]),
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('GraphiQL', () => {
  const browser = { accept: 'text/html,application/xhtml+xml' };

  it('is answered to browsers where it is on, and takes nothing from programs', async () => {
    const development = await TestGateway.open('in-process', { graphiql: true });
    const at = (path: string, headers = {}) => fetch(`${development.gateway.url}${path}`, { headers });
    for (const path of ['/graphql', '/graphiql']) {
      const page = await at(path, browser);
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('/graphiql/start.js')]);
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self' 'wasm-unsafe-eval';");
    }
    expect((await at('/graphiql/graphiql.js')).headers.get('content-type')).toContain('javascript');
    expect((await at('/graphiql/other.js')).status).toBe(404);
    expect((await at('/graphql', { accept: 'application/json' })).status).toBe(405);
    await development.close();
  });

  it('is not there otherwise', async () => {
    expect((await get('/graphql', browser)).status).toBe(405);
    expect((await get('/graphiql/graphiql.js')).status).toBe(404);
    expect(await (await get('/graphiql', browser)).text()).not.toContain('start.js');
  });
});

describe('the development messages', () => {
  it('are JSON to a program and an escaped page to a browser', async () => {
    const json = await get('/dev/messages');
    expect(await json.json()).toEqual([
      { id: '1', to: '+84901234567', text: '<b>Ma cua ban</b>: 123456', code: '123456', sentAt: 'now' },
    ]);
    const html = await get('/dev/messages', { accept: 'text/html,application/xhtml+xml' });
    expect(html.headers.get('content-type')).toContain('text/html');
    expect(await html.text()).toContain('&#60;b&#62;Ma cua ban');
  });

  it('are told under a loopback name only', async () => {
    const { port } = new URL(test.gateway.url);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { host: 'rebound.example', accept: 'application/json' };
      request({ port, host: '127.0.0.1', path: '/dev/messages', headers }, (response) =>
        resolve(response.statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(404);
  });

  it('do not exist outside development', async () => {
    const production = await TestGateway.open('in-process', {
      developmentMessages: false,
      isProduction: true,
    });
    const response = await fetch(`${production.gateway.url}/dev/messages`);
    expect(response.status).toBe(404);
    expect(response.headers.get('strict-transport-security')).toContain('max-age');
    await production.close();
  });
});

describe('the metrics', () => {
  it('are told to this machine, and in production to nobody who comes through a proxy', async () => {
    const told = await (await get('/metrics')).text();
    expect(told).toContain('ketqua_requests_total');
    expect(told).toContain('\nketqua_text_breaker_state 2\n');
    const production = await TestGateway.open('in-process', { isProduction: true });
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${production.gateway.url}/metrics`, { headers })).status;
    expect(await status({})).toBe(200);
    expect(await status({ 'x-forwarded-for': '203.0.113.7' })).toBe(404);
    expect(await status({ forwarded: 'for=203.0.113.7' })).toBe(404);
    await production.close();
  });
});

describe('the webhooks', () => {
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${test.gateway.url}${path}`, { method: 'POST', body, headers });
  const theirs = { authorization: 'Bearer theirs', 'content-type': 'application/json' };

  it('are handed on as they came, and nothing is told but whether they were taken', async () => {
    const body = '{ "status":"completed" }\n';
    const taken = await post('/webhooks/vonage/verify', body, theirs);
    expect([taken.status, await taken.text()]).toEqual([200, '']);
    const { operation, caller } = test.stage.calls.at(-1)!;
    const { input } = operation.variables as { input: Record<string, string> };
    expect(input).toMatchObject({ door: 'verify', authorization: 'Bearer theirs' });
    expect(Buffer.from(input.body!, 'base64').toString()).toBe(body);
    expect(caller.viewer).toEqual({ kind: 'anonymous' });
    const refused = await post('/webhooks/vonage/messages', body, { authorization: 'Bearer other' });
    expect([refused.status, await refused.text()]).toEqual([401, '']);
  });

  it('are told to wait where too many from there were nobody’s', async () => {
    const limited = await post('/webhooks/vonage/verify', '{}', { authorization: 'Bearer again' });
    expect([limited.status, limited.headers.get('retry-after'), await limited.text()]).toEqual([
      429,
      '42',
      '',
    ]);
  });

  it('reach nobody when they are unsigned, too large, or come to another door', async () => {
    const before = test.stage.calls.length;
    expect((await post('/webhooks/vonage/verify', '{}')).status).toBe(401);
    expect((await post('/webhooks/vonage/verify', 'x'.repeat(20_000), theirs)).status).toBe(413);
    expect((await post('/webhooks/vonage/other', '{}', theirs)).status).toBe(404);
    expect((await post('/webhooks/other', '{}', theirs)).status).toBe(404);
    expect((await get('/webhooks/vonage/verify')).status).toBe(404);
    expect(test.stage.calls).toHaveLength(before);
  });
});

it('opens the doors of our subgraphs to none that is merely called like one', async () => {
  const plain = await TestGateway.open('in-process', { isGuarded: false });
  const status = async (path: string, method = 'GET') =>
    (await fetch(`${plain.gateway.url}${path}`, { method })).status;
  expect([
    await status('/trust-bundle'),
    await status('/webhooks/vonage/verify', 'POST'),
    await status('/dev/messages'),
  ]).toEqual([404, 404, 404]);
  await plain.close();
});

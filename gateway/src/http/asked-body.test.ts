import { request as send } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';

describe('a body', () => {
  let test: TestGateway;
  beforeAll(async () => {
    test = await TestGateway.open('in-process');
  });
  afterAll(() => test.close());

  it('that is too large by its own word is refused before it comes', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': 200_000 };
    const request = send(test.url, { method: 'POST', headers });
    const status = new Promise((resolve, reject) => {
      request.once('response', (response) => resolve(response.statusCode));
      request.once('error', reject);
    });
    request.write('{"query":');
    expect(await status).toBe(413);
    request.destroy();
  });

  it('that ends before its time is nobody’s failure', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': 90_000 };
    const request = send(test.url, { method: 'POST', headers });
    request.once('error', () => undefined);
    await new Promise((resolve) => request.write('{"query":', resolve));
    request.destroy();
    const told = async () =>
      (await (await fetch(`${test.gateway.url}/metrics`)).text()).includes('in_flight 0');
    await expect.poll(told).toBe(true);
    expect((await test.post('{ me { kind } }')).body.data).toEqual({ me: { kind: 'anonymous' } });
  });
});

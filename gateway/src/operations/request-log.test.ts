import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';

it('tells of each request its operation, viewer, codes and time, and nothing that it carried', async () => {
  const lines: string[] = [];
  const sink = new Writable({
    write(line, _encoding, done) {
      lines.push(String(line));
      done();
    },
  });
  const test = await TestGateway.open('in-process', {}, pino({ level: 'info' }, sink));
  const secrets = { input: { code: '987654' } };
  await test.post(
    'mutation SignIn($input: VerifyOtpInput!) { verifyOtp(input: $input) { __typename } }',
    secrets,
  );
  await test.post('query Broken { refused }', undefined, { authorization: 'Bearer secret-token' });
  await test.post('query Day { onDay(day: "0901234567") }');
  await expect.poll(() => lines.length).toBe(3);
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({ operation: 'SignIn', kind: 'mutation', viewer: 'anonymous', status: 200 }),
    expect.objectContaining({ codes: ['UNAUTHENTICATED'], status: 200 }),
    expect.objectContaining({ codes: ['GRAPHQL_VALIDATION_FAILED'], status: 400 }),
  ]);
  expect(lines.join()).not.toMatch(/987654|secret-token|0901234567/);
  await test.close();
});

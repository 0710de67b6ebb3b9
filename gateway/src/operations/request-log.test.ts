import { openLog } from '@ketqua/platform';
import { expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';
import { TestSocket } from '../testing/test-socket.js';

/** A gateway whose log is read, its subgraphs' included. */
async function loggedGateway() {
  const written: string[] = [];
  const log = openLog('gateway', 'info', { write: (line) => void written.push(line) });
  const test = await TestGateway.open('in-process', {}, log);
  const lines = () => written.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { test, lines, said: () => written.join('') };
}

it('tells of each request its operation, viewer, codes and time, and nothing that it carried', async () => {
  const { test, lines, said } = await loggedGateway();
  const requests = () => lines().filter(({ msg }) => msg === 'request');
  const secrets = { input: { code: '987654' } };
  await test.post(
    'mutation SignIn($input: VerifyOtpInput!) { verifyOtp(input: $input) { __typename } }',
    secrets,
  );
  await test.post('query Broken { refused }', undefined, { authorization: 'Bearer secret-token' });
  await test.post('query Day { onDay(day: "0901234567") }');
  await expect.poll(() => requests().length).toBe(3);
  expect(requests()).toEqual([
    expect.objectContaining({ operation: 'SignIn', kind: 'mutation', viewer: 'anonymous', status: 200 }),
    expect.objectContaining({ codes: ['UNAUTHENTICATED'], status: 401 }),
    expect.objectContaining({ codes: ['GRAPHQL_VALIDATION_FAILED'], status: 400 }),
  ]);
  expect(said()).not.toMatch(/987654|secret-token|0901234567/);
  await test.close();
});

it("has the id of a masked error twice: in the request's line, and beside what happened", async () => {
  const { test, lines, said } = await loggedGateway();
  const { body, headers } = await test.post('query Failing { patient0912345678: failing }');
  const id = body.errors?.[0]?.extensions?.id;
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  await expect.poll(() => lines().filter(({ msg }) => msg === 'request')).toHaveLength(1);
  expect(lines()).toEqual([
    expect.objectContaining({ msg: 'unforeseen error', level: 50, id, field: 'failing' }),
    expect.objectContaining({ msg: 'request', errorIds: [id], requestId: headers.get('x-request-id') }),
  ]);
  // Neither the alias that the caller chose nor the message of what was thrown.
  expect(said()).not.toMatch(/0912345678|Nguyen/);
  await test.close();
});

it('tells nothing of what comes in any place of a request, over HTTP or a socket', async () => {
  const secret = '0912345678';
  const { test, lines, said } = await loggedGateway();
  const headers = {
    'x-phone': secret,
    cookie: `phone=${secret}`,
    'user-agent': secret,
    'accept-language': secret,
  };
  const everywhere = [
    `query P${secret} { result(id: "1") { id } }`,
    `query ($v${secret}: Int!) { onDay(day: $v${secret}) }`,
    `{ a${secret}: failing }`,
    `{ result(id: "${secret}") { id } f${secret} }`,
    `# ${secret}\n{ me { kind } }`,
    `{ "${secret}" }`,
    `subscription S${secret} { deafStream }`,
  ];
  for (const query of everywhere) {
    await test.post(query, { [`v${secret}`]: secret }, headers);
    await test.post(query, { phone: secret }, { ...headers, authorization: `Bearer ${secret}` });
  }
  await fetch(`${test.url}?phone=${secret}`, { headers });
  await fetch(test.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"q":"${secret}`,
  });
  const socket = await TestSocket.open(test.url, undefined, { 'x-phone': secret });
  await socket.next('connection_ack');
  const watching = [`subscription S${secret} { resultReleased(after: "${secret}") { id } }`, ...everywhere];
  for (const [number, query] of watching.entries()) {
    socket.subscribe(String(number), query, { phone: secret });
    if (number === everywhere.length) break;
    await expect.poll(() => socket.messages.some(({ id }) => id === String(number))).toBe(true);
  }
  await expect
    .poll(() => lines().filter(({ msg }) => msg === 'request').length)
    .toBe(2 * everywhere.length + 2);
  await expect
    .poll(() => lines().filter(({ msg }) => String(msg).startsWith('subscription')).length)
    .toBeGreaterThan(0);
  expect(said()).not.toContain('912345678');
  socket.close();
  await test.close();
});

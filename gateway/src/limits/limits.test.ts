import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { TestGateway } from '../testing/test-gateway.js';
import { TestSocket } from '../testing/test-socket.js';
import { limits } from './limits.js';

let test: TestGateway;
let labToken: string;
beforeAll(async () => {
  test = await TestGateway.open('in-process', { introspection: false });
  labToken = await test.token({ kind: 'lab', labId: 'lab-1', keyId: 'key-1', access: 'SUBMIT' });
});
afterAll(() => test.close());

const asLab = () => ({ authorization: `Bearer ${labToken}` });
const repeated = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');

async function refused(query: string, variables?: object): Promise<string> {
  const calls = test.stage.calls.length;
  const { status, body } = await test.post(query, variables, asLab());
  expect(status).toBe(400);
  expect(body.data).toBeUndefined();
  expect(test.stage.calls).toHaveLength(calls);
  return body.errors!.map(({ message }) => message).join();
}

describe('an operation', () => {
  it('of 9,000 mutations under aliases is refused before any of it is planned or asked', async () => {
    const before = test.stage.calls.length;
    expect(await refused(`mutation { ${repeated(9_000, (index) => `a${index}:touch`)} }`)).toMatch(/tokens/);
    expect(test.stage.calls).toHaveLength(before);
  });

  it('may hold five mutations and no sixth, whatever it is called', async () => {
    const five = await test.post(`mutation { ${repeated(5, (index) => `a${index}:touch`)} }`);
    expect(Object.keys(five.body.data!)).toHaveLength(5);
    const inFragments = `mutation { ...A ...B } fragment A on Mutation { a: touch b: touch c: touch }
      fragment B on Mutation { ... { d: touch e: touch f: touch } }`;
    expect(await refused(inFragments)).toMatch(/at most 5 mutations/);
  });

  it('may be twelve levels deep and no deeper', async () => {
    const deep = (levels: number) =>
      `{ result(id: "1") { ${'related { '.repeat(levels - 2)} id ${'} '.repeat(levels - 2)} } }`;
    expect((await test.post(deep(12))).body.errors).toBeUndefined();
    expect(await refused(deep(13))).toMatch(/depth/);
  });

  it('may hold thirty aliases, and few directives', async () => {
    const aliases = (count: number) => `{ ${repeated(count, (index) => `a${index}: refused`)} }`;
    expect((await test.post(aliases(30))).body.data).toBeDefined();
    expect(await refused(aliases(31))).toMatch(/Aliases/);
    expect(await refused(`{ refused ${repeated(21, () => '@include(if: true)')} }`)).toMatch(/irectives/);
  });

  it('pays for its pages, written or given as variables, when its document is remembered too', async () => {
    const pages = `query ($n: Int) {
      results(first: $n) { related(first: $n) { related(first: $n) { id } } }
    }`;
    expect((await test.post(pages, { n: 2 })).body.errors).toBeUndefined();
    expect(await refused(pages, { n: 100 })).toMatch(/smaller pages/);
    expect(await refused(pages.replaceAll('$n)', '100)').replace('($n: Int)', ''))).toMatch(/smaller pages/);
  });

  it('is told of ten errors, and no more are looked for', async () => {
    const unknown = repeated(400, (index) => `x${index}`);
    const { body } = await test.post(`{ ${unknown} }`);
    expect(body.errors).toHaveLength(11);
    expect(body.errors!.at(-1)!.message).toMatch(/Too many validation errors/);
    const socket = await TestSocket.open(test.url, labToken);
    await socket.next('connection_ack');
    socket.subscribe('1', `subscription { resultReleased { ${unknown} } }`);
    expect((await socket.next('error', '1')).payload).toHaveLength(11);
    socket.close();
  });

  it('has no variable through which others would get values that nobody checked', async () => {
    const query = 'query ($__proto__: SubmitResultsInput, $first: Int) { results(first: $first) { id } }';
    const { body } = await test.post(query, JSON.parse('{"__proto__": {"first": "all"}}'));
    expect(body.errors?.[0]).toMatchObject({
      message: 'A variable may not be called __proto__',
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  });

  it('ends quickly where fragments spread each other', async () => {
    const names = Array.from({ length: 24 }, (_, index) => `F${index}`);
    const doubling = names
      .map((name, index) => `fragment ${name} on Mutation { ${`...F${index + 1} `.repeat(2)} }`)
      .join(' ');
    const startedAt = performance.now();
    await refused(`mutation { ...F0 } ${doubling} fragment F24 on Mutation { touch }`);
    const cycle = names.map(
      (name) => `fragment ${name} on Mutation { ${names.map((n) => `...${n}`).join(' ')} }`,
    );
    await refused(`mutation { ...F0 } ${cycle.join(' ')}`);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('cannot read the schema, be batched, be a subscription or come as a form', async () => {
    expect(await refused('{ __schema { queryType { name } } }')).toMatch(/ntrospection/);
    expect(await refused('subscription ($s: Boolean!) { resultReleased @skip(if: $s) { id } }')).toMatch(
      /WebSocket/,
    );
    const send = (body: string, type = 'application/json') =>
      fetch(test.url, { method: 'POST', headers: { 'content-type': type }, body });
    expect((await send('[{"query":"{ me { kind } }"}]')).status).toBe(400);
    expect((await send('{"query":"{ me { kind } }"}', 'text/plain')).status).toBe(400);
    const broken = await send('{"phone":"0901234567"');
    expect([broken.status, await broken.text()]).toEqual([400, expect.not.stringContaining('0901234567')]);
    expect((await fetch(`${test.url}?query={__typename}`)).status).toBe(405);
  });
});

describe('a body', () => {
  const submit = 'mutation ($input: SubmitResultsInput!) { submitResults(input: $input) }';
  const ofSize = (bytes: number) => ({ input: { content: 'x'.repeat(bytes) } });

  it('over 100 kB is refused, but not to a laboratory, an officer with a queue, or ADMIN, who imports trust lists', async () => {
    const refusal = await test.post(submit, ofSize(limits.body));
    expect([refusal.status, refusal.body.errors?.[0]?.extensions?.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    const staff = await test.token(accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: 'lab-1' }));
    for (const headers of [asLab(), { authorization: `Bearer ${staff}` }]) {
      const { body } = await test.post(submit, ofSize(5 * 1024 * 1024), headers);
      expect(body.data).toEqual({ submitResults: 5 * 1024 * 1024 });
    }
    const admin = await test.token(accountViewer({ roles: ['CITIZEN', 'ADMIN'] }));
    const asAdmin = await test.post(submit, ofSize(limits.body), { authorization: `Bearer ${admin}` });
    expect(asAdmin.status).toBe(200);
    // An officer hands in a thousand verifications of a day without a network, each sealed: about 750 bytes.
    const officer = await test.token(accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: ['1'] }));
    const asOfficer = { authorization: `Bearer ${officer}` };
    expect((await test.post(submit, ofSize(1_000_000), asOfficer)).status).toBe(200);
    expect((await test.post(submit, ofSize(limits.queueBody), asOfficer)).status).toBe(413);
    const citizen = await test.token(accountViewer());
    const asCitizen = await test.post(submit, ofSize(limits.body), { authorization: `Bearer ${citizen}` });
    expect(asCitizen.status).toBe(413);
  });

  it('that no file of 10 MB needs is refused to a laboratory too', async () => {
    expect((await test.post(submit, ofSize(limits.fileBody), asLab())).status).toBe(413);
  });

  it('of a laboratory whose session is over is not read: it is told to sign in', async () => {
    const expired = await test.token({ kind: 'lab', labId: 'lab-1', keyId: 'key-1', access: 'SUBMIT' }, -1);
    const { body } = await test.post(submit, ofSize(1024 * 1024), { authorization: `Bearer ${expired}` });
    expect(body.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});

describe('a socket', () => {
  const released = 'subscription { resultReleased { id } }';

  it('holds five subscriptions; the sixth is refused, and the first five live on', async () => {
    const socket = await TestSocket.open(test.url, await test.token(accountViewer()));
    await socket.next('connection_ack');
    // Each asks something else: they share no stream.
    const other = (index: number) => `subscription { other${index}: resultReleased { id } }`;
    for (let index = 1; index <= 6; index++) socket.subscribe(String(index), other(index));
    const refusal = await socket.next('error', '6');
    expect(refusal.payload).toEqual([
      expect.objectContaining({ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }),
    ]);
    await test.stage.streams(5);
    test.stage.release('1');
    for (let index = 1; index <= 5; index++) await socket.next('next', String(index));
    socket.send({ type: 'complete', id: '1' });
    socket.subscribe('7', other(7));
    await test.stage.streams(5);
    socket.close();
    await socket.closed;
    await expect.poll(() => test.stage.released.listenerCount('released')).toBe(0);
  });

  it('carries subscriptions only, within the limits of any operation', async () => {
    const socket = await TestSocket.open(test.url, await test.token(accountViewer()));
    await socket.next('connection_ack');
    const calls = test.stage.calls.length;
    const codeOf = async (query: string, variables?: object) => {
      socket.subscribe('q', query, variables);
      const { payload } = await socket.next('error', 'q');
      return (payload as { extensions: { code: string } }[])[0]!.extensions.code;
    };
    expect(await codeOf('{ me { kind } }')).toBe('SUBSCRIPTIONS_ONLY');
    expect(await codeOf('mutation { touch }')).toBe('SUBSCRIPTIONS_ONLY');
    expect(await codeOf('subscription {')).toBe('GRAPHQL_PARSE_FAILED');
    expect(
      await codeOf('subscription ($s: Boolean!) { resultReleased @skip(if: $s) { id } }', { s: true }),
    ).toBe('GRAPHQL_VALIDATION_FAILED');
    const deep = `subscription { resultReleased { result { ${'related { '.repeat(11)} id ${'} '.repeat(11)} } } }`;
    expect(await codeOf(deep)).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await codeOf(`subscription { resultReleased { ${repeated(2_000, () => 'id')} } }`)).toBe(
      'GRAPHQL_PARSE_FAILED',
    );
    expect(await codeOf('subscription ($a: String) { resultReleased(after: $a) { id } }', { a: 7 })).toBe(
      'BAD_USER_INPUT',
    );
    const nested = JSON.parse('['.repeat(300) + ']'.repeat(300)) as unknown;
    expect(await codeOf('subscription { resultReleased { id } }', { nested })).toBe('BAD_REQUEST');
    expect(test.stage.calls).toHaveLength(calls);
    socket.close();
  });

  it('is closed when it does not introduce itself, before it may ask', async () => {
    const silent = await TestSocket.connect(test.url);
    const startedAt = performance.now();
    const { code } = await silent.closed;
    expect(code).toBe(4408);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    const hasty = await TestSocket.connect(test.url);
    hasty.subscribe('1', released);
    expect((await hasty.closed).code).toBe(4401);
  });

  it('speaks graphql-transport-ws and nothing else', async () => {
    for (const protocols of [[], ['graphql-ws']]) {
      const socket = new WebSocket(test.url.replace(/^http/, 'ws'), protocols);
      const code = await new Promise<number>((resolve) => {
        socket.once('close', resolve);
        socket.once('error', () => resolve(-1));
      });
      expect([4406, -1]).toContain(code);
    }
    const elsewhere = TestSocket.connect(test.url.replace('/graphql', '/other'));
    await expect(elsewhere).rejects.toThrow('404');
  });

  it('is closed on a frame of more than 16 kB, and on too many frames', async () => {
    const large = await TestSocket.open(test.url);
    large.send({ type: 'ping', payload: { text: 'x'.repeat(limits.frame) } });
    expect((await large.closed).code).toBe(1009);
    const busy = await TestSocket.open(test.url);
    for (let index = 0; index <= limits.framesPerTenSeconds; index++) busy.send({ type: 'ping' });
    expect((await busy.closed).code).toBe(4429);
  });

  it('does not fill the memory when its client stops reading', async () => {
    const socket = await TestSocket.open(test.url);
    await socket.next('connection_ack');
    socket.socket.pause();
    const before = process.memoryUsage().rss;
    socket.subscribe('1', 'subscription { endless }');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    socket.socket.terminate();
  });
});

import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';
import { TestSocket } from '../testing/test-socket.js';
import { Metrics } from './metrics.js';

/** The value of a series, as `/metrics` writes it; NaN where it is not told. */
function seriesIn(page: string, series: string): number {
  const line = page.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? Number.NaN);
}

describe('the metrics of a gateway', () => {
  let test: TestGateway;
  beforeAll(async () => {
    test = await TestGateway.open('remote');
  });
  afterAll(() => test.close());

  const page = async () => (await fetch(`${test.gateway.url}/metrics`)).text();

  it('tell requests, their latency by operation, and errors by kind and code', async () => {
    await test.post('query Shown { result(id: "1") { lab { name } } }');
    await test.post('query Refused { refused }');
    await test.post('{ nothing }');
    await expect.poll(async () => seriesIn(await page(), 'ketqua_requests_total')).toBe(3);
    const told = await page();
    expect(seriesIn(told, 'ketqua_failed_requests_total')).toBe(2);
    expect(seriesIn(told, 'ketqua_request_duration_seconds_count{kind="query",operation="Shown"}')).toBe(1);
    expect(seriesIn(told, 'ketqua_errors_total{kind="query",code="UNAUTHENTICATED"}')).toBe(1);
    expect(told).toMatch(/ketqua_errors_total\{kind="\w+",code="GRAPHQL_VALIDATION_FAILED"\} 1/);
  });

  it('tell how each subgraph answers, and that one does not', async () => {
    const start = await test.stop('labs');
    await test.post('{ lab(id: "1") { name } }');
    const failed = 'ketqua_subgraph_request_duration_seconds_count{subgraph="labs",outcome="failed"}';
    await expect.poll(async () => seriesIn(await page(), failed)).toBe(1);
    await start();
    const told = await page();
    const answered = 'ketqua_subgraph_request_duration_seconds_count{subgraph="results",outcome="answered"}';
    expect(seriesIn(told, answered)).toBeGreaterThan(0);
    expect(seriesIn(told, 'ketqua_subgraph_errors_total{subgraph="citizens",code="UNAUTHENTICATED"}')).toBe(
      1,
    );
  });

  it('tell open sockets, and with which code the others were closed', async () => {
    const socket = await TestSocket.open(test.url);
    await socket.next('connection_ack');
    expect(seriesIn(await page(), 'ketqua_sockets_open')).toBe(1);
    socket.socket.close(1000);
    await expect.poll(async () => seriesIn(await page(), 'ketqua_sockets_closed_total{code="1000"}')).toBe(1);
    for (const code of [3000, 4321]) {
      const stranger = await TestSocket.open(test.url);
      await stranger.next('connection_ack');
      stranger.socket.close(code);
    }
    // Clients choose codes as they like: there are no more counts for that.
    await expect
      .poll(async () => seriesIn(await page(), 'ketqua_sockets_closed_total{code="other"}'))
      .toBe(2);
    const stranger = await fetch(`${test.gateway.url}/elsewhere`);
    expect(stranger.status).toBe(404);
  });

  it('tell how old an event was when its subscriber was sent it', async () => {
    const socket = await TestSocket.open(test.url, await test.token(accountViewer()));
    await socket.next('connection_ack');
    socket.subscribe('1', 'subscription { resultReleased { id result { lab { name } } } }');
    await test.stage.streams(1);
    test.stage.eventAge = 3_000;
    test.stage.release('7');
    const { payload } = await socket.next('next', '1');
    expect(payload).toEqual({
      data: { resultReleased: { id: 'event-7', result: { lab: { name: 'Lab of-7' } } } },
    });
    const delay = 'ketqua_event_delivery_delay_seconds';
    await expect.poll(async () => seriesIn(await page(), `${delay}_count`)).toBe(1);
    expect(seriesIn(await page(), `${delay}_sum`)).toBeGreaterThanOrEqual(3);
    expect(seriesIn(await page(), 'ketqua_events_delivered_total')).toBe(1);
    socket.close();
  });

  it('tell of the event log, the process and its event loop', async () => {
    const told = await page();
    expect(seriesIn(told, 'ketqua_event_reader_lag_seconds{reader="gateway-revocations"}')).toBeLessThan(60);
    expect(seriesIn(told, 'ketqua_database_up')).toBe(1);
    expect(seriesIn(told, 'ketqua_event_horizon_age_seconds')).toBe(0);
    for (const name of [
      'process_uptime_seconds',
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_p99_seconds',
    ])
      expect(seriesIn(told, name), name).toBeGreaterThan(0);
  });

  it('hold nothing that a stranger chose: neither numbers in names, nor names without end', async () => {
    await test.post('query P0912345678 { result(id: "1") { id } }');
    await expect.poll(page).toMatch(/operation="other"/);
    expect(await page()).not.toContain('0912345678');
    const metrics = new Metrics();
    for (let n = 0; n < 2_000; n++) {
      const operation = `Stranger${String.fromCharCode(97 + (n % 26), 97 + ((n / 26) % 26), 97 + n / 676)}`;
      metrics.requestEnded({ kind: 'query', operation, codes: [operation], status: 200, seconds: 0.01 });
    }
    const text = await metrics.text();
    expect(text.match(/ketqua_request_duration_seconds_count\{/g)!.length).toBeLessThanOrEqual(151);
    expect(text.match(/ketqua_errors_total\{/g)!.length).toBeLessThanOrEqual(101);
  });
});

describe('in production', () => {
  it('metrics are for loopback without a proxy, or whoever has the token', async () => {
    const metricsToken = 'a-token-of-the-collector';
    const test = await TestGateway.open('in-process', { isProduction: true, metricsToken });
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`${test.gateway.url}/metrics`, { headers })).status;
    const proxied = { 'x-forwarded-for': '203.0.113.9' };
    expect(await ask({})).toBe(200);
    expect(await ask(proxied)).toBe(404);
    expect(await ask({ ...proxied, authorization: 'Bearer a-token-of-the-collecto' })).toBe(404);
    expect(await ask({ ...proxied, authorization: `Bearer ${metricsToken}` })).toBe(200);
    await test.close();
  });
});

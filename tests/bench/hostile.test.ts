import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningPlatform } from '../journeys/running-platform.js';
import { attempt, hostileCorpus } from './hostile/hostile-corpus.js';

const corpus = hostileCorpus(new URL('../../schema/api.graphql', import.meta.url));

describe('the hostile operations', () => {
  let platform: RunningPlatform;
  beforeAll(async () => {
    platform = await RunningPlatform.start();
  });
  afterAll(() => platform?.stop());

  /** How many operations subgraphs were asked, as the gateway counts them. */
  async function asked(): Promise<number> {
    const metrics = await (await fetch(`${platform.url}/metrics`)).text();
    const counts = metrics.matchAll(/^ketqua_subgraph_request_duration_seconds_count\{[^}]*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  it('are two hundred, each refused with its code, and no subgraph hears of any', async () => {
    expect(corpus.length).toBeGreaterThanOrEqual(200);
    const askedForMetrics = await asked().then(async (first) => (await asked()) - first);
    const before = await asked();
    const wrong: string[] = [];
    for (const request of corpus) {
      const { code, data } = await attempt(platform.url, request);
      if (!request.codes.includes(code ?? '') || (data !== undefined && data !== null)) {
        wrong.push(`${request.name}: ${code} instead of ${request.codes.join(' or ')}`);
      }
    }
    expect(wrong).toEqual([]);
    expect((await asked()) - before).toBe(askedForMetrics);
    const good = await fetch(`${platform.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ me { id } }"}',
    });
    expect(await good.json()).toEqual({ data: { me: null } });
  });
});

import { anonymous } from '@ketqua/platform';
import { type Request, Router } from 'express';
import { callerOf } from '../authentication/caller.js';
import type { Metrics } from '../observation/metrics.js';
import type { SubgraphSource } from '../sources/subgraph-source.js';

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/** GET /livez, /readyz and /metrics: whether it runs, whether it can answer, and what it counts. */
export function healthEndpoints(
  sources: () => readonly SubgraphSource[],
  metrics: Metrics,
  isProduction: boolean,
): Router {
  const router = Router();
  router.get('/livez', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/readyz', async (_request, response) => {
    const answers = await Promise.all(
      sources().map(async (source) => [source.name, await source.ready()] as const),
    );
    const isReady = answers.every(([, ready]) => ready);
    response
      .status(isReady ? 200 : 503)
      .json({ status: isReady ? 'ready' : 'not ready', subgraphs: Object.fromEntries(answers) });
  });
  const citizens = sources().find(({ name }) => name === 'citizens');
  router.get('/metrics', async (request, response, next) => {
    // In production the counts are for a collector beside the gateway, not for whoever a proxy lets through.
    if (isProduction && !isBeside(request)) return next();
    metrics.textBreaker = citizens && (await textBreakerOf(citizens, request));
    response.type('text/plain; version=0.0.4').send(metrics.text());
  });
  return router;
}

/** Undefined where citizens does not say: the other counts are told all the same. */
async function textBreakerOf(citizens: SubgraphSource, request: Request): Promise<string | undefined> {
  try {
    const caller = callerOf(request, anonymous, { trustedProxies: 0 });
    const { data } = await citizens.execute({ query: '{ textBreaker }' }, caller);
    return typeof data?.textBreaker === 'string' ? data.textBreaker : undefined;
  } catch {
    return undefined;
  }
}

function isBeside({ socket, headers }: Request): boolean {
  return (
    loopback.test(socket.remoteAddress ?? '') &&
    headers['x-forwarded-for'] === undefined &&
    headers.forwarded === undefined
  );
}

import { type Request, Router } from 'express';
import type { Metrics } from '../observation/metrics.js';
import type { SubgraphSource } from '../sources/subgraph-source.js';

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/** GET /livez, /readyz and /metrics: whether it runs, whether it can answer, and what it counts. */
export function healthEndpoints(
  sources: readonly SubgraphSource[],
  metrics: Metrics,
  isProduction: boolean,
): Router {
  const router = Router();
  router.get('/livez', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/readyz', async (_request, response) => {
    const answers = await Promise.all(
      sources.map(async (source) => [source.name, await source.ready()] as const),
    );
    const isReady = answers.every(([, ready]) => ready);
    response
      .status(isReady ? 200 : 503)
      .json({ status: isReady ? 'ready' : 'not ready', subgraphs: Object.fromEntries(answers) });
  });
  router.get('/metrics', (request, response, next) => {
    // In production the counts are for a collector beside the gateway, not for whoever a proxy lets through.
    if (isProduction && !isBeside(request)) return next();
    response.type('text/plain; version=0.0.4').send(metrics.text());
  });
  return router;
}

function isBeside({ socket, headers }: Request): boolean {
  return (
    loopback.test(socket.remoteAddress ?? '') &&
    headers['x-forwarded-for'] === undefined &&
    headers.forwarded === undefined
  );
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { anonymous } from '@ketqua/platform';
import { type Request, Router } from 'express';
import { callerOf } from '../authentication/caller.js';
import type { GatewaySettings } from '../gateway-settings.js';
import type { Metrics } from '../observation/metrics.js';
import type { SubgraphSource } from '../sources/subgraph-source.js';

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/** What the endpoints tell of. */
interface HealthParts {
  /** The subgraphs of the supergraph in force. */
  readonly sources: () => readonly SubgraphSource[];
  readonly metrics: Metrics;
  readonly settings: GatewaySettings;
  /** Aborted once the gateway was told to end. */
  readonly ending: AbortSignal;
}

/** GET /livez, /readyz and /metrics: whether it runs, whether it can answer, and what it counts. */
export function healthEndpoints({ sources, metrics, settings, ending }: HealthParts): Router {
  const router = Router();
  router.get('/livez', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/readyz', async (_request, response) => {
    if (ending.aborted) {
      return void response.setHeader('connection', 'close').status(503).json({ status: 'ending' });
    }
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
    // In production the counts are for a collector beside the gateway or with the token, not for whoever a proxy lets through.
    if (settings.isProduction && !isBeside(request) && !holdsToken(request, settings)) return next();
    metrics.textBreaker = citizens && (await textBreakerOf(citizens, request));
    response.type(metrics.registry.contentType).send(await metrics.text());
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

/** Whether a collector elsewhere proves that it may read: compared by digests, so that no time tells how much fits. */
function holdsToken({ headers }: Request, { metricsToken }: GatewaySettings): boolean {
  if (metricsToken === undefined) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${metricsToken}`));
}

function isBeside({ socket, headers }: Request): boolean {
  return (
    loopback.test(socket.remoteAddress ?? '') &&
    headers['x-forwarded-for'] === undefined &&
    headers.forwarded === undefined
  );
}

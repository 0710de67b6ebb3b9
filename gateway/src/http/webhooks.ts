import { anonymous, type Logger } from '@ketqua/platform';
import express, { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import { callerOf } from '../authentication/caller.js';
import type { SubgraphSource } from '../sources/subgraph-source.js';

/** A webhook of Vonage's has some hundred bytes. */
const bodyLimit = 16_384;
const doors = ['verify', 'messages'];
const longestToken = 4_096;

const query = 'mutation ($input: ReceiveWebhookInput!) { receiveWebhook(input: $input) }';

/**
 * POST /webhooks/vonage/verify and /messages. The gateway judges nothing: citizens, which has the secret, gets the
 * bytes as they came. Answered with 200, or 401 where they are not the provider's, 429 where too many such came from
 * there, and 503 to have them sent again.
 */
export function webhooks(citizens: SubgraphSource, trustedProxies: number, log: Logger): Router {
  const router = Router();
  router.post(
    '/vonage/:door',
    express.raw({ type: () => true, limit: bodyLimit }),
    receive(citizens, trustedProxies, log),
  );
  router.use(((_request, response) => {
    response.status(404).end();
  }) satisfies RequestHandler);
  router.use(unreadable);
  return router;
}

function receive(citizens: SubgraphSource, trustedProxies: number, log: Logger): RequestHandler {
  return async (request, response, next) => {
    const { door } = request.params;
    const { authorization = '' } = request.headers;
    if (typeof door !== 'string' || !doors.includes(door)) return next();
    if (!Buffer.isBuffer(request.body) || !authorization || authorization.length > longestToken) {
      response.status(401).end();
      return;
    }
    const input = { door, authorization, body: request.body.toString('base64') };
    const caller = callerOf(request, anonymous, { trustedProxies });
    try {
      const { data, errors } = await citizens.execute({ query, variables: { input } }, caller);
      const { code, retryAfter } = errors?.[0]?.extensions ?? {};
      if (code === 'RATE_LIMITED') response.status(429).set('retry-after', String(retryAfter)).end();
      else if (errors?.length) response.status(503).end();
      else response.status(data?.receiveWebhook === true ? 200 : 401).end();
    } catch (error) {
      log.warn({ error, requestId: caller.requestId }, 'a webhook could not be handed on');
      response.status(503).end();
    }
  };
}

/** Too large, or cut off: nothing is told of it. */
const unreadable: ErrorRequestHandler = (_error, _request, response, next) => {
  if (response.headersSent) return next(_error);
  response.status(413).end();
};

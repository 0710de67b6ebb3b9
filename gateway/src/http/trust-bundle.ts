import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { anonymous, type Logger } from '@ketqua/platform';
import { type Request, type Response, Router } from 'express';
import { callerOf } from '../authentication/caller.js';
import type { SubgraphSource } from '../sources/subgraph-source.js';

/** How old what is kept may be: with what results needs, a revoked key is in every answer within 5 s. */
const keptFor = 1_000;
/** How long whoever asks waits for results, which may be slow or gone, before the last bundle is given. */
const longestWait = 2_000;

const encodings = ['br', 'gzip', 'identity'] as const;

type Encoding = (typeof encodings)[number];

interface KeptBundle {
  readonly version: number;
  readonly bodies: Readonly<Record<Encoding, Buffer>>;
}

/**
 * GET /trust-bundle: what verifiers work with offline, the bytes that results signed. They are kept in memory, each way
 * that they may be encoded; results is asked once a second at most, whoever asks, and for no more than the version where
 * that has not changed. Where results cannot be reached, or is slow, the last bundle is given: it says itself how old it is.
 */
export function trustBundle(results: SubgraphSource, trustedProxies: number, log: Logger): Router {
  const published = new PublishedBundle(results, trustedProxies, log);
  const router = Router();
  router.get('/', async (request, response) => {
    const kept = await published.current(request);
    if (kept) answer(request, response, kept);
    else response.status(503).json({ status: 'unavailable' });
  });
  return router;
}

function answer(request: Request, response: Response, { version, bodies }: KeptBundle): void {
  // The shortest that is understood, whichever the reader named first.
  const encoding = encodings.find((name) => request.acceptsEncodings(name)) ?? 'identity';
  const etag = `"${version}-${encoding}"`;
  response.set({
    etag,
    vary: 'accept-encoding',
    'cache-control': 'public, no-cache',
    'content-type': 'application/json; charset=utf-8',
    // A verifier of another authority reads it in its own page; what is public needs no credentials.
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'etag',
    'cross-origin-resource-policy': 'cross-origin',
  });
  if (isKnown(request.headers['if-none-match'], etag)) {
    response.status(304).end();
    return;
  }
  if (encoding !== 'identity') response.set('content-encoding', encoding);
  response.set('content-length', String(bodies[encoding].length));
  if (request.method === 'HEAD') response.end();
  else response.end(bodies[encoding]);
}

/** A proxy may have made a tag weak (RFC 9110, section 8.8.3.2). */
function isKnown(header: string | undefined, etag: string): boolean {
  return (header ?? '')
    .split(',')
    .some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*');
}

/** The bundle as results gave it last. */
class PublishedBundle {
  #kept: KeptBundle | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;

  constructor(
    private readonly results: SubgraphSource,
    private readonly trustedProxies: number,
    private readonly log: Logger,
  ) {}

  /** Undefined where results never answered. */
  async current(request: Request): Promise<KeptBundle | undefined> {
    if (performance.now() - this.#askedAt > keptFor) {
      this.#asking ??= this.#ask(request).finally(() => {
        this.#askedAt = performance.now();
        this.#asking = undefined;
      });
      await (this.#kept
        ? Promise.race([this.#asking, pause(longestWait, undefined, { ref: false })])
        : this.#asking);
    }
    return this.#kept;
  }

  async #ask(request: Request): Promise<void> {
    try {
      const { version } = await this.#fetch(request, 'version');
      if (version === this.#kept?.version) return;
      const { version: fetched, document } = await this.#fetch(request, 'version document');
      this.#kept = { version: fetched, bodies: await encoded(Buffer.from(document)) };
    } catch (error) {
      this.log.warn({ error }, 'the trust bundle could not be fetched');
    }
  }

  async #fetch(request: Request, fields: string): Promise<{ version: number; document: string }> {
    const caller = callerOf(request, anonymous, { trustedProxies: this.trustedProxies });
    const { data, errors } = await this.results.execute({ query: `{ trustBundle { ${fields} } }` }, caller);
    const bundle = data?.trustBundle as { version: number; document: string } | undefined;
    if (errors?.length || !bundle) throw new Error('results gave no trust bundle');
    return bundle;
  }
}

async function encoded(identity: Buffer): Promise<KeptBundle['bodies']> {
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(identity),
    promisify(gzip)(identity, { level: 9 }),
  ]);
  return { identity, br, gzip: gz };
}

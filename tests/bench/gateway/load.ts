import { Pool } from 'undici';

/** One GraphQL request, as it is sent over and over. */
export interface MeasuredQuery {
  readonly name: string;
  readonly bodies: readonly string[];
}

/** What one run of requests took. */
export interface Run {
  /** Each request's time in milliseconds. */
  readonly times: readonly number[];
  readonly failed: number;
}

const headers = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json,application/json;q=0.9',
};

/** Connections to one gateway, on which so many requests are always on their way. */
export class Load {
  readonly #pool: Pool;
  readonly #path: string;

  constructor(url: string) {
    const { origin, pathname } = new URL(url);
    this.#pool = new Pool(origin, { connections: 64, pipelining: 1 });
    this.#path = pathname;
  }

  /** Sends requests for so many milliseconds: each that is answered is followed by the next. */
  async run(query: MeasuredQuery, atOnce: number, milliseconds: number): Promise<Run> {
    const times: number[] = [];
    let failed = 0;
    let sent = 0;
    const end = performance.now() + milliseconds;
    const one = async () => {
      while (performance.now() < end) {
        const body = query.bodies[sent++ % query.bodies.length]!;
        const startedAt = performance.now();
        const answer = await this.answerTo(body);
        times.push(performance.now() - startedAt);
        if (!answer.startsWith('{"data":{') || answer.includes('"errors"')) failed++;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, one));
    return { times, failed };
  }

  /** The text that a body is answered with. */
  answerTo(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      this.#pool.dispatch(
        { method: 'POST', path: this.#path, headers, body },
        {
          onRequestStart: () => undefined,
          onResponseStart: () => undefined,
          onResponseData: (_controller, chunk) => void chunks.push(chunk),
          onResponseEnd: () => resolve(Buffer.concat(chunks).toString('utf8')),
          onResponseError: (_controller, error) => reject(error),
        },
      );
    });
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

import type { Language } from '../console/console.js';
import type { ExitName } from '../console/exit-code.js';
import { Failure } from '../console/failure.js';
import { Backoff, type Patience } from './backoff.js';
import { type MutationName, mutationOf } from './documents.js';
import { type Answer, type Expected, Passing, requestOf } from './request.js';

/** What a laboratory's connection hangs on. */
export interface LabConnectionSettings {
  readonly url: string;
  /** Read anew for each session. @throws Failure */
  readonly key: () => string;
  readonly language: Language;
  readonly patience: Patience;
  /** Ends whatever is under way. */
  readonly signal?: AbortSignal;
  /** Hears why something is tried again. */
  readonly onRetry?: (reason: string) => void;
}

interface Session {
  readonly token: string;
  readonly renewAt: number;
}

const minute = 60_000;

/** Refusals that nobody mends by waiting. */
const exits: Readonly<Record<string, ExitName>> = {
  UNAUTHENTICATED: 'KEY_REFUSED',
  FORBIDDEN: 'KEY_REFUSED',
  PAYLOAD_TOO_LARGE: 'FILE_UNREADABLE',
};

/**
 * The platform as a laboratory's system sees it. A lost connection, a busy platform and an expired session are
 * tried again here, for as long as patience lasts; everything that is sent through it may be sent twice.
 */
export class LabConnection {
  #session: Session | undefined;

  constructor(private readonly settings: LabConnectionSettings) {}

  get url(): string {
    return this.settings.url;
  }

  /** Sends a query or a mutation; gives its data. @throws Failure */
  async ask<Data>(query: string, variables: object = {}): Promise<Data> {
    const { patience, signal, onRetry } = this.settings;
    const backoff = new Backoff(patience);
    for (;;) {
      try {
        return await this.#tryOnce<Data>(query, variables);
      } catch (error) {
        if (!(error instanceof Passing)) throw error;
        // A session that ran out while a large file was on its way looks like a lost connection.
        this.#session = undefined;
        if (error.isSilent) continue;
        onRetry?.(error.message);
        if (!(await backoff.wait(error.retryAfter, signal))) throw unreachable(this.url, error);
      }
    }
  }

  /** Sends a mutation that answers with a union; gives the member of it. @throws Failure */
  async mutate<Member extends Expected>(name: MutationName, input: object): Promise<Member> {
    const { [name]: member } = await this.ask<Record<string, Member>>(mutationOf(name), { input });
    return member!;
  }

  async #tryOnce<Data>(query: string, variables: object): Promise<Data> {
    const isNew = !this.#isOpen();
    const token = await this.#token();
    const { data, errors } = await this.#send(query, variables, token);
    const [error] = errors ?? [];
    if (!error) return data as Data;
    const { code, retryAfter } = error.extensions ?? {};
    if (code === 'UNAUTHENTICATED' && !isNew) throw new Passing(error.message, { isSilent: true });
    if (code === 'RATE_LIMITED') throw new Passing(error.message, { retryAfter: (retryAfter ?? 1) * 1000 });
    if (code === 'SUBGRAPH_UNAVAILABLE') throw new Passing(error.message);
    if (code === 'INTERNAL_SERVER_ERROR') throw new Passing(error.message, { isAnswered: true });
    throw new Failure(exits[code ?? ''] ?? 'UNEXPECTED', code ?? 'UNKNOWN', error.message);
  }

  #isOpen(): boolean {
    return this.#session !== undefined && Date.now() < this.#session.renewAt;
  }

  async #token(): Promise<string> {
    if (this.#isOpen()) return this.#session!.token;
    const input = { apiKey: this.settings.key() };
    const { data, errors } = await this.#send(mutationOf('createLabSession'), { input });
    const [error] = errors ?? [];
    if (error?.extensions?.code === 'RATE_LIMITED') {
      throw new Passing(error.message, { retryAfter: (error.extensions.retryAfter ?? 1) * 1000 });
    }
    if (error) throw new Passing(error.message);
    const session = data!.createLabSession as Expected & { accessToken: string; expiresAt: string };
    if (session.__typename !== 'LabSession')
      throw new Failure('KEY_REFUSED', session.code!, session.message!);
    const left = Date.parse(session.expiresAt) - Date.now();
    // Renewed well before its end: a large file takes its time to arrive.
    this.#session = {
      token: session.accessToken,
      renewAt: Date.now() + left - Math.min(5 * minute, left / 2),
    };
    return session.accessToken;
  }

  #send(query: string, variables: object, token?: string): Promise<Answer> {
    const { url, language, signal } = this.settings;
    return requestOf({ url, language, token, signal, body: JSON.stringify({ query, variables }) });
  }
}

function unreachable(url: string, { message, isAnswered }: Passing): Failure {
  return new Failure('NOT_REACHABLE', isAnswered ? 'INTERNAL_SERVER_ERROR' : 'NOT_REACHABLE', {
    vi: `Không kết nối được với ${url} (${message}). Hãy thử lại sau: gửi lại không tạo bản trùng.`,
    en: `${url} cannot be reached (${message}). Try again later: what is sent again is not stored twice.`,
  });
}

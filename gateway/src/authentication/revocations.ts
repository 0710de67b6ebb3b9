import {
  type AccessTokenClaims,
  type EventLog,
  type LoggedEvent,
  type Logger,
  type Position,
  payloadOf,
  type Tail,
  type Topic,
  tail,
  type Viewer,
} from '@ketqua/platform';

const topics = [
  'session.ended',
  'account.roles-changed',
  'lab-key.revoked',
] as const satisfies readonly Topic[];

/** The longest that an access token may live, in milliseconds, and so the longest that its revocation counts. */
export const longestLife = 24 * 3_600_000;

/**
 * A token is revoked with its session or key. It is overtaken when its account's roles changed after it was
 * issued: the session goes on, and a refreshed token names the roles of now.
 */
export type TokenState = 'in force' | 'overtaken' | 'revoked';

/** What was revoked, as the event log tells it: kept in memory, read again at each start. */
export class Revocations {
  /** Session, key or account to the moment of its revocation, oldest first. */
  readonly #moments = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #tail: Tail | undefined;

  private constructor() {}

  /** Where there are no tokens, none is revoked. */
  static none(): Revocations {
    return new Revocations();
  }

  /** Reads what the log still holds, then follows it. */
  static async open(log: EventLog, logger: Logger): Promise<Revocations> {
    const revocations = new Revocations();
    let position: Position = { txid: 0n, id: 0n };
    for (;;) {
      const { events } = await log.read(position, { topics });
      if (!events.length) break;
      revocations.#note(events);
      position = events.at(-1)!.position;
    }
    revocations.#tail = await tail(
      { log, logger, name: 'gateway-revocations', topics },
      { load: () => position },
      ({ events }) => revocations.#note(events),
    );
    return revocations;
  }

  /** What became of a token since it was issued. */
  stateOf({ viewer, issuedAt }: AccessTokenClaims): TokenState {
    if (viewer.kind === 'lab') return this.#moments.has(`key ${viewer.keyId}`) ? 'revoked' : 'in force';
    if (this.#moments.has(`session ${viewer.sessionId}`)) return 'revoked';
    const changedAt = this.#moments.get(`account ${viewer.accountId}`);
    return changedAt !== undefined && issuedAt.getTime() <= changedAt ? 'overtaken' : 'in force';
  }

  /** When the roles of a viewer's account were changed last, in milliseconds since 1970; 0 where that is not known of. */
  epochOf(viewer: Viewer): number {
    return viewer.kind === 'account' ? (this.#moments.get(`account ${viewer.accountId}`) ?? 0) : 0;
  }

  /** Calls `listener` after each revocation. Returns the end. */
  onRevoked(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.#tail?.stop();
  }

  #note(events: readonly LoggedEvent[]): void {
    for (const event of events) {
      const name = revokedBy(event);
      this.#moments.delete(name);
      this.#moments.set(name, event.occurredAt.getTime());
    }
    for (const [name, moment] of this.#moments) {
      if (moment >= Date.now() - longestLife) break;
      this.#moments.delete(name);
    }
    for (const listener of this.#listeners) listener();
  }
}

function revokedBy(event: LoggedEvent): string {
  if (event.topic === 'session.ended') return `session ${payloadOf(event.topic, event).sessionId}`;
  if (event.topic === 'lab-key.revoked') return `key ${payloadOf(event.topic, event).keyId}`;
  return `account ${payloadOf('account.roles-changed', event).accountId}`;
}

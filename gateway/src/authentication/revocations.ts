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
} from '@ketqua/platform';

const topics = [
  'session.ended',
  'account.roles-changed',
  'lab-key.revoked',
] as const satisfies readonly Topic[];

/** The longest that an access token may live, in milliseconds, and so the longest that its revocation counts. */
export const longestLife = 24 * 3_600_000;

/** What was revoked, as the event log tells it: kept in memory, read again at each start. */
export class Revocations {
  /** Session, key or account to the moment of its revocation, oldest first. */
  readonly #moments = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #tail: Tail | undefined;

  private constructor() {}

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
      (events) => revocations.#note(events),
    );
    return revocations;
  }

  /** Whether a token is refused: its session or key ended, or its account's roles changed after it was issued. */
  isRevoked({ viewer, issuedAt }: AccessTokenClaims): boolean {
    if (viewer.kind === 'lab') return this.#moments.has(`key ${viewer.keyId}`);
    if (this.#moments.has(`session ${viewer.sessionId}`)) return true;
    const changedAt = this.#moments.get(`account ${viewer.accountId}`);
    // A token names the second of its issue: one of the same second may be older than the change.
    return changedAt !== undefined && issuedAt.getTime() <= changedAt;
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

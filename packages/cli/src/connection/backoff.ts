import { setTimeout as pause } from 'node:timers/promises';

/** How long to go on trying, in milliseconds, and the longest wait between two tries. */
export interface Patience {
  readonly total: number;
  readonly longest: number;
}

const firstWait = 500;
/** Whoever kept a request for so long was there: a large import takes its time. */
const longAttempt = 60_000;
const longestAsked = 10 * 60_000;

/**
 * The waits between tries: half a second, doubled each time up to the longest, each cut by a random part of up to
 * half, so that a hundred laboratories do not come back in the same moment. Patience is counted from the first of
 * several failures in a row.
 */
export class Backoff {
  #attemptBegan = Date.now();
  #failingSince: number | null = null;
  #next = firstWait;

  constructor(private readonly patience: Patience) {}

  /**
   * Waits before another try.
   * @param asked how long the platform, which is there and busy, asked to wait, in milliseconds: so long is waited,
   *   ten minutes at most, whatever the patience
   * @returns whether to try again: `false`, at once, when patience would not last
   */
  async wait(asked = 0, signal?: AbortSignal): Promise<boolean> {
    if (asked > 0) {
      this.#failingSince = null;
      await pause(Math.min(asked, longestAsked), undefined, { signal });
      return true;
    }
    const now = Date.now();
    if (this.#failingSince === null || now - this.#attemptBegan >= longAttempt) {
      this.#failingSince = now;
      this.#next = firstWait;
    }
    const milliseconds = this.#next * (1 - Math.random() / 2);
    this.#next = Math.min(this.#next * 2, this.patience.longest);
    if (now - this.#failingSince + milliseconds > this.patience.total) return false;
    await pause(milliseconds, undefined, { signal });
    this.#attemptBegan = Date.now();
    return true;
  }
}

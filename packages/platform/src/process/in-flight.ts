import { setTimeout as sleep } from 'node:timers/promises';

const look = 25;

/** What a server is at work on: counted, so that a process ends when it is done and not before. */
export class InFlight {
  #count = 0;
  #lastEndedAt = performance.now();

  /** How much is under way. */
  get count(): number {
    return this.#count;
  }

  /** Counts one piece of work. Returns its end, which may be called more than once. */
  begin(): () => void {
    this.#count++;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#count--;
      this.#lastEndedAt = performance.now();
    };
  }

  /** Waits until all of it has ended, at most so many milliseconds; says whether it has. */
  async landed(milliseconds: number): Promise<boolean> {
    const until = performance.now() + milliseconds;
    while (this.#count > 0 && performance.now() < until) await sleep(look);
    return this.#count === 0;
  }

  /** Waits until nothing has been under way for `quiet` milliseconds, at most for `atMost`. */
  async quiet({ quiet, atMost }: { quiet: number; atMost: number }): Promise<void> {
    const began = performance.now();
    while (performance.now() < began + atMost) {
      const since = Math.max(began, this.#lastEndedAt);
      if (this.#count === 0 && performance.now() - since >= quiet) return;
      await sleep(look);
    }
  }
}

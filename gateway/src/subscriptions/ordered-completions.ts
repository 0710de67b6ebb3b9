/** How many events of one stream are completed at a time. */
const atATime = 64;

/**
 * Works on several things at a time and hands on what became of them in the order in which they came. Where too many are
 * worked on, whoever brings the next waits.
 */
export class OrderedCompletions<Result> {
  #last: Promise<void> = Promise.resolve();
  #running = 0;

  /** @param hand takes each result, in order; the next waits for it. It must not throw. */
  constructor(private readonly hand: (result: Result) => void | Promise<void>) {}

  /** Takes the next; resolves when another may be brought. */
  async add(result: Promise<Result>): Promise<void> {
    const before = this.#last;
    this.#running++;
    this.#last = this.#after(before, result);
    if (this.#running >= atATime) await before;
  }

  /** Resolves when everything has been handed on. */
  ended(): Promise<void> {
    return this.#last;
  }

  async #after(before: Promise<void>, result: Promise<Result>): Promise<void> {
    const completed = await result;
    await before;
    await this.hand(completed);
    this.#running--;
  }
}

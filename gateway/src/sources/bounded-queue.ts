import { SlowSubscriberError } from '@ketqua/platform';

/** What arrives before it is read, up to a limit: a reader that falls behind is cut off, not waited for. */
export class BoundedQueue<Item> {
  readonly #items: Item[] = [];
  #ended = false;
  #failure: unknown;
  #wake: () => void = () => undefined;

  constructor(private readonly limit: number) {}

  /** Takes an item; past the limit everything is dropped and the reader is told SlowSubscriberError. */
  push(item: Item): void {
    if (this.#ended) return;
    if (this.#items.length >= this.limit) {
      this.#items.length = 0;
      this.end(new SlowSubscriberError('The subscriber fell too far behind'));
      return;
    }
    this.#items.push(item);
    this.#wake();
  }

  /** Ends the queue once it is read; with a failure the reader is told. */
  end(failure?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#wake();
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  async *read(): AsyncGenerator<Item, void> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) {
        yield item;
      } else if (this.#ended) {
        if (this.#failure) throw this.#failure;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

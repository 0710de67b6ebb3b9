import { SlowSubscriberError } from '@ketqua/platform';

/** How much may wait. */
export interface QueueLimits {
  readonly items: number;
  readonly bytes: number;
}

/** What arrives before it is read, up to limits: a reader that falls behind is cut off, not waited for. */
export class BoundedQueue<Item> {
  readonly #items: { readonly item: Item; readonly bytes: number }[] = [];
  #bytes = 0;
  #ended = false;
  #failure: unknown;
  #wake: () => void = () => undefined;

  constructor(private readonly limits: QueueLimits) {}

  /** Takes an item of some bytes; past a limit everything is dropped and the reader is told SlowSubscriberError. */
  push(item: Item, bytes: number): void {
    if (this.#ended) return;
    if (this.#items.length >= this.limits.items || this.#bytes + bytes > this.limits.bytes) {
      this.#items.length = 0;
      this.end(new SlowSubscriberError('The subscriber fell too far behind'));
      return;
    }
    this.#items.push({ item, bytes });
    this.#bytes += bytes;
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
      const next = this.#items.shift();
      if (next) {
        this.#bytes -= next.bytes;
        yield next.item;
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

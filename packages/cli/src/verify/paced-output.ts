import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** How much is gathered before it is written. */
const PIECE = 64 * 1024;

/** Writes lines no faster than they are read, so that memory stays bounded. */
export class PacedOutput {
  #waiting = '';

  constructor(private readonly stream: Writable) {}

  async line(text: string): Promise<void> {
    this.#waiting += `${text}\n`;
    if (this.#waiting.length >= PIECE) await this.flush();
  }

  /** Hands over what was gathered. */
  async flush(): Promise<void> {
    if (this.#waiting === '') return;
    const piece = this.#waiting;
    this.#waiting = '';
    if (!this.stream.write(piece)) await once(this.stream, 'drain');
  }
}

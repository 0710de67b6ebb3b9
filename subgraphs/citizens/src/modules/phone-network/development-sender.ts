import type { Orm } from '@ketqua/platform';
import { v7 } from 'uuid';
import { SentMessage } from './development-message.entity.js';
import type { TextSender } from './text-sender.js';

interface Text {
  readonly id: string;
  readonly recipient: string;
  readonly text: string;
  readonly code: string | null;
  readonly sentAt: Date;
}

/** Sends nothing: keeps the texts for the development messages, those of one turn in one statement. */
export class DevelopmentSender implements TextSender {
  #texts: Text[] = [];
  #kept: Promise<void> | undefined;

  constructor(private readonly orm: Orm) {}

  send(phone: string, text: string, code: string | null = null): Promise<void> {
    this.#texts.push({ id: v7(), recipient: phone, text, code, sentAt: new Date() });
    this.#kept ??= this.#keep();
    return this.#kept;
  }

  async #keep(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const texts = this.#texts;
    this.#texts = [];
    this.#kept = undefined;
    await this.orm.em.fork().insertMany(SentMessage, texts);
  }
}

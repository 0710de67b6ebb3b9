import type { Orm } from '@ketqua/platform';
import { v7 } from 'uuid';
import { SentMessage } from './development-message.entity.js';
import type { TextSender } from './text-sender.js';

/** Sends nothing: keeps the text for the development messages. */
export class DevelopmentSender implements TextSender {
  constructor(private readonly orm: Orm) {}

  async send(phone: string, text: string, code: string | null = null): Promise<void> {
    await this.orm.em
      .fork()
      .insert(SentMessage, { id: v7(), recipient: phone, text, code, sentAt: new Date() });
  }
}

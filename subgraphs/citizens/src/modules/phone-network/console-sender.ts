import type { CodeSender } from './own-verifier.js';
import type { TextSender } from './text-sender.js';

/** Development only: prints what is sent, and hands it on to be kept for the development messages. */
export class ConsoleSender implements TextSender, CodeSender {
  constructor(
    private readonly next: CodeSender,
    private readonly print: (line: string) => void = (line) => void process.stdout.write(line),
  ) {}

  async send(phone: string, text: string, code?: string): Promise<void> {
    this.print(`Text to ${phone}: ${text}\n`);
    await this.next.send(phone, text, code);
  }
}

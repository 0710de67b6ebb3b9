import type { Language, Text } from './console.js';
import type { ExitName } from './exit-code.js';

/** A failure that a person can mend: its exit, a stable code, and a sentence. Never a key, never a personal value. */
export class Failure extends Error {
  override readonly name = 'Failure';
  /**
   * @param text a sentence in both languages, or one that the platform wrote in the caller's
   * @param line where in the file, 1-based
   */
  constructor(
    readonly exit: ExitName,
    readonly code: string,
    private readonly text: Text | string,
    readonly line: number | null = null,
  ) {
    super(typeof text === 'string' ? text : text.en);
  }

  /** The sentence in a language. */
  in(language: Language): string {
    return typeof this.text === 'string' ? this.text : this.text[language];
  }
}

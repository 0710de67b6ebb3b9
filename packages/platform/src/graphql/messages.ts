import type { Locale } from '../viewer/viewer.js';

/** One text in the two languages that people are answered in. */
export type Text = Readonly<Record<Locale, string>>;

/** Chooses the caller's language. */
export function say(locale: Locale, text: Text): string {
  return text[locale];
}

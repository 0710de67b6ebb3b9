import type { LabCatalogue } from '../words/lab-catalogue.ts';

/** A span of minutes in words: 23 min, 3 h, 2 days. */
export function spanInWords(minutes: number, words: LabCatalogue): string {
  const whole = Math.abs(minutes);
  if (whole < 120) return words.sync.minutes(whole);
  if (whole < 48 * 60) return words.sync.hours(Math.round(whole / 60));
  return words.sync.days(Math.round(whole / (24 * 60)));
}

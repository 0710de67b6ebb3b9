import type { Language } from './catalogue.ts';

const locales: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };

function parts(instant: Date, language: Language, timeZone?: string): Record<string, string> {
  const format = new Intl.DateTimeFormat(locales[language], {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  return Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
}

/**
 * An instant as a person reads it: 12/07/2021 09:30, in Vietnamese and English alike (day first).
 * @param instant an ISO 8601 time with its offset
 * @param timeZone an IANA zone; the device's own if absent
 */
export function formatDateTime(instant: string, language: Language, timeZone?: string): string {
  const { day, month, year, hour, minute } = parts(new Date(instant), language, timeZone);
  return `${day}/${month}/${year} ${hour}:${minute}`;
}

/** The clock time of an instant, 09:30. */
export function formatClock(instant: string | Date, language: Language, timeZone?: string): string {
  const { hour, minute } = parts(new Date(instant), language, timeZone);
  return `${hour}:${minute}`;
}

/** A date without a time (YYYY-MM-DD, YYYY-MM or YYYY) as 12/07/1990, 07/1990 or 1990: no zone moves it. */
export function formatDate(date: string): string {
  return date.split('-').reverse().join('/');
}

/** A date in words, 12 tháng 7, 1990 or 12 July 1990, so that a day and a month are not mistaken; a partial one as it is. */
export function formatDateInWords(date: string, language: Language): string {
  if (date.length < 10) return formatDate(date);
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

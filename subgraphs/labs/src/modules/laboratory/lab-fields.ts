import type { Text } from '@ketqua/platform';
import type { LabsContext } from '../../context.js';
import { isTimeOfDay, isTimeZone, type OpeningHours } from '../lab-sync/opening-hours.js';
import { hasControlCharacter } from './control-character.js';
import { InvalidLabFieldError } from './laboratory-errors.js';

const longest = { code: 64, name: 200, province: 100, accreditation: 100, contactName: 100 } as const;
type TextField = keyof typeof longest;

const shortestPeriod = 5;
const longestPeriod = 7 * 24 * 60;
const mostOpenings = 28;

/** What is wrong with a field, and where it stands below `input`. */
export interface WrongField {
  readonly path: readonly string[];
  readonly text: Text;
}

/** A text of the register as it is kept: in Unicode form C, without space around it; null where nothing is left. */
export function tidied(text: string | null | undefined): string | null {
  return text?.normalize('NFC').trim() || null;
}

/** The first tidied text that is too long or holds a control character. */
export function wrongText(fields: Partial<Record<TextField, string | null>>): WrongField | undefined {
  const names = Object.keys(fields) as TextField[];
  const wrong = names.find((name) => {
    const written = fields[name] ?? null;
    return (written?.length ?? 0) > longest[name] || hasControlCharacter(written);
  });
  return wrong && notAText(wrong);
}

/** What is said of a text that is empty, too long, or holds a control character. */
export function notAText(field: TextField): WrongField {
  return {
    path: [field],
    text: {
      vi: 'Trường này trống, quá dài hoặc có ký tự lạ.',
      en: 'This field is empty, too long or not a text.',
    },
  };
}

/** What is wrong with a period, a time zone or hours. */
export function wrongTerms(terms: {
  syncPeriodMinutes: number;
  timeZone: string;
  hours: readonly OpeningHours[];
}): WrongField | undefined {
  const { syncPeriodMinutes, timeZone, hours } = terms;
  if (syncPeriodMinutes < shortestPeriod || syncPeriodMinutes > longestPeriod) {
    return {
      path: ['syncPeriodMinutes'],
      text: { vi: 'Chu kỳ từ 5 phút đến 7 ngày.', en: 'A period is between 5 minutes and 7 days.' },
    };
  }
  if (!isTimeZone(timeZone)) {
    return {
      path: ['timeZone'],
      text: {
        vi: 'Múi giờ viết theo IANA, ví dụ Asia/Ho_Chi_Minh.',
        en: 'Write the time zone as IANA names it, such as Asia/Ho_Chi_Minh.',
      },
    };
  }
  return wrongHours(hours);
}

function wrongHours(hours: readonly OpeningHours[]): WrongField | undefined {
  if (hours.length > mostOpenings) {
    const text = { vi: 'Nhiều nhất 28 lần mở cửa một tuần.', en: 'At most 28 openings a week.' };
    return { path: ['hours'], text };
  }
  for (const [position, opening] of hours.entries()) {
    for (const field of ['opensAt', 'closesAt'] as const) {
      if (isTimeOfDay(opening[field])) continue;
      const text = { vi: 'Giờ viết là HH:MM, ví dụ 07:00.', en: 'Write a time as HH:MM, such as 07:00.' };
      return { path: ['hours', String(position), field], text };
    }
  }
  return undefined;
}

/** The error that names a wrong field of the input. */
export function invalidLabField({ locale }: LabsContext, { path, text }: WrongField): InvalidLabFieldError {
  return InvalidLabFieldError.in(locale, text, { path: ['input', ...path] });
}

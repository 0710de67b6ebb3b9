import { IANAZone } from 'luxon';
import zoneTable from '../../../data/zone-names.json' with { type: 'json' };
import type { TimeReading } from './lab-file.js';

/** A reading of calendar and clock, before it is known where the clock hung. */
export interface ClockReading {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const zoneOffsets: Readonly<Record<string, string>> = zoneTable.offsets;

/** `M/D/YYYY` as an expression: one or two digits both fit, the year has four. */
const expressions = new Map<string, RegExp>();

function expressionOf(dateFormat: string): RegExp {
  let expression = expressions.get(dateFormat);
  if (!expression) {
    const source = dateFormat
      .replaceAll(/[.\- /]/g, '\\$&')
      .replace(/Y+/, '(?<year>\\d{4})')
      .replace(/M+/, '(?<month>\\d{1,2})')
      .replace(/D+/, '(?<day>\\d{1,2})');
    expression = new RegExp(`^${source}`);
    if (expressions.size > 100) expressions.clear();
    expressions.set(dateFormat, expression);
  }
  return expression;
}

const iso = /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})/;
/** A clock behind the date: with AM and PM as Excel writes them in English and in Vietnamese (SA, CH). */
const clock =
  /^(?:T|\s+|$)(?:(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:\s*(AM|PM|SA|CH))?)?\s*(Z|[+-]\d{2}:?\d{2}|[A-Z]{3,4})?$/i;
/** A longer text is no time: an expression may try its white space in every way that it can be parted. */
const longestTime = 60;
const serial = /^\d{1,6}(?:\.\d{1,12})?$/;
/** Day 0 of Excel's serial numbers, which count a 29 February 1900 that never was. */
const excelEpoch = Date.UTC(1899, 11, 30);
const two = (value: number) => String(value).padStart(2, '0');

/** A calendar date in ISO 8601, or the text as it was. */
export function isoDate(text: string, { dateFormat }: TimeReading): string {
  const trimmed = text.trim();
  if (trimmed.length > longestTime) return text;
  if (dateFormat === 'EXCEL') return serial.test(trimmed) ? dateOf(readSerial(trimmed)) : text;
  if (!dateFormat) return text;
  const match = expressionOf(dateFormat).exec(trimmed);
  if (!match || match[0].length !== trimmed.length) return text;
  const reading = readingOf(match.groups!);
  return exists(reading) ? dateOf(reading) : text;
}

/**
 * A moment in RFC 3339, to the second, or the text as it was. A time without an offset is read in `timeZone`; where
 * there is none, or the zone's clock showed that time twice or never, it stays without and is refused later. A date
 * alone is the day's first moment: no validity is then longer than it was.
 */
export function isoTime(text: string, { timeZone, dateFormat }: TimeReading): string {
  const trimmed = text.trim();
  if (trimmed.length > longestTime) return text;
  if (dateFormat === 'EXCEL' && serial.test(trimmed)) return atZone(readSerial(trimmed), timeZone) ?? text;
  const date =
    (dateFormat && dateFormat !== 'EXCEL' && expressionOf(dateFormat).exec(trimmed)) || iso.exec(trimmed);
  if (!date) return text;
  const match = clock.exec(trimmed.slice(date[0].length));
  if (!match) return text;
  const [, hour = '0', minute = '0', second = '0', half, zone] = match;
  if (zone && match[1] === undefined) return text;
  const reading = {
    ...readingOf(date.groups!),
    hour: hourOf(Number(hour), half),
    minute: Number(minute),
    second: Number(second),
  };
  if (!exists(reading)) return text;
  if (!zone) return atZone(reading, timeZone) ?? text;
  const offset = offsetOf(zone);
  return offset ? `${clockText(reading)}${offset}` : text;
}

/**
 * The moment at which a zone's clock showed a reading, in RFC 3339. Without a zone, the reading without an offset;
 * `null` where the clock showed it twice or never.
 */
export function atZone(reading: ClockReading, timeZone: string | null): string | null {
  const written = clockText(reading);
  if (!timeZone) return written;
  const local = millisecondsOf(reading);
  // Clocks jump at quarters of an hour: a file has few of them, and asking a zone is slow.
  const key = `${timeZone} ${Math.floor(local / 900_000)}`;
  let offset = knownOffsets.get(key);
  if (offset === undefined) {
    offset = onlyOffset(timeZone, local);
    if (knownOffsets.size >= 5_000) knownOffsets.clear();
    knownOffsets.set(key, offset);
  }
  return offset === null ? null : `${written}${offset}`;
}

const knownOffsets = new Map<string, string | null>();

/** The one offset that a zone had when its clock showed a time, or `null`. */
function onlyOffset(timeZone: string, local: number): string | null {
  const zone = IANAZone.create(timeZone);
  // The offset a day before and a day after: where they differ, the clock may have jumped over it or shown it twice.
  const offsets = new Set([zone.offset(local - 86_400_000), zone.offset(local + 86_400_000)]);
  const fitting = [...offsets].filter((minutes) => zone.offset(local - minutes * 60_000) === minutes);
  return fitting.length === 1 ? offsetText(fitting[0]!) : null;
}

/** Whether calendar and clock have such a reading. */
export function exists({ year, month, day, hour, minute, second }: ClockReading): boolean {
  if (hour > 23 || minute > 59 || second > 59 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** A reading as RFC 3339 writes it, without an offset. */
export function clockText(reading: ClockReading): string {
  return `${dateOf(reading)}T${two(reading.hour)}:${two(reading.minute)}:${two(reading.second)}`;
}

function readingOf(groups: Record<string, string>): ClockReading {
  const { year, month, day } = groups;
  return { year: Number(year), month: Number(month), day: Number(day), hour: 0, minute: 0, second: 0 };
}

function readSerial(text: string): ClockReading {
  const at = new Date(excelEpoch + Math.round(Number(text) * 86_400) * 1_000);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
  };
}

function hourOf(hour: number, half: string | undefined): number {
  if (!half) return hour;
  if (hour < 1 || hour > 12) return 99;
  return (hour % 12) + (/^(PM|CH)$/i.test(half) ? 12 : 0);
}

function offsetOf(zone: string): string | undefined {
  if (/^[+-]/.test(zone)) return zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');
  return zone.toUpperCase() === 'Z' ? 'Z' : zoneOffsets[zone.toUpperCase()];
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function millisecondsOf({ year, month, day, hour, minute, second }: ClockReading): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function dateOf({ year, month, day }: ClockReading): string {
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

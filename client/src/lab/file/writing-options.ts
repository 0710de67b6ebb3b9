import type { ImportOptionsInput, OwnLabQuery } from '../../schema/lab-operations.ts';

/** How a file writes its times, dates, phones and columns, as the form holds it: empty where it says nothing. */
export interface WritingOptions {
  timeZone: string;
  dateFormat: string;
  country: string;
  /** The leaf that each column holds, by the column's name. */
  mapping: Readonly<Record<string, string>>;
}

type Saved = OwnLabQuery['importDefaults'];

/** What the form begins with: what the lab saved, else its own zone. */
export function startingOptions(saved: Saved | undefined, timeZone: string): WritingOptions {
  return {
    timeZone: saved?.timeZone ?? timeZone,
    dateFormat: saved?.dateFormat ?? '',
    country: saved?.country ?? '',
    mapping: Object.fromEntries(saved?.mapping.map(({ column, field }) => [column, field]) ?? []),
  };
}

/** The options as the API takes them. What the form leaves empty stays what the lab saved. */
export function optionsInput({ timeZone, dateFormat, country, mapping }: WritingOptions): ImportOptionsInput {
  return {
    timeZone: timeZone.trim() || null,
    dateFormat: dateFormat.trim().toUpperCase() || null,
    country: country.trim().toUpperCase() || null,
    mapping: Object.entries(mapping)
      .filter(([, field]) => field !== '')
      .map(([column, field]) => ({ column, field })),
  };
}

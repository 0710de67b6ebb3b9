import type { SubmittedRows } from '../process-submission.service.js';

/** How a file writes dates and times. Nothing is guessed: what fits neither is passed on, and judged. */
export interface TimeReading {
  /** IANA name, as Asia/Ho_Chi_Minh: where a time without an offset was read off the clock. */
  readonly timeZone: string | null;
  /** As M/D/YYYY or DD/MM/YYYY, or EXCEL for serial numbers; ISO 8601 always fits too. */
  readonly dateFormat: string | null;
}

/** How a file is read: the caller's options over the lab's saved ones. */
export interface FileReading extends TimeReading {
  /** Where phones without a prefix belong: ISO 3166-1 alpha-2; null leaves it to the format. */
  readonly country: string | null;
  /** The path of TestResultInput for a column's name. */
  readonly mapping: Readonly<Record<string, string>>;
}

/** The file as its technician knows it: what a correction file shows again. */
export interface LabFileTable {
  readonly header: readonly string[];
  /** The cells of some rows. */
  slice(from: number, to: number): readonly (readonly string[])[];
}

/** A file of a laboratory, read: its rows, made one by one as they are asked for, and its own table. */
export interface LabFile {
  readonly rows: SubmittedRows;
  readonly table: LabFileTable;
  /** Where phones without a prefix belong, when the format itself says so. */
  readonly country: string | null;
}

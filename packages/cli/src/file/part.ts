import type { LabFileFormat } from '@ketqua/lab-file';
import { Failure } from '../console/failure.js';
import { csvPieces } from './csv-pieces.js';
import { hl7Pieces } from './hl7-pieces.js';
import { hashOf, type LabFile } from './lab-file.js';
import { ndjsonPieces, resourceCountOf } from './ndjson-pieces.js';

/** What one import takes (API: `importResults`). */
export interface PartLimits {
  readonly rows: number;
  /** Of the text in UTF-8. */
  readonly bytes: number;
  /** Of the text as JSON writes it, which escapes quotes and line ends. */
  readonly jsonBytes: number;
}

/** A piece of a file that must stay whole: a record, a message, a resource, with its line ends. */
export interface Piece {
  readonly text: string;
  /** 1-based, in the whole file. */
  readonly line: number;
  /** How many rows it may hold at most. */
  readonly rows: number;
}

/** A file taken apart. */
export interface Pieces {
  /** Repeated before each part; empty where the format has none. */
  readonly header: { readonly text: string; readonly line: number };
  readonly pieces: readonly Piece[];
}

/** What is sent at once. */
export interface Part {
  readonly content: string;
  readonly key: string;
  /** The line in the whole file of a line of this part. */
  lineInFile(line: number): number;
}

const mebibyte = 1024 * 1024;
// A request of a laboratory's session takes 16 MiB; what is spared is for the operation around the content.
const limitsOfImport: PartLimits = { rows: 20_000, bytes: 10 * mebibyte, jsonBytes: 15.75 * mebibyte };

const takenApart: Readonly<Record<LabFileFormat, (text: string) => Pieces | null>> = {
  CSV: csvPieces,
  HL7V2: hl7Pieces,
  FHIR_R4: ndjsonPieces,
};

/**
 * Cuts a file that is too large for one import at the borders of its records; the same file is always cut alike,
 * and each part's key follows from the whole. @throws Failure when it is too large and cannot be cut
 */
export function partsOf(file: LabFile, limits: PartLimits = limitsOfImport): Part[] {
  const { text, format, key } = file;
  const isSmall = Buffer.byteLength(text) <= limits.bytes && jsonBytesOf(text) <= limits.jsonBytes;
  const rows = format === 'FHIR_R4' ? resourceCountOf(text) : lineCountOf(text);
  if (isSmall && rows <= limits.rows) return [whole(text, key)];
  const taken = takenApart[format](text);
  // Few rows of many lines, or one resource that says for itself how many it holds: the platform judges.
  if (!taken) {
    if (isSmall) return [whole(text, key)];
    throw indivisible();
  }
  const groups = groupsOf(taken, limits);
  if (groups.length <= 1 && isSmall) return [whole(text, key)];
  return groups.map((group, position) => partOf(taken, group, key, position, groups.length));
}

function whole(content: string, key: string): Part {
  return { content, key, lineInFile: (line) => line };
}

function groupsOf({ header, pieces }: Pieces, limits: PartLimits): Piece[][] {
  const groups: Piece[][] = [];
  let sum = { rows: 0, bytes: 0, jsonBytes: 0 };
  for (const piece of pieces) {
    const size = sizeOf(piece.text, piece.rows);
    let next = sumOf(sum, size);
    if (
      !groups.length ||
      (Object.keys(limits) as (keyof PartLimits)[]).some((name) => next[name] > limits[name])
    ) {
      groups.push([]);
      next = sumOf(sizeOf(header.text, 0), size);
    }
    groups.at(-1)!.push(piece);
    sum = next;
  }
  return groups;
}

function sizeOf(text: string, rows: number): PartLimits {
  return { rows, bytes: Buffer.byteLength(text), jsonBytes: jsonBytesOf(text) };
}

function sumOf(one: PartLimits, other: PartLimits): PartLimits {
  return {
    rows: one.rows + other.rows,
    bytes: one.bytes + other.bytes,
    jsonBytes: one.jsonBytes + other.jsonBytes,
  };
}

function partOf(
  { header }: Pieces,
  group: readonly Piece[],
  key: string,
  position: number,
  count: number,
): Part {
  const content = header.text + group.map(({ text }) => text).join('');
  const headerLines = lineCountOf(header.text);
  const firstLine = group[0]!.line;
  return {
    content,
    key: `part-${hashOf([key, `${position + 1}/${count}`, content])}`,
    lineInFile: (line) => (line <= headerLines ? header.line + line - 1 : firstLine + line - headerLines - 1),
  };
}

/** A line with its end: CRLF, LF or CR. */
export const lineOfText = /[^\r\n]+(?:\r\n|\n|\r)?|\r\n|\n|\r/g;

/** How many lines begin in a text, whatever ends them: CRLF, LF or CR. */
export function lineCountOf(text: string): number {
  let lines = 0;
  for (const _ of text.matchAll(lineOfText)) lines++;
  return lines;
}

function jsonBytesOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

function indivisible(): Failure {
  return new Failure('FILE_UNREADABLE', 'FILE_TOO_LARGE', {
    vi: 'Tệp lớn hơn 10 MB và không chia được. Hãy gửi dạng NDJSON (mỗi dòng một Bundle), hoặc chia nhỏ tệp.',
    en: 'The file is larger than 10 MB and cannot be divided. Send NDJSON (one Bundle a line), or several files.',
  });
}

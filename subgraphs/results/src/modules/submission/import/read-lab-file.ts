import type { SubmittedRow } from '../process-submission.service.js';
import { templateTable } from '../template-table.js';
import { csvFile } from './csv/map-csv.js';
import { readFhir } from './fhir/read-fhir.js';
import { readHl7v2 } from './hl7v2/read-hl7v2.js';
import { ImportFormat } from './import-format.js';
import type { FileReading, LabFile } from './lab-file.js';
import { UnreadableContentError } from './unreadable-content.js';

/** Most bytes of a file, in UTF-8. */
const longestContent = 10 * 1024 * 1024;
/** Most rows of a file; of one that has more, messages are read no further. */
export const mostImportedRows = 20_000;

const readers: Readonly<Record<ImportFormat, (content: string, reading: FileReading) => LabFile>> = {
  [ImportFormat.CSV]: csvFile,
  [ImportFormat.HL7V2]: (content, reading) => messageFile(readHl7v2(content, reading, mostImportedRows)),
  [ImportFormat.FHIR_R4]: (content, reading) => messageFile(readFhir(content, reading, mostImportedRows)),
};

/**
 * Reads a laboratory's file. Whatever the format, its rows are what `submitResults` takes.
 * @throws UnreadableContentError
 */
export function readLabFile(format: ImportFormat, content: string, reading: FileReading): LabFile {
  if (Buffer.byteLength(content) > longestContent) throw new UnreadableContentError('TOO_LARGE', null);
  return readers[format](content, reading);
}

/** Messages have no table of their own: a correction file shows them in the template's columns. */
function messageFile(rows: readonly SubmittedRow[]): LabFile {
  return { rows, table: templateTable(rows.map(({ input }) => input)), country: null };
}

/** The formats of `ImportFormat` in the API. */
export type LabFileFormat = 'CSV' | 'HL7V2' | 'FHIR_R4';

const examined = 100_000;
// The first segment of a message, file or batch (HL7 v2.5.1, 2.10), perhaps in an MLLP block: its vertical tab is
// white space to trimStart, as is a byte-order mark. What follows the segment's name is the field separator; a
// letter, a digit or a separator of CSV would belong to a column's name.
const hl7Start = /^(?:MSH|FHS|BHS)[^\p{L}\p{N}\s,;"_.-]/u;
const resource = /"resourceType"\s*:\s*"/;

/**
 * Tells which format a text is in by what it begins with, or `null` where it is none that a laboratory may send: an
 * Excel workbook, a PDF, XML, JSON that holds no FHIR resource, or nothing at all.
 */
export function detectFormat(text: string): LabFileFormat | null {
  const start = text.slice(0, examined).trimStart();
  if (hl7Start.test(start)) return 'HL7V2';
  if (/^[{[]/.test(start)) return resource.test(text) ? 'FHIR_R4' : null;
  return isCsvHeader(start.slice(0, start.search(/[\r\n]|$/))) ? 'CSV' : null;
}

/** Two columns at least, of plain text. */
function isCsvHeader(line: string): boolean {
  return (
    /[,;\t|]/.test(line) && /\p{L}/u.test(line) && !/[^\P{Cc}\t]|\uFFFD/u.test(line) && !line.startsWith('<')
  );
}

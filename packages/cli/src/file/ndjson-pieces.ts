import { lineOfText, type Piece, type Pieces } from './part.js';

// Each may be a result of its own.
const resource = /"resourceType"\s*:\s*"(?:DiagnosticReport|Observation)"/g;

/** How many rows a text of FHIR may hold at most. */
export function resourceCountOf(text: string): number {
  return text.match(resource)?.length ?? 0;
}

/** Takes NDJSON apart, a resource a line; gives `null` for JSON of one resource or of an array. */
export function ndjsonPieces(text: string): Pieces | null {
  const lines = [...text.matchAll(lineOfText)].map(([line]) => line);
  const first = lines.find((line) => line.trim() !== '');
  if (lines.length < 2 || !first || !isObject(first)) return null;
  const pieces = lines.map(
    (line, position): Piece => ({
      text: line,
      line: position + 1,
      rows: resourceCountOf(line),
    }),
  );
  return { header: { text: '', line: 1 }, pieces };
}

function isObject(line: string): boolean {
  try {
    const read: unknown = JSON.parse(line);
    return typeof read === 'object' && read !== null && !Array.isArray(read);
  } catch {
    return false;
  }
}

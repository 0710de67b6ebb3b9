import { UnreadableContentError } from '../unreadable-content.js';
import { isObject, type Json } from './json.js';

/** One JSON document of a file, and where it begins. */
export interface JsonDocument {
  readonly value: unknown;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** The documents of a file, and the lines where something begins that is none. */
export interface JsonDocuments {
  readonly documents: readonly JsonDocument[];
  readonly brokenLines: readonly number[];
}

// FHIR nests a few dozen levels at most; V8 takes seconds for millions.
const deepest = 200;
// More are no rows of a file that anybody would mend; a parser's error costs more than a row.
const mostBroken = 20_000;

/**
 * Reads a file of JSON: one document, one a line (NDJSON), or documents one after the other, each beginning at the
 * start of a line. A broken one is told by its line, the others are kept.
 * @throws UnreadableContentError where nothing can be read
 */
export function readDocuments(content: string): JsonDocuments {
  const text = content.replace(/^\uFEFF/, '');
  if (!/^\s*[[{]/.test(text)) throw new UnreadableContentError('NOT_THIS_FORMAT', 1);
  refuseDeep(text);
  const whole = parsed(text);
  if (whole !== undefined) {
    const line = 1 + newlines(text, 0, text.search(/\S/));
    return { documents: [{ value: whole, line, text }], brokenLines: [] };
  }
  const documents: JsonDocument[] = [];
  const brokenLines: number[] = [];
  for (const chunk of chunksOf(text)) {
    readChunk(chunk, documents, brokenLines);
    if (brokenLines.length > mostBroken) break;
  }
  if (documents.length === 0 || brokenLines.length > mostBroken)
    throw new UnreadableContentError('MALFORMED', brokenLines[0] ?? 1);
  return { documents, brokenLines };
}

interface Chunk {
  readonly text: string;
  readonly line: number;
}

/** Each chunk begins with a line that begins with a brace; what stands before the first is one too. */
function* chunksOf(text: string): Generator<Chunk> {
  const beginning = /\n(?=\{)/g;
  let from = 0;
  let line = 1;
  while (from < text.length) {
    const end = beginning.exec(text);
    const to = end ? beginning.lastIndex : text.length;
    yield { text: text.slice(from, to), line };
    line += newlines(text, from, to);
    from = to;
  }
}

function readChunk({ text, line }: Chunk, documents: JsonDocument[], brokenLines: number[]): void {
  if (text.trim() === '') return;
  const value = parsed(text);
  if (isResource(value) || Array.isArray(value)) {
    documents.push({ value, line, text });
    return;
  }
  // A line that is no JSON behind a document of one line.
  const end = text.indexOf('\n');
  const first = end > 0 ? parsed(text.slice(0, end)) : undefined;
  if (!isResource(first)) brokenLines.push(line);
  else {
    documents.push({ value: first, line, text: text.slice(0, end) });
    brokenLines.push(line + newlines(text, 0, text.length - text.slice(end).trimStart().length));
  }
}

function isResource(value: unknown): value is Json {
  return isObject(value) && typeof value.resourceType === 'string';
}

/** The parser's messages quote the text: they are dropped. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** How many lines end between two places. */
function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Strings hold no line break, so that a broken line is over at its end. */
function refuseDeep(text: string): void {
  const mark = /["\\[\]{}\n]/g;
  let depth = 0;
  let line = 1;
  let isInString = false;
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    const [sign] = match;
    if (sign === '\n') {
      line++;
      isInString = false;
      if (text[mark.lastIndex] === '{') depth = 0;
    } else if (isInString) {
      if (sign === '\\') mark.lastIndex++;
      else if (sign === '"') isInString = false;
    } else if (sign === '"') isInString = true;
    else if (sign === '{' || sign === '[') depth++;
    else if (sign === '}' || sign === ']') depth--;
    if (depth > deepest) throw new UnreadableContentError('MALFORMED', line);
  }
}

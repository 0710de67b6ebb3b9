import { Segment, type Separators } from './segment.js';

/** A line that is no segment: what follows it in its message may belong elsewhere. */
export interface BrokenLine {
  readonly id: null;
  readonly line: number;
}

/** A message: its MSH and what follows, broken lines in their places. */
export interface Message {
  readonly header: Segment;
  readonly parts: readonly (Segment | BrokenLine)[];
}

/** What a file holds, in order: messages, and lines that belong to none. */
export type FilePart = Message | BrokenLine;

// Batch and file envelopes (HL7 v2.5.1, 2.10.3). They hold no result.
const envelopes = new Set(['FHS', 'BHS', 'BTS', 'FTS']);

// The segments that a result message may hold (HL7 v2.3 to 2.9, ORU^R01), and Z segments. An unknown one may be a
// mistyped OBR or PID: what follows it must not go to the order or the patient before it.
const segments = new Set(
  'SFT UAC PID PD1 ARV NTE NK1 PV1 PV2 PRT ROL ORC OBR OBX TQ1 TQ2 CTD FT1 CTI SPM SAC DSC DG1 AL1 GT1 IN1 IN2 IN3 INV EQU TCD EVN MSA ERR ADD BLG DSP OH1 OH2 OH3 OH4 DEV IAM MRG PDA ACC VAR GOL PRB'.split(
    ' ',
  ),
);

/**
 * Splits a file into messages, one at a time: one, many, or a batch, segments ended by CR, LF or CRLF, MLLP's framing
 * bytes passed over. Each message has its own encoding characters.
 */
export function* readMessages(content: string): Generator<FilePart> {
  let current: OpenMessage | null = null;
  const stray: BrokenLine[] = [];
  for (const { text, line } of linesOf(content)) {
    const id = text.slice(0, 3);
    const isEnvelope = envelopes.has(id);
    if (isEnvelope || id === 'MSH') {
      if (current) yield current;
      yield* stray.splice(0);
      current = isEnvelope ? null : openMessage(text, line);
      if (current || isEnvelope) continue;
    }
    const isKnown = segments.has(id) || /^Z[A-Z0-9]{2}$/.test(id);
    if (current && isKnown && (text.length === 3 || text[3] === current.separators.field)) {
      current.parts.push(new Segment(id, line, text, current.separators));
    } else addBroken(current?.parts ?? stray, line);
  }
  if (current) yield current;
  yield* stray;
}

interface OpenMessage extends Message {
  readonly parts: (Segment | BrokenLine)[];
  readonly separators: Separators;
}

function openMessage(text: string, line: number): OpenMessage | null {
  const separators = separatorsOf(text);
  return separators && { header: new Segment('MSH', line, text, separators), parts: [], separators };
}

/** The lines that say anything, and their numbers. */
function* linesOf(content: string): Generator<{ text: string; line: number }> {
  const ending = /\r\n|[\r\n]/g;
  let from = 0;
  for (let line = 1; from < content.length; line++) {
    const end = ending.exec(content);
    const text = withoutFraming(content.slice(from, end?.index));
    if (text !== '') yield { text, line };
    from = end ? ending.lastIndex : content.length;
  }
}

/** One broken line stands for those that follow at once: a text that was wrapped is one fault. */
function addBroken(parts: (Segment | BrokenLine)[], line: number): void {
  if (parts.at(-1)?.id !== null || parts.length === 0) parts.push({ id: null, line });
}

// MLLP frames a message in VT and FS; some senders begin a file with a byte-order mark.
const framing = new Set(['\u000B', '\u001C', '\uFEFF', ' ']);

function withoutFraming(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && framing.has(text[start]!)) start++;
  while (end > start && text[end - 1] !== ' ' && framing.has(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/** The encoding characters of MSH, or `null` where they cannot be any: they must be signs, and differ. */
function separatorsOf(header: string): Separators | null {
  const field = header[3];
  if (!field || /[\w\s]/.test(field)) return null;
  const written = header.slice(4, header.indexOf(field, 4) < 0 ? 9 : header.indexOf(field, 4));
  const [component = '^', repetition = '~', escaping = '\\', subcomponent = '&'] = written;
  const signs = [field, component, repetition, escaping, subcomponent];
  if (new Set(signs).size < signs.length || signs.some((sign) => /[\w\s]/.test(sign))) return null;
  return { field, component, repetition, escaping, subcomponent };
}

import type { Concept } from '../concept.js';

/** The encoding characters of a message (HL7 v2.5.1, 2.5.4), from MSH-1 and MSH-2. */
export interface Separators {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escaping: string;
  readonly subcomponent: string;
}

// More than any segment of the standard has; what lies beyond is cut, so that no input costs more than its length.
const maximalFields = 200;
const maximalRepetitions = 100;
const maximalComponents = 50;
const longestText = 2_000;

/** One segment of a message; values are read when they are asked for. Numbers are the standard's (OBX-5 is 5). */
export class Segment {
  private split: readonly string[] | undefined;

  constructor(
    readonly id: string,
    /** 1-based in the file. */
    readonly line: number,
    private readonly written: string,
    private readonly separators: Separators,
  ) {}

  private get fields(): readonly string[] {
    if (this.split) return this.split;
    const fields = this.written.split(this.separators.field, maximalFields);
    // MSH-1 is the separator itself.
    this.split = this.id === 'MSH' ? ['MSH', this.separators.field, ...fields.slice(1)] : fields;
    return this.split;
  }

  /** The repetitions of a field that say anything. */
  repetitions(field: number): Value[] {
    const text = this.fields[field] ?? '';
    if (text === '' || text === '""') return [];
    return text
      .split(this.separators.repetition, maximalRepetitions)
      .filter((repetition) => repetition !== '')
      .map((repetition) => new Value(repetition, this.separators));
  }

  /** The first repetition of a field. */
  value(field: number): Value {
    return this.repetitions(field)[0] ?? new Value('', this.separators);
  }

  /** A component of the first repetition, as text. */
  text(field: number, component = 1, subcomponent = 1): string {
    return this.fields[field] ? this.value(field).text(component, subcomponent) : '';
  }
}

/** One repetition of a field. */
export class Value {
  private components: readonly string[] | undefined;

  constructor(
    private readonly written: string,
    private readonly separators: Separators,
  ) {}

  /** A component's subcomponent, its escapes read; a null ("") is empty. */
  text(component: number, subcomponent = 1): string {
    this.components ??= this.written.split(this.separators.component, maximalComponents);
    const text = this.components[component - 1] ?? '';
    const part = text.includes(this.separators.subcomponent)
      ? (text.split(this.separators.subcomponent, maximalComponents)[subcomponent - 1] ?? '')
      : subcomponent === 1
        ? text
        : '';
    return part === '""' ? '' : this.read(part);
  }

  /** The whole repetition as one text: of a plain field, a stray separator is part of what was written. */
  whole(): string {
    return this.written === '""' ? '' : this.read(this.written);
  }

  private read(text: string): string {
    return unescaped(text.slice(0, longestText), this.separators).trim();
  }

  /** A coded value: CWE, CE, CNE (triplets at 1, 4 and 10; words at 9). */
  concept(): Concept {
    const codings = [1, 4, 10]
      .map((from) => ({ code: this.text(from), text: this.text(from + 1), system: this.text(from + 2) }))
      .filter(({ code, text }) => code !== '' || text !== '');
    return { codings, text: this.text(9) };
  }
}

/** Escape sequences (HL7 v2.5.1, 2.7): separators, hexadecimal data, breaks; what is none of them stays as written. */
function unescaped(text: string, separators: Separators): string {
  const { escaping } = separators;
  let from = text.indexOf(escaping);
  if (escaping === '' || from < 0) return text;
  let read = text.slice(0, from);
  for (;;) {
    const to = text.indexOf(escaping, from + 1);
    if (to < 0) return read + text.slice(from);
    const meaning = meaningOf(text.slice(from + 1, to), separators);
    if (meaning === undefined) {
      // The second escape character may begin a sequence of its own.
      read += text.slice(from, to);
      from = to;
      continue;
    }
    read += meaning;
    from = text.indexOf(escaping, to + 1);
    if (from < 0) return read + text.slice(to + 1);
    read += text.slice(to + 1, from);
  }
}

function meaningOf(sequence: string, separators: Separators): string | undefined {
  switch (sequence) {
    case 'F':
      return separators.field;
    case 'S':
      return separators.component;
    case 'T':
      return separators.subcomponent;
    case 'R':
      return separators.repetition;
    case 'E':
      return separators.escaping;
    case '.br':
    case '.sp':
      return '\n';
    case 'H':
    case 'N':
      return '';
    default:
      return /^X(?:[0-9A-Fa-f]{2})+$/.test(sequence) ? textOfHex(sequence.slice(1)) : undefined;
  }
}

function textOfHex(digits: string): string {
  const bytes = Buffer.from(digits, 'hex');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

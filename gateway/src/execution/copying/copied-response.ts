import type { Scan } from './text-scans.js';
import { misfit } from './text-scans.js';

/** Reads a value that begins at a place, and copies what the client asked of it. Gives where it ends, or `misfit`. */
export type Copy = (response: CopiedResponse, at: number) => number;

/** The entities that one fetch asks for, each once, and where in the response what it tells of them is to stand. */
export class AskedEntities {
  /** Their representations, as JSON. */
  readonly representations: string[] = [];
  readonly #known = new Map<string, number>();
  /** Gaps of the response, and beside each its entity and which piece of that it is for. */
  readonly #gaps: number[] = [];

  /** Notes an entity by the values that tell it apart. Which one it is, and whether it is new. */
  place(values: string): { readonly entity: number; readonly isNew: boolean } {
    const known = this.#known.get(values);
    if (known !== undefined) return { entity: known, isNew: false };
    const entity = this.#known.size;
    this.#known.set(values, entity);
    return { entity, isNew: true };
  }

  leave(gap: number, entity: number, piece: number): void {
    this.#gaps.push(gap, entity, piece);
  }

  /** Fills the gaps with what each entity has for them. */
  fill(response: CopiedResponse, pieces: readonly (readonly string[])[]): void {
    const gaps = this.#gaps;
    for (let at = 0; at < gaps.length; at += 3) {
      response.fill(gaps[at]!, pieces[gaps[at + 1]!]![gaps[at + 2]!]!);
    }
  }
}

/** A response that is put together of pieces of what subgraphs answered, with gaps for what is not known yet. */
export class CopiedResponse {
  readonly entities: readonly AskedEntities[];
  readonly #pieces: string[] = [];

  /** @param text the answer that is copied from */
  constructor(
    readonly text: string,
    fetches: number,
  ) {
    this.entities = Array.from({ length: fetches }, () => new AskedEntities());
  }

  write(literal: string): void {
    this.#pieces.push(literal);
  }

  copy(from: number, to: number): void {
    this.#pieces.push(this.text.slice(from, to));
  }

  /** Leaves a gap. */
  gap(): number {
    return this.#pieces.push('') - 1;
  }

  fill(gap: number, text: string): void {
    this.#pieces[gap] = text;
  }

  toString(): string {
    return this.#pieces.join('');
  }
}

/** A list of what is copied element by element. */
export function copyList(element: Copy): Copy {
  return (response, from) => {
    const { text } = response;
    if (text[from] !== '[') return misfit;
    response.write('[');
    let at = from + 1;
    if (text[at] === ']') {
      response.write(']');
      return at + 1;
    }
    for (;;) {
      at = element(response, at);
      if (at < 0) return misfit;
      const next = text[at++];
      if (next !== ',' && next !== ']') return misfit;
      response.write(next);
      if (next === ']') return at;
    }
  };
}

export function copyOrNull(copy: Copy): Copy {
  return (response, at) => {
    if (!response.text.startsWith('null', at)) return copy(response, at);
    response.write('null');
    return at + 4;
  };
}

/** What stands between pieces: a literal, or the gap of a fetch by its place. */
export type Between = string | number;

/** What is copied of one field of an object, in the order in which its subgraph wrote it. */
export interface CopiedField {
  /** What stands before its value: `{"id":` or `,"name":`. */
  readonly head: string;
  /** Reads the value, where it is copied as it is or not at all. */
  readonly scan: Scan | undefined;
  /** Copies the value piece by piece. */
  readonly copy: Copy | undefined;
  /** What the response has before the field, where a piece of it begins here. */
  readonly before: readonly Between[] | undefined;
  readonly endsPiece: boolean;
  /** Whether representations are made of it. */
  readonly isKept: boolean;
}

/** What a fetch of entities requires of an object: literals, and values of fields by their place. */
export interface CopiedRepresentation {
  readonly fetch: number;
  readonly parts: readonly (string | number)[];
}

/** Copies an object, and notes it as an entity of the fetches that know more of it. */
export function copyObject(
  fields: readonly CopiedField[],
  after: readonly Between[],
  representations: readonly CopiedRepresentation[],
): Copy {
  const count = fields.length;
  return (response, from) => {
    const { text } = response;
    const kept: string[] = [];
    const gaps: number[] = [];
    let at = from;
    let piece = 0;
    for (let index = 0; index < count; index++) {
      const { head, scan, copy, before, endsPiece, isKept } = fields[index]!;
      if (!text.startsWith(head, at)) return misfit;
      if (before) {
        writeBetween(response, before, gaps);
        piece = at + 1;
      }
      const value = at + head.length;
      if (copy) {
        response.copy(piece, value);
        at = copy(response, value);
      } else at = scan!(text, value);
      if (at < 0) return misfit;
      if (isKept) kept[index] = text.slice(value, at);
      if (endsPiece) response.copy(piece, at);
    }
    if (text.charCodeAt(at) !== objectEnd) return misfit;
    writeBetween(response, after, gaps);
    for (const representation of representations) noteEntity(response, representation, kept, gaps);
    return at + 1;
  };
}

const objectEnd = 0x7d;

/** Writes literals and leaves gaps, which are noted with their fetches. */
function writeBetween(response: CopiedResponse, between: readonly Between[], gaps: number[]): void {
  for (const part of between) {
    if (typeof part === 'string') response.write(part);
    else gaps.push(part, response.gap());
  }
}

function noteEntity(
  response: CopiedResponse,
  { fetch, parts }: CopiedRepresentation,
  kept: readonly string[],
  gaps: readonly number[],
): void {
  const asked = response.entities[fetch]!;
  const { entity, isNew } = asked.place(valuesOf(parts, kept));
  if (isNew) {
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part : kept[part]!;
    asked.representations.push(text);
  }
  let piece = 0;
  for (let at = 0; at < gaps.length; at += 2) {
    if (gaps[at] === fetch) asked.leave(gaps[at + 1]!, entity, piece++);
  }
}

/** The values of a representation: most have one. JSON tells where each ends. */
function valuesOf(parts: readonly (string | number)[], kept: readonly string[]): string {
  let values = '';
  for (const part of parts)
    if (typeof part === 'number') values = values ? `${values},${kept[part]!}` : kept[part]!;
  return values;
}

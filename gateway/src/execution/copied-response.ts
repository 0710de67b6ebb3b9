import type { Scan } from './text-scans.js';
import { misfit } from './text-scans.js';

/** Reads a value that begins at a place, and copies what the client asked of it. Gives where it ends, or `misfit`. */
export type Copy = (response: CopiedResponse, at: number) => number;

/** The entities that one fetch asks for, each once, and where in the response what it tells of them is to stand. */
export class AskedEntities {
  /** Their representations, as JSON. */
  readonly representations: string[] = [];
  readonly #known = new Map<string, number>();
  /** For each object that is such an entity: which one, and its gaps in the response. */
  readonly #objects: { readonly entity: number; readonly gaps: readonly number[] }[] = [];

  /** Notes an object of the response. */
  add(representation: string, gaps: readonly number[]): void {
    let entity = this.#known.get(representation);
    if (entity === undefined) {
      entity = this.representations.push(representation) - 1;
      this.#known.set(representation, entity);
    }
    this.#objects.push({ entity, gaps });
  }

  /** Fills the gaps with what each entity has for them. */
  fill(response: CopiedResponse, texts: readonly (readonly string[])[]): void {
    for (const { entity, gaps } of this.#objects) {
      const parts = texts[entity]!;
      for (let index = 0; index < gaps.length; index++) response.fill(gaps[index]!, parts[index]!);
    }
  }
}

/** A response that is put together of pieces of what subgraphs answered, with gaps for what is not known yet. */
export class CopiedResponse {
  readonly entities: readonly AskedEntities[];
  readonly #pieces: string[] = [];
  #last = '';

  /** @param text the answer that is copied from */
  constructor(
    readonly text: string,
    fetches: number,
  ) {
    this.entities = Array.from({ length: fetches }, () => new AskedEntities());
  }

  write(literal: string): void {
    this.#last += literal;
  }

  copy(from: number, to: number): void {
    this.#last += this.text.slice(from, to);
  }

  /** Leaves a gap. */
  gap(): number {
    this.#pieces.push(this.#last, '');
    this.#last = '';
    return this.#pieces.length - 1;
  }

  fill(gap: number, text: string): void {
    this.#pieces[gap] = text;
  }

  toString(): string {
    return this.#pieces.join('') + this.#last;
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

/** What is copied of one field's object, in the order in which its subgraph wrote it. */
export interface CopiedField {
  /** What stands before its value: `{"id":` or `,"name":`. */
  readonly head: string;
  /** Reads the value, where it is copied as it is or not at all. */
  readonly scan: Scan | undefined;
  /** Copies the value piece by piece. */
  readonly copy: Copy | undefined;
  /** What the response has before the field, where a piece of it begins here: literals, and gaps by their fetch. */
  readonly before: readonly (string | number)[];
  readonly beginsPiece: boolean;
  readonly endsPiece: boolean;
  /** Its place among the values that representations are made of. */
  readonly kept: number | undefined;
}

/** A representation as literals, and kept values by their place. */
export type RepresentationText = readonly (string | number)[];

/** Copies an object, and notes it as an entity of the fetches that know more of it. */
export function copyObject(
  fields: readonly CopiedField[],
  after: readonly (string | number)[],
  representations: ReadonlyMap<number, RepresentationText>,
): Copy {
  return (response, from) => {
    const { text } = response;
    const kept: string[] = [];
    const gaps = new Map<number, number[]>();
    for (const fetch of representations.keys()) gaps.set(fetch, []);
    const write = (parts: readonly (string | number)[]) => {
      for (const part of parts) {
        if (typeof part === 'string') response.write(part);
        else gaps.get(part)!.push(response.gap());
      }
    };
    let at = from;
    let piece = 0;
    for (const field of fields) {
      const { head } = field;
      if (!text.startsWith(head, at)) return misfit;
      if (field.beginsPiece) {
        write(field.before);
        piece = at + 1;
      }
      const value = at + head.length;
      if (field.copy) {
        response.copy(piece, value);
        at = field.copy(response, value);
      } else at = field.scan!(text, value);
      if (at < 0) return misfit;
      if (field.kept !== undefined) kept[field.kept] = text.slice(value, at);
      if (field.endsPiece && !field.copy) response.copy(piece, at);
    }
    if (text[at] !== '}') return misfit;
    write(after);
    for (const [fetch, parts] of representations) {
      let representation = '';
      for (const part of parts) representation += typeof part === 'string' ? part : kept[part]!;
      response.entities[fetch]!.add(representation, gaps.get(fetch)!);
    }
    return at + 1;
  };
}

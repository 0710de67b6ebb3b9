/** One line of an input, without its end; `null` for one that is longer than is read. */
export type Line = string | null;

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Takes a stream of bytes apart into lines of UTF-8, a group for each piece that arrives, so that what is asked by a
 * program that waits for an answer is answered at once. Keeps at most `longest` bytes of an unfinished line.
 */
export async function* linesOf(
  pieces: AsyncIterable<Uint8Array | string>,
  longest: number,
): AsyncGenerator<readonly Line[]> {
  const splitter = new LineSplitter(longest);
  for await (const piece of pieces) {
    const lines = splitter.take(typeof piece === 'string' ? Buffer.from(piece) : piece);
    if (lines.length > 0) yield lines;
  }
  const rest = splitter.end();
  if (rest.length > 0) yield rest;
}

class LineSplitter {
  #kept: Uint8Array[] = [];
  #length = 0;
  #isFirst = true;

  constructor(private readonly longest: number) {}

  take(piece: Uint8Array): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      this.#keep(piece.subarray(start, end));
      lines.push(this.#finished());
      start = end + 1;
    }
    if (start < piece.length) this.#keep(piece.slice(start));
    return lines;
  }

  end(): Line[] {
    return this.#length === 0 ? [] : [this.#finished()];
  }

  /** Counts what it throws away, so that the line is known for too long. */
  #keep(bytes: Uint8Array): void {
    this.#length += bytes.length;
    if (this.#length > this.longest) this.#kept = [];
    else this.#kept.push(bytes);
  }

  #finished(): Line {
    const isTooLong = this.#length > this.longest;
    const whole = Buffer.concat(this.#kept);
    const end = whole.at(-1) === CARRIAGE_RETURN ? whole.length - 1 : whole.length;
    const text = whole.toString('utf8', 0, end);
    const hasMark = this.#isFirst && text.startsWith('\uFEFF');
    this.#kept = [];
    this.#length = 0;
    this.#isFirst = false;
    if (isTooLong) return null;
    return hasMark ? text.slice(1) : text;
  }
}

import { type CheckpointRule, type TrustedKey, TrustList, verifyHealthCert } from '@ketqua/health-cert';
import { nodeCryptoVerifier } from '@ketqua/health-cert/node';
import type { Language, Text } from '../console/console.js';
import type { ExitName } from '../console/exit-code.js';
import { sourceAt } from './input-source.js';
import { KnownKeys } from './known-keys.js';
import { type Line, linesOf } from './lines.js';
import type { PacedOutput } from './paced-output.js';
import { type InputPosition, pictureLine, problemLine, verdictLine } from './verdict-line.js';
import {
  isProblem,
  LONGEST_LINE,
  requestOfJson,
  requestOfText,
  type VerifyRequest,
} from './verify-request.js';

/** What holds for every text that brings nothing of its own. */
export interface VerificationOptions {
  readonly keys: readonly TrustedKey[];
  readonly rules: readonly CheckpointRule[];
  /** Absent means the moment at which a text is judged. */
  readonly at: Date | undefined;
  /** Lines are JSON, not texts. */
  readonly isJson: boolean;
  readonly language: Language;
}

/** Judges texts one after the other, and writes a line for each in its place. */
export class Verification {
  readonly #trust: TrustList;
  readonly #known = new KnownKeys();

  constructor(
    private readonly options: VerificationOptions,
    private readonly output: PacedOutput,
  ) {
    this.#trust = new TrustList(options.keys);
  }

  /** Judges what a file holds, or standard input where the path is `-`. */
  async judge(path: string): Promise<ExitName> {
    const place = path === '-' ? {} : { file: path };
    const source = await sourceAt(path);
    switch (source.kind) {
      case 'lines':
        return this.#judgeLines(source.pieces, place);
      case 'picture':
        return this.#judgePicture(source.bytes);
      default:
        await this.#tell({ code: 'FILE_UNREADABLE', message: fileProblems[source.kind] }, place);
        return 'FILE_UNREADABLE';
    }
  }

  async #judgeLines(pieces: AsyncIterable<Uint8Array | string>, place: InputPosition): Promise<ExitName> {
    let number = 0;
    let exit: ExitName = 'DONE';
    for await (const lines of linesOf(pieces, LONGEST_LINE)) {
      for (const line of lines) {
        number += 1;
        if (!(await this.#judgeLine(line, { ...place, line: number }))) exit = 'NOT_JUDGED';
      }
      await this.output.flush();
    }
    return exit;
  }

  async #judgeLine(line: Line, position: InputPosition): Promise<boolean> {
    const read = this.options.isJson ? requestOfJson(line) : requestOfText(line);
    if (isProblem(read)) await this.#tell(read, position);
    else await this.output.line(await this.#verdictOf(read));
    return !isProblem(read);
  }

  async #judgePicture(bytes: Uint8Array): Promise<ExitName> {
    // The reader is half a megabyte: only a picture needs it.
    const { textInPicture } = await import('./picture.js');
    const qr = await textInPicture(bytes);
    await this.output.line(qr === undefined ? pictureLine() : await this.#verdictOf({ qr }));
    await this.output.flush();
    return 'DONE';
  }

  async #verdictOf({ qr, keys, at }: VerifyRequest): Promise<string> {
    const handed = keys && this.#known.trustOf(keys);
    const found = await verifyHealthCert(qr, {
      trust: handed?.trust ?? this.#trust,
      at: at ?? this.options.at ?? new Date(),
      rules: this.options.rules,
      verifier: nodeCryptoVerifier,
      withSchema: true,
    });
    return verdictLine(found, this.options.language, handed?.isPartial ? ['KEY_UNREADABLE'] : []);
  }

  async #tell(problem: Parameters<typeof problemLine>[0], position: InputPosition): Promise<void> {
    await this.output.line(problemLine(problem, position, this.options.language));
    await this.output.flush();
  }
}

const fileProblems: Readonly<Record<'missing' | 'too large', Text>> = {
  missing: {
    en: 'There is no such file, or it may not be read.',
    vi: 'Không có tệp này, hoặc không được đọc.',
  },
  'too large': {
    en: 'The picture has more than 32 MB. Scan it at a lower resolution.',
    vi: 'Ảnh lớn hơn 32 MB. Hãy quét với độ phân giải thấp hơn.',
  },
};

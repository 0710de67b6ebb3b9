import { z } from 'zod';
import type { Text } from '../console/console.js';
import { instantOf } from './instant.js';
import type { Line } from './lines.js';

/** What a line asks to be verified. */
export interface VerifyRequest {
  readonly qr: string;
  /** Certificates, DER in base64 or PEM; absent where the command's keys are meant. */
  readonly keys?: readonly string[];
  /** Absent where the command's moment is meant. */
  readonly at?: Date;
}

/** Why a line asks nothing: what is wrong and how to mend it, never what stands there. */
export interface LineProblem {
  readonly code: 'LINE_TOO_LONG' | 'LINE_NOT_JSON' | 'LINE_FIELD_INVALID';
  /** The field that is wrong. */
  readonly field?: string;
  readonly message: Text;
}

/** The most bytes of a line that are read: a QR code has 4 kB, a certificate 2. */
export const LONGEST_LINE = 1024 * 1024;

const request = z.object({
  qr: z.string(),
  keys: z
    .union([z.array(z.string()).max(1_000), z.string().transform((key) => [key])])
    .nullish()
    .transform((keys) => keys ?? undefined),
  at: z
    .string()
    .transform((text) => instantOf(text, 'Z'))
    .refine((at) => at !== undefined)
    .nullish()
    .transform((at) => at ?? undefined),
});

/** Reads a line of texts: it is the text. */
export function requestOfText(line: Line): VerifyRequest | LineProblem {
  return line === null ? tooLong : { qr: line };
}

/** Reads a line of JSON: `{"qr": text, "keys": [certificates], "at": time}`. */
export function requestOfJson(line: Line): VerifyRequest | LineProblem {
  if (line === null) return tooLong;
  const written = jsonOf(line);
  if (written === undefined) return notJson;
  const read = request.safeParse(written);
  if (read.success) return read.data;
  const field = String(read.error.issues[0]?.path[0] ?? '');
  return fieldProblems[field] ?? notJson;
}

/** Whether a line asks nothing. */
export function isProblem(read: VerifyRequest | LineProblem): read is LineProblem {
  return 'code' in read;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const tooLong: LineProblem = {
  code: 'LINE_TOO_LONG',
  message: {
    en: `A line has at most ${LONGEST_LINE} bytes. Hand over fewer certificates with it.`,
    vi: `Mỗi dòng có tối đa ${LONGEST_LINE} byte. Hãy gửi kèm ít chứng thư hơn.`,
  },
};

const notJson: LineProblem = {
  code: 'LINE_NOT_JSON',
  message: {
    en: 'A line is one JSON object: {"qr": text, "keys": [certificates], "at": time}.',
    vi: 'Mỗi dòng là một đối tượng JSON: {"qr": văn bản, "keys": [chứng thư], "at": thời điểm}.',
  },
};

const fieldProblems: Readonly<Record<string, LineProblem>> = {
  qr: {
    code: 'LINE_FIELD_INVALID',
    field: 'qr',
    message: { en: 'qr is the text of a QR code.', vi: 'qr là văn bản của mã QR.' },
  },
  keys: {
    code: 'LINE_FIELD_INVALID',
    field: 'keys',
    message: {
      en: 'keys is an array of at most 1,000 certificates, each DER in base64.',
      vi: 'keys là mảng tối đa 1.000 chứng thư, mỗi chứng thư là DER trong base64.',
    },
  },
  at: {
    code: 'LINE_FIELD_INVALID',
    field: 'at',
    message: {
      en: 'at is a time as 2026-11-23T08:00:00+07:00; without an offset it is UTC.',
      vi: 'at là thời điểm dạng 2026-11-23T08:00:00+07:00; không ghi múi giờ thì là UTC.',
    },
  },
};
